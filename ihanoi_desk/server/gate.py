"""The outermost door: what a request may be, before anyone reads it."""

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ihanoi_desk.language import say
from ihanoi_desk.server.problems import answer, problem

JSON_BYTES = 256_000
BATCH_BYTES = 3_000_000
"""A full batch of the longest texts."""
FORM_BYTES = 600_000_000
PATIENCE_BYTES = 120_000_000
"""How much of a refused upload is read and thrown away, so that the sender sees the answer."""
FORMS = re.compile(r"/v1/citizen/reports(/[^/]+/answer)?|/v1/attachments")
MOST_BYTES = {"/v1/actions": BATCH_BYTES}


class BodyTooLarge(HTTPException):
    """More bytes came than this address takes; an HTTPException, which FastAPI lets through."""

    def __init__(self) -> None:
        super().__init__(413)


class Gate:
    """Refuses old desks, wrong content types and endless bodies with a problem document."""

    def __init__(self, app: ASGIApp, desk_api_minimum: int) -> None:
        self._app = app
        self._desk_api_minimum = desk_api_minimum

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_form = FORMS.fullmatch(scope["path"]) is not None
        most = FORM_BYTES if is_form else MOST_BYTES.get(scope["path"], JSON_BYTES)
        body = _Body(receive, most)
        refusal = self._refusal(scope, is_form)
        if refusal:
            await body.drain()
            await refusal(scope, receive, send)
            return

        async def patient_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                await body.drain()
            await send(message)

        await self._app(scope, body.receive, patient_send)

    def _refusal(self, scope: Scope, is_form: bool) -> ASGIApp | None:
        headers = Headers(scope=scope)
        claimed = headers.get("x-desk-api", "")
        if claimed.isdecimal() and int(claimed) < self._desk_api_minimum:
            return answer(problem(426, "desk_too_old", say("vi", "problem.desk_too_old")))
        if scope["method"] not in ("POST", "PUT", "PATCH") or not _has_body(headers):
            return None
        wanted = "multipart/form-data" if is_form else "application/json"
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != wanted:
            detail = say("vi", "problem.wrong_content_type", wanted=wanted)
            return answer(problem(415, "wrong_content_type", detail))
        return None


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


class _Body:
    """Counts what comes in, and can read the rest of it away."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._seen = 0
        self._ended = False

    async def receive(self) -> Message:
        message = await self._next()
        if self._seen > self._limit:
            raise BodyTooLarge()
        return message

    async def drain(self) -> None:
        while not self._ended and self._seen < PATIENCE_BYTES:
            await self._next()

    async def _next(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            self._ended = self._ended or not message.get("more_body", False)
        else:
            self._ended = True
        return message
