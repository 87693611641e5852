"""The desk's side of the API: one method per endpoint, one error per kind of trouble.

httpx is imported when something is first sent: it costs 0.1 s, and the list comes first.
"""

import asyncio
import contextlib
import io
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.errors import (
    BadAnswer,
    EnvironmentProblem,
    Offline,
    ServerProblem,
    SignedOut,
    TooOld,
)
from ihanoi_desk.domain import wire
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
JSON = {"Content-Type": "application/json"}
UNREACHABLE = frozenset({502, 503, 504})
SPARE_S = 15.0


class Told(io.BytesIO):
    """A body that says how far it has been read."""

    def __init__(self, body: bytes, gone: Callable[[int], None]) -> None:
        super().__init__(body)
        self._gone = gone

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        self._gone(self.tell())
        return piece


@dataclass(frozen=True, slots=True)
class Health:
    name: str
    api_version: int
    demo: bool


class DeskApi:
    """Speaks for one officer once signed in. `transport` lets the server run in this process."""

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        transport: "httpx.AsyncBaseTransport | None" = None,
    ) -> None:
        self.base_url = base_url
        self._token, self._transport = token, transport
        self._opened: httpx.AsyncClient | None = None

    @property
    def _client(self) -> "httpx.AsyncClient":
        if self._opened is None:
            import httpx

            self._opened = httpx.AsyncClient(
                base_url=self.base_url,
                transport=self._transport,
                timeout=httpx.Timeout(20.0, connect=5.0),
                headers={"X-Desk-Api": str(wire.API_VERSION)},
                # Plain HTTP has no use for the list of authorities, and reading it costs 80 ms.
                verify=self.base_url.startswith("https:"),
                trust_env=False,
            )
            self._sign()
        return self._opened

    def move(self, base_url: str) -> None:
        """The same server answers at another address now."""
        self.base_url = base_url
        if self._opened:
            self._opened.base_url = base_url

    def _sign(self) -> None:
        if self._opened and self._token:
            self._opened.headers["Authorization"] = f"Bearer {self._token}"

    async def close(self) -> None:
        if self._opened:
            await self._opened.aclose()

    # --- endpoints -----------------------------------------------------------------------------

    async def health(self) -> Health:
        return await self._get(Health, "/v1/health")

    async def demo_sign_ins(self) -> list[wire.DemoSignIn]:
        """The sample officers; empty where the city is a real one."""
        try:
            return await self._get(list[wire.DemoSignIn], "/v1/desk/sign-ins")
        except ServerProblem as refused:
            if refused.problem.status == 404:
                return []
            raise

    async def sign_in(self, login: str, password: str) -> wire.SignedIn:
        """Raises ServerProblem with the server's sentence when name or password are wrong."""
        body = encode(wire.SignIn(login, password))
        signed = decode(wire.SignedIn, await self._post("/v1/desk/sign-in", body, signing_in=True))
        self._token = signed.token
        self._sign()
        return signed

    async def sign_out(self) -> None:
        await self._post("/v1/desk/sign-out", "")

    async def change_password(self, old: str, new: str) -> None:
        """Other sessions of the officer end. Raises ServerProblem ``wrong_password``,
        ``weak_password`` and ``locked``."""
        await self._post("/v1/desk/password", encode(wire.PasswordChange(old, new)))

    async def me(self) -> Officer:
        """Who the server takes this desk for, with the roles held now."""
        return await self._get(Officer, "/v1/desk/me")

    async def catalogue(self) -> Catalogue:
        return await self._get(Catalogue, "/v1/desk/catalogue")

    async def snapshot(
        self, cursor: str, closed_days: int, batch: int
    ) -> AsyncGenerator[bytes, None]:
        """The lines of a fill: a SnapshotHead, then a CaseDoc each, after a batch a SnapshotMark.

        `cursor` is that of the last mark, empty to begin.
        """
        import httpx

        facts: dict[str, Any] = {"cursor": cursor, "closed_days": closed_days, "batch": batch}
        try:
            async with self._client.stream("GET", "/v1/desk/snapshot", params=facts) as answer:
                if answer.is_error:
                    await answer.aread()
                    raise _trouble(answer)
                chunks = answer.aiter_bytes()
                try:
                    # Not aiter_lines: it also breaks at U+2028 and U+0085 within a text.
                    rest = b""
                    async for chunk in chunks:
                        *lines, rest = (rest + chunk).split(b"\n")
                        for line in lines:
                            yield line
                    if rest:
                        raise Offline("the snapshot broke off")
                finally:
                    await _end(chunks)
        except httpx.RequestError as error:
            raise _unreached(error) from error

    async def changes(self, after: int, epoch: str, wait: float, limit: int = 200) -> wire.Changes:
        """The feed after position `after`; holds on for `wait` seconds when nothing is new.

        Another epoch than `epoch` comes back at once, and without changes.
        """
        return await self._get(
            wire.Changes,
            "/v1/changes",
            {"after": after, "epoch": epoch, "wait": wait, "limit": limit},
            timeout=wait + SPARE_S,
        )

    async def open_case(self, case_id: int) -> None:
        """Tell the colleagues which case is open here; 0 for none."""
        await self._send("PUT", "/v1/desk/open", content=encode(wire.Opened(case_id)), headers=JSON)

    async def archive(
        self,
        text: str = "",
        kind: str = "",
        filed_from: date | None = None,
        filed_to: date | None = None,
        cursor: str = "",
        limit: int = 50,
    ) -> wire.ArchivePage:
        """Cases from the server's whole store that hold every word of `text`, filed last first.

        Days are of Hà Nội, both included; `cursor` is the `next` of the page before. Raises
        Offline, and ServerProblem with the server's sentence, also for a search that is empty.
        """
        asked = {"q": text, "kind": kind, "filed_from": filed_from, "filed_to": filed_to}
        facts = {name: str(value) for name, value in asked.items() if value}
        return await self._get(
            wire.ArchivePage, "/v1/archive", {**facts, "cursor": cursor, "limit": limit}
        )

    async def identity(self, case_id: int, question: wire.IdentityQuestion) -> wire.Identity:
        """Who sent a case. The answer is for the screen: nobody may write it anywhere. Raises
        Offline, and ServerProblem with the server's sentence."""
        answer = await self._post(f"/v1/cases/{case_id}/identity", encode(question))
        return decode(wire.Identity, answer)

    async def act(self, actions: Sequence[Action]) -> tuple[wire.Answer, ...]:
        """One answer per action. Raises BadAnswer when there are more or fewer, or when all say
        nothing: the first of a batch is always judged."""
        body = encode(wire.Batch(tuple(actions)))
        answers = decode(wire.Answers, await self._post("/v1/actions", body)).answers
        if len(answers) != len(actions):
            raise BadAnswer(f"{len(answers)} answers to {len(actions)} actions")
        if not any(answer.outcome or answer.problem for answer in answers):
            raise BadAnswer("answers that say nothing")
        return answers

    async def upload(
        self, case_id: int, kept: wire.Attachment, body: bytes, gone: Callable[[int], None]
    ) -> wire.Attachment:
        """Send a file of an action ahead, or say of what it is a copy and what is covered in it.
        The same id again answers the same.

        `gone` hears how many bytes have left so far.
        """
        fields = {"id": kept.id, "case_id": str(case_id), "redactions": encode(kept.redactions)}
        if kept.source_id:
            fields["source_id"] = kept.source_id
        # A field without a file name is no file; httpx makes a form of parts only of `files`.
        parts: dict[str, Any] = {name: (None, text) for name, text in fields.items()}
        if not kept.source_id:
            parts["file"] = (kept.name, Told(body, gone), kept.media_type)
        answer = await self._send("POST", "/v1/attachments", files=parts, timeout=120.0)
        return decode(wire.Attachment, answer.content)

    async def attachment(self, attachment_id: str, thumbnail: bool = False) -> bytes:
        tail = "/thumbnail" if thumbnail else ""
        answer = await self._send("GET", f"/v1/attachments/{attachment_id}{tail}", timeout=60.0)
        return answer.content

    async def original(self, attachment_id: str) -> bytes:
        answer = await self._send("GET", f"/v1/attachments/{attachment_id}/original", timeout=60.0)
        return answer.content

    async def sms(self) -> list[wire.Sms]:
        """The embedded server's text messages; administrators only."""
        return await self._get(list[wire.Sms], "/v1/admin/sms")

    async def order(
        self,
        shape: type[T],
        method: str,
        path: str,
        body: str = "",
        parameters: dict[str, str] | None = None,
    ) -> T:
        """Something that is only done with the server's answer, unlike an action."""
        options: dict[str, Any] = {"content": body, "headers": JSON} if body else {}
        answer = await self._send(method, path, params=parameters, **options)
        return decode(shape, answer.content)

    # --- the way there and back ----------------------------------------------------------------

    async def _get(
        self,
        shape: type[T],
        path: str,
        parameters: dict[str, Any] | None = None,
        timeout: float | None = None,
    ) -> T:
        more: dict[str, Any] = {"timeout": timeout} if timeout else {}
        answer = await self._send("GET", path, params=parameters, **more)
        return decode(shape, answer.content)

    async def _post(self, path: str, body: str, signing_in: bool = False) -> bytes:
        answer = await self._send("POST", path, signing_in, content=body, headers=JSON)
        return answer.content

    async def _send(
        self, method: str, path: str, signing_in: bool = False, **options: Any
    ) -> "httpx.Response":
        import httpx

        try:
            answer = await self._client.request(method, path, **options)
        except httpx.RequestError as error:
            raise _unreached(error) from error
        if answer.is_error:
            raise _trouble(answer, signing_in)
        return answer


async def _end(chunks: AsyncIterator[bytes]) -> None:
    """End httpx's own generators in this task: resumed, they are cancelled where they wait.

    Left to the garbage collector they would try to close the connection from nowhere.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0):
            async for _ in chunks:
                pass


def _unreached(error: "httpx.RequestError") -> EnvironmentProblem:
    import httpx

    text = str(error) or type(error).__name__
    not_sent = (
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.UnsupportedProtocol,
    )
    if isinstance(error, httpx.TransportError):
        return Offline(text, may_have_arrived=not isinstance(error, not_sent))
    return BadAnswer(text)


def _trouble(answer: "httpx.Response", signing_in: bool = False) -> EnvironmentProblem:
    """The error behind an answer that is none. A wrong password is 401 too, but then there was
    no session to lose."""
    if answer.status_code in UNREACHABLE:
        return Offline(str(answer.status_code), may_have_arrived=True)
    if answer.status_code == 426:
        return TooOld()
    if answer.status_code == 401 and not signing_in:
        return SignedOut()
    if answer.headers.get("content-type", "").startswith("application/problem+json"):
        return ServerProblem(decode(wire.Problem, answer.content))
    return BadAnswer(f"status {answer.status_code}")
