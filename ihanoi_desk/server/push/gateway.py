"""The ports to the services that reach phones."""

from dataclasses import dataclass
from typing import Literal, Protocol

import httpx

TIMEOUT_S = 10.0
GONE = frozenset({404, 410})
"""Answers by which a push service says that a phone will never be reached again."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one phone is sent. Titles and bodies hold nothing but the case code."""

    token: str
    title: str
    body: str
    event: str
    case_code: str


Answer = Literal["told", "gone", "failed"]


class PushGateway(Protocol):
    """Sends a message; ``gone`` when the phone is no more, ``failed`` when it may be retried."""

    def send(self, message: Message) -> Answer: ...


class InboxOnly:
    """Without a push service: the app shows the notice when it next asks the server."""

    def send(self, message: Message) -> Answer:
        return "told"


class HttpGateway:
    """Posts ``{token, title, body, data}`` to one address; every 2xx counts as taken."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(timeout=TIMEOUT_S)
        self._url = url

    def send(self, message: Message) -> Answer:
        body = {
            "token": message.token,
            "title": message.title,
            "body": message.body,
            # Real services refuse values that are not texts.
            "data": {"event": message.event, "case_code": message.case_code},
        }
        try:
            answer = self._client.post(self._url, json=body)
        except httpx.HTTPError:
            return "failed"
        if answer.is_success:
            return "told"
        return "gone" if answer.status_code in GONE else "failed"

    def close(self) -> None:
        self._client.close()
