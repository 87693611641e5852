"""A desk at work beside a real server process, and the floor's process next to them."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client import cases
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.embedded import EmbeddedServer, Progress
from ihanoi_desk.client.session import sign_in
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.domain.wire import CitizenReport, DemoSignIn
from tests.benchmarks.children import child
from ui.rehearsal import citizen

UNIT = "Phường Hoàn Kiếm"
LAKE = (21.0287, 105.8524)
PATIENCE_S = 30.0


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Office:
    """`floor` is a client of the floor's server."""

    shift: Shift
    citizen: CitizenApp
    floor: httpx.AsyncClient

    async def file(self) -> CitizenReport:
        """A report that needs no photo, so that no picture is measured."""
        lat, lon = LAKE
        return await self.citizen.file(
            "waste", "idle_public_asset", "Nhà bỏ không.", place="Hồ Hoàn Kiếm", lat=lat, lon=lon
        )

    async def until(self, check: Callable[[], bool]) -> None:
        """Wait until `check` holds; it is asked again on every change of the replica."""
        changed = asyncio.Event()
        leave = self.shift.store.subscribe(lambda _: changed.set())
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not check():
                    changed.clear()
                    await changed.wait()
        finally:
            leave()

    async def until_told(self, case_id: int) -> None:
        """Wait until the replica holds the case and knows that every push of it was sent."""
        await self.until(lambda: self._is_told(case_id))

    def _is_told(self, case_id: int) -> bool:
        shown = cases.read(self.shift.store, case_id, self.shift.me, now())
        return shown is not None and all(line.told_at for line in shown.doc.tellings)


def number_of(report: CitizenReport) -> int:
    """The case number that ends its code."""
    return int(report.code.partition("-")[2])


@asynccontextmanager
async def open_office() -> AsyncIterator[Office]:
    """Both servers, a coordinator whose replica is filled and who listens, and a citizen."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder) / "server")
        url = await server.start(_ignore)
        try:
            with child("floor_app", folder) as floor:
                async with (
                    httpx.AsyncClient(base_url=floor.said["url"], trust_env=False) as client,
                    _people(url, Path(folder), client) as office,
                ):
                    yield office
        finally:
            await asyncio.to_thread(server.stop)


@asynccontextmanager
async def _people(url: str, folder: Path, floor: httpx.AsyncClient) -> AsyncIterator[Office]:
    api = DeskApi(url)
    people = await api.demo_sign_ins()
    await api.close()
    app = await citizen.register(url, _find(people, role="administrator"))
    person = _find(people, role="coordinator", unit_name=UNIT)
    session = await sign_in(url, person.login, person.password, folder)
    shift = Shift.open(session, folder / "pictures", now)
    syncing = asyncio.create_task(shift.sync.run())
    try:
        yield Office(shift, app, floor)
    finally:
        syncing.cancel()
        await asyncio.wait([syncing])
        await app.close()
        await shift.close(sign_out=False)


def _find(people: list[DemoSignIn], **facts: str) -> DemoSignIn:
    return next(
        row for row in people if all(getattr(row, key) == value for key, value in facts.items())
    )


def _ignore(_progress: Progress) -> None:
    """Nobody watches the demo city being made."""
