"""What the citizens' phone app does over HTTP; used by the replay, the rehearsal and the tests."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import msgspec

from ihanoi_desk.domain.cases import Rating
from ihanoi_desk.domain.wire import (
    CitizenReport,
    CitizenSession,
    CitizenSignIn,
    DeviceRegistration,
    InboxNotice,
    OtpRequest,
    Problem,
    PublishedPage,
    Registration,
    ReportRating,
    Verification,
)

TIMEOUT_S = 30.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Upload:
    """A photo, video or document as the phone sends it."""

    name: str
    content: bytes
    media_type: str = "image/jpeg"


class ApiProblem(Exception):
    """The server said no; `problem` says why. None when its answer was no problem document."""

    def __init__(self, status: int, problem: Problem | None) -> None:
        super().__init__(f"{status} {problem.code if problem else ''}".strip())
        self.status = status
        self.problem = problem

    @property
    def code(self) -> str:
        return self.problem.code if self.problem else ""


class CitizenApp:
    """One citizen's phone. Give an address, or a client of your own, which you then close."""

    def __init__(self, server: str | httpx.AsyncClient) -> None:
        self._owned = isinstance(server, str)
        self._http = (
            httpx.AsyncClient(base_url=server, timeout=TIMEOUT_S)
            if isinstance(server, str)
            else server
        )
        self.session: CitizenSession | None = None

    async def close(self) -> None:
        if self._owned:
            await self._http.aclose()

    async def request_otp(self, phone: str) -> None:
        await self._post("otp", OtpRequest(phone))

    async def register(self, phone: str, code: str, name: str, password: str) -> CitizenSession:
        """Open an account with the code from the text message, and stay signed in."""
        return await self._enter("register", Registration(phone, code, name, password))

    async def sign_in(self, phone: str, password: str) -> CitizenSession:
        return await self._enter("sign-in", CitizenSignIn(phone, password))

    async def verify(self, qr: str) -> CitizenSession:
        """Verify the account with the text of the QR code on one's own card."""
        return await self._enter("verify", Verification(qr))

    async def register_device(self, token: str, platform: str = "android") -> None:
        await self._post("devices", DeviceRegistration(token, platform))

    async def file(
        self,
        kind: str,
        category: str,
        content: str,
        *,
        title: str = "",
        place: str = "",
        lat: float | None = None,
        lon: float | None = None,
        accuracy_m: float | None = None,
        unit_code: str = "",
        photos: Sequence[Upload] = (),
        key: str | None = None,
    ) -> CitizenReport:
        """File a report; give the same `key` again to repeat it safely."""
        given = {
            "kind": kind,
            "category": category,
            "content": content,
            "title": title,
            "place": place,
            "unit_code": unit_code,
            "lat": lat,
            "lon": lon,
            "accuracy_m": accuracy_m,
        }
        parts: list[tuple[str, Any]] = [
            (name, (None, str(value))) for name, value in given.items() if value not in ("", None)
        ]
        return await self._send("reports", parts, photos, key)

    async def answer(
        self, code: str, text: str = "", *, photos: Sequence[Upload] = (), key: str | None = None
    ) -> CitizenReport:
        """Answer what one was asked about an own report, or add something unasked."""
        return await self._send(f"reports/{code}/answer", [("text", (None, text))], photos, key)

    async def rate(
        self, code: str, rating: Rating, text: str = "", *, key: str | None = None
    ) -> CitizenReport:
        answer = await self._post(
            f"reports/{code}/rating", ReportRating(rating, text), key or str(uuid.uuid4())
        )
        return _value(answer, CitizenReport)

    async def reports(self) -> list[CitizenReport]:
        return _value(await self._get("reports"), list[CitizenReport])

    async def report(self, code: str) -> CitizenReport:
        return _value(await self._get(f"reports/{code}"), CitizenReport)

    async def published(self, cursor: str = "") -> PublishedPage:
        """Results for everybody, newest first, going on behind a cursor."""
        return _value(await self._get("published", {"cursor": cursor}), PublishedPage)

    async def notifications(self, after: int = 0) -> list[InboxNotice]:
        answer = await self._get("notifications", {"after": after})
        return _value(answer, list[InboxNotice])

    async def mark_read(self, notice_id: int) -> None:
        await self._post(f"notifications/{notice_id}/read")

    async def attachment(self, file_id: str) -> bytes:
        return (await self._get(f"attachments/{file_id}")).content

    async def _enter(self, door: str, body: object) -> CitizenSession:
        self.session = _value(await self._post(door, body), CitizenSession)
        return self.session

    async def _send(
        self, door: str, parts: list[tuple[str, Any]], photos: Sequence[Upload], key: str | None
    ) -> CitizenReport:
        files = [("files", (up.name, up.content, up.media_type)) for up in photos]
        answer = await self._http.post(
            f"/v1/citizen/{door}",
            files=[*parts, *files],
            headers={**self._headers(), "Idempotency-Key": key or str(uuid.uuid4())},
        )
        return _value(answer, CitizenReport)

    async def _post(
        self, door: str, body: object | None = None, key: str | None = None
    ) -> httpx.Response:
        headers = self._headers()
        if key:
            headers["Idempotency-Key"] = key
        content = None
        if body is not None:
            content = msgspec.json.encode(body)
            headers["Content-Type"] = "application/json"
        return _checked(
            await self._http.post(f"/v1/citizen/{door}", content=content, headers=headers)
        )

    async def _get(self, door: str, query: dict[str, Any] | None = None) -> httpx.Response:
        return _checked(
            await self._http.get(f"/v1/citizen/{door}", params=query, headers=self._headers())
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session.token}"} if self.session else {}


def _value(answer: httpx.Response, kind: type[T]) -> T:
    return msgspec.json.decode(_checked(answer).content, type=kind)


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    try:
        problem = msgspec.json.decode(answer.content, type=Problem)
    except msgspec.DecodeError:
        problem = None
    raise ApiProblem(answer.status_code, problem)
