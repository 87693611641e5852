"""The ports to the services that reach phones."""

import asyncio
from dataclasses import dataclass
from typing import Literal, Protocol

import httpx

LONGEST_S = 10.0
"""After this long a message counts as failed, however much of an answer has trickled in."""
GONE = frozenset({404, 410})
"""Answers by which a push service says that a phone will never be reached again."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one phone is sent. Titles and bodies hold nothing but the case code.

    Sent again, it has the same `id`, by which a phone knows that it has shown it.
    """

    id: str
    token: str
    title: str
    body: str
    event: str
    case_code: str


Answer = Literal["told", "gone", "failed"]


class PushGateway(Protocol):
    """Sends a message; ``gone`` when the phone is no more, ``failed`` when it may be retried."""

    async def send(self, message: Message) -> Answer: ...


class InboxOnly:
    """Without a push service: the app shows the notice when it next asks the server."""

    async def send(self, message: Message) -> Answer:
        return "told"


class HttpGateway:
    """Posts ``{id, token, title, body, data}`` to one address; every 2xx counts as taken."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._tls = httpx.create_ssl_context()

    async def send(self, message: Message) -> Answer:
        body = {
            "id": message.id,
            "token": message.token,
            "title": message.title,
            "body": message.body,
            # Real services refuse values that are not texts.
            "data": {"event": message.event, "case_code": message.case_code},
        }
        try:
            # A connection of its own: what a service says too much on one that is used again
            # would be taken for the answer to the next message.
            async with (
                asyncio.timeout(LONGEST_S),
                httpx.AsyncClient(verify=self._tls, headers={"Connection": "close"}) as client,
                client.stream("POST", self._url, json=body, timeout=LONGEST_S) as answer,
            ):
                status = answer.status_code
        except (httpx.HTTPError, TimeoutError):
            return "failed"
        if 200 <= status < 300:
            return "told"
        return "gone" if status in GONE else "failed"
