"""Real database files, the real server in this process, and the wire between them to be cut."""

import asyncio
import io
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import select

from ihanoi_desk.citizen.app import CitizenApp, Upload
from ihanoi_desk.client import cases, outbox, outgoing
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.codec import encode
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.sync import Sync
from ihanoi_desk.domain.cases import Action, State
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import Attachment, Problem
from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import sms_outbox
from tests.desk_key import KEY

ADDRESS = "http://city.test"
LAKE = (21.0287, 105.8524)
NUMBERS = itertools.count(1)


class Clock:
    """Monday morning, 23 November 2026, 9:00 in Hà Nội, until the test turns it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def jpeg(colour: str = "grey") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(buffer, "JPEG")
    return buffer.getvalue()


class Wire(httpx.AsyncBaseTransport):
    """The way to the server. Cut, nothing arrives; deaf, everything arrives and no answer comes."""

    def __init__(self, server: Any) -> None:
        self._way = httpx.ASGITransport(server, raise_app_exceptions=False)
        self.cut = False
        self.deaf_for: str | None = None
        self.broken_for: int | None = None
        self.snapshot_bytes: int | None = None
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        if self.cut:
            raise httpx.ConnectError("cut", request=request)
        if self.broken_for and f'"case_id":{self.broken_for},'.encode() in await request.aread():
            return problem(500)
        answer = await self._way.handle_async_request(request)
        if request.url.path == self.deaf_for:
            raise httpx.ReadTimeout("deaf", request=request)
        if self.snapshot_bytes and request.url.path == "/v1/desk/snapshot":
            return httpx.Response(200, content=(await answer.aread())[: self.snapshot_bytes])
        return answer


def problem(status: int) -> httpx.Response:
    body = Problem("urn:thu", "Lỗi", status, "server_error", "Máy chủ gặp lỗi.")
    return httpx.Response(
        status, content=encode(body), headers={"Content-Type": "application/problem+json"}
    )


@dataclass
class Desk:
    """One officer's machine: the database, the wire, and the sync when it runs."""

    me: Officer
    store: Store
    api: DeskApi
    wire: Wire
    clock: Clock
    sync: Sync

    def act(self, case_id: int, verb: str, undo: float = 0, **facts: Any) -> Pending:
        action = Action(
            id=f"{self.me.login}-{next(NUMBERS)}",
            case_id=case_id,
            verb=verb,
            at=self.clock(),
            **facts,
        )
        return outbox.do(self.store, action, self.me, self.clock(), timedelta(seconds=undo))

    def keep(self, body: bytes, name: str) -> tuple[Attachment, Path]:
        """A result file of the officer, and where its encrypted copy lies."""
        kept = outgoing.keep(self.store, body, name)
        return kept, self.store.folder / outgoing.FOLDER / kept.id

    def state(self, case_id: int) -> State | None:
        shown = cases.read(self.store, case_id, self.me, self.clock())
        return shown.doc.case.state if shown else None

    def told(self, case_id: int, verb: str) -> int:
        """How often the history says `verb`."""
        shown = cases.read(self.store, case_id, self.me, self.clock())
        return sum(step.verb == verb for step in shown.doc.steps) if shown else 0

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """With the sync running."""
        task = asyncio.create_task(self.sync.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until(self, is_so: Callable[[], Any], seconds: float = 10) -> None:
        """Wait for a condition; it is looked at on every change and every word of status."""
        looked = asyncio.Event()
        leaves = [
            self.store.subscribe(lambda _: looked.set()),
            self.sync.on_status(lambda _: looked.set()),
        ]
        try:
            async with asyncio.timeout(seconds):
                while not is_so():
                    await looked.wait()
                    looked.clear()
        finally:
            for leave in leaves:
                leave()

    async def settled(self) -> None:
        """Filled, online, and nothing waits."""
        await self.until(lambda: self.sync.status.data_as_of and not self.sync.status.filling)
        await self.until(
            lambda: (outbox.numbers(self.store)[0], self.sync.status.waiting) == (0, 0)
        )


class Town:
    """The server, its citizens, and desks that come and go."""

    def __init__(self, server: Any, clock: Clock, folder: Path) -> None:
        self.server, self.clock, self.folder = server, clock, folder
        self._desks: list[Desk] = []

    async def desk(self, login: str, name: str | None = None) -> Desk:
        wire = Wire(self.server)
        api = DeskApi(ADDRESS, transport=wire)
        me = (await api.sign_in(login, "ihanoi-demo")).officer
        store = Store.open(self.folder / "desks" / f"{name or login}.sqlite3", KEY)
        desk = Desk(me, store, api, wire, self.clock, Sync(store, api, self.clock))
        self._desks.append(desk)
        return desk

    async def citizen(self) -> CitizenApp:
        http = httpx.AsyncClient(transport=httpx.ASGITransport(self.server), base_url=ADDRESS)
        app = CitizenApp(http)
        phone = f"09005{next(NUMBERS):05d}"
        await app.request_otp(phone)
        with self.server.state.server.database.read() as connection:
            text = connection.execute(
                select(sms_outbox.c.text).order_by(sms_outbox.c.id.desc())
            ).scalars()
            code = text.first()[:6]
        await app.register(phone, code, "Trần Thị Mẫu", "mat-khau-mau")
        return app

    async def report(self, content: str = "Ổ gà sâu giữa đường.", **other: Any) -> int:
        """A scene report by the lake; the number of its case."""
        app = await self.citizen()
        lat, lon = LAKE
        facts = {"place": "Phố Hàng Bông", "lat": lat, "lon": lon}
        photos = [Upload("anh.jpg", jpeg(other.pop("colour", "grey")))]
        report = await app.file("scene", "pothole", content, photos=photos, **{**facts, **other})
        return int(report.code.partition("-")[2])

    async def close(self) -> None:
        for desk in self._desks:
            await desk.api.close()
            desk.store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(tmp_path: Path, clock: Clock) -> Iterator[Any]:
    app = create_app(Settings(data=tmp_path / "server", demo=True, demo_cases=0, clock=clock))
    yield app
    app.state.server.close()


@pytest.fixture
async def town(server: Any, clock: Clock, tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(server, clock, tmp_path)
    yield town
    await town.close()
