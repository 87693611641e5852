"""A server killed in the middle of its work has done each thing wholly or not at all."""

import asyncio
import hashlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlalchemy import func, select

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.server import audit
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.database import current_number
from ihanoi_desk.server.settings import Settings, system_clock
from ihanoi_desk.server.tables import attachments, cases, deliveries, feed, pushes, steps
from tests.clock import Clock
from tests.server.conftest import HOAN_KIEM_LAKE, Desk, photo
from tests.server.gateways import Gateway
from tests.server.process import registered, started

CASES, KILLS = 6, 2
LAT, LON = HOAN_KIEM_LAKE
Errand = Callable[[], Awaitable[None]]


class Office:
    """Citizens and officers who do not give up, and a server that is killed under them."""

    def __init__(self, stack: ExitStack, settings: Settings, gateway: Gateway) -> None:
        self._stack, self._settings, self._gateway = stack, settings, gateway
        self._left: int | None = None
        self.http = httpx.AsyncClient(
            timeout=20, trust_env=False, event_hooks={"response": [self._count]}
        )

    async def start(self) -> None:
        arguments = ("--demo", "--database", self._settings.database)
        facts = {"IHANOI_PUSH_URL": self._gateway.url}
        self._server = self._stack.enter_context(
            started(self._settings.data, *arguments, settings=facts)
        )
        self.http.base_url = httpx.URL(await asyncio.to_thread(self._server.url))

    async def run(self, errands: list[Errand], kill_after: int | None) -> list[Errand]:
        """Do everything at once; what was not answered when the server was killed."""
        self._left = kill_after
        done = await asyncio.gather(*(errand() for errand in errands), return_exceptions=True)
        for trouble in done:
            if isinstance(trouble, BaseException) and not isinstance(trouble, httpx.TransportError):
                raise trouble
        return [errand for errand, trouble in zip(errands, done, strict=True) if trouble]

    async def _count(self, _: httpx.Response) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self._server.process.kill()

    def stop(self) -> None:
        assert self._server.stop() in (0, -signal.SIGTERM)
        assert self._server.errors() == ""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    service = Gateway()
    yield service
    service.close()


async def report(app: CitizenApp, number: int) -> int:
    pictures = [photo((number * 20, 90, 90))]  # type: ignore[arg-type]
    filed = await app.file(
        "scene", "pothole", "Ổ gà.", place="Hồ", lat=LAT, lon=LON, photos=pictures, key=f"k{number}"
    )
    return int(filed.code.partition("-")[2])


def filing(app: CitizenApp, number: int) -> Errand:
    async def errand() -> None:
        await report(app, number)

    return errand


def handling(desk: Desk, case_id: int) -> Errand:
    """From accepting to the result, under ids that stay the same however often it is done."""

    async def errand() -> None:
        one = await desk.act(case_id, "accept", id=f"nhan-{case_id}")
        note = await desk.act(case_id, "note", id=f"ghi-{case_id}", note="Đã đi xem.")
        picture = photo((10, case_id % 200, 30))  # type: ignore[arg-type]
        (await desk.attach(case_id, f"anh-{case_id}", picture)).raise_for_status()
        two = await desk.act(
            case_id, "resolve", id=f"xong-{case_id}", text="Đã vá.", attachments=[f"anh-{case_id}"]
        )
        assert [row.outcome for row in (one, note, two)] == ["applied"] * 3

    return errand


async def test_everything_is_done_once_however_often_the_server_is_killed(
    settings: Settings, gateway: Gateway, request: pytest.FixtureRequest
) -> None:
    chance = Random(request.node.name)
    with ExitStack() as stack:
        office = Office(stack, settings, gateway)
        await office.start()
        app = await registered(office.http, settings.database)
        await app.register_device("may-1")
        desk = await Desk(office.http, Clock()).sign_in("hoankiem.canbo1")
        ids = [await report(app, number) for number in range(CASES)]
        errands = [handling(desk, case_id) for case_id in ids]
        errands += [filing(app, number) for number in range(CASES, 2 * CASES)]
        for _ in range(KILLS):
            errands = await office.run(errands, kill_after=chance.randint(2, 9))
            check(settings)
            if not errands:
                break
            await office.start()
        assert await office.run(errands, kill_after=None) == []
        await office.http.aclose()
        office.stop()
    tables = check(settings)
    assert tables == {"cases": 2 * CASES, "steps": 5 * CASES, "attachments": 3 * CASES}
    await finish_telling(settings, gateway)


def check(settings: Settings) -> dict[str, int]:
    """What holds at every moment; how many rows there are."""
    server = Server(settings)
    with server.database.read() as connection:
        audit.verify(connection)
        numbers = connection.execute(select(feed.c.n).order_by(feed.c.n)).scalars().all()
        assert numbers == list(range(1, current_number(connection, "feed") + 1))
        rows = connection.execute(select(cases)).all()
        lines = connection.execute(select(steps).order_by(steps.c.case_id, steps.c.seq)).all()
        files = connection.execute(select(attachments)).all()
        told = set(connection.execute(select(pushes.c.step_id)).scalars())
    server.close()
    for row in rows:
        own = [line for line in lines if line.case_id == row.id]
        assert [line.seq for line in own] == list(range(1, len(own) + 1))
        assert (own[-1].to_state, row.version) == (row.state, len(own))
        assert [file.case_id for file in files if file.case_id == row.id]
    for file in files:
        content = server.blobs.path(file.sha256).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256
    assert told == {line.id for line in lines if line.event}
    return {"cases": len(rows), "steps": len(lines), "attachments": len(files)}


async def finish_telling(settings: Settings, gateway: Gateway) -> None:
    """Later, when no lease of a killed process holds any more, every step has been told."""
    later = replace(
        settings,
        push_url=gateway.url,
        clock=lambda: system_clock() + timedelta(minutes=30),
    )
    server = Server(later)
    await server.delivery.run()
    with server.database.read() as connection:
        waiting = select(func.count()).where(pushes.c.told_at.is_(None))
        assert connection.execute(waiting).scalar_one() == 0
        sent = connection.execute(select(deliveries)).all()
    server.close()
    assert set(gateway.shown["may-1"]) == {f"{row.push_id}-{row.device_id}" for row in sent}


def test_old_files_that_no_row_names_are_swept_and_nothing_else(
    settings: Settings, tmp_path: Path
) -> None:
    rooms = Server(settings)
    names = {}
    for content in (b"cu", b"moi"):
        names[content] = hashlib.sha256(content).hexdigest()
        rooms.blobs.put(content, names[content])
    begun = rooms.blobs.incoming()
    begun.write_bytes(b"do dang")
    uploading = rooms.blobs.incoming()
    uploading.write_bytes(b"dang gui")
    two_days_ago = time.time() - 2 * 86_400
    for file in (rooms.blobs.path(names[b"cu"]), begun):
        os.utime(file, (two_days_ago, two_days_ago))
    rooms.close()
    with started(tmp_path, "--demo", "--database", settings.database) as server:
        server.url()
        until = time.monotonic() + 30
        while rooms.blobs.path(names[b"cu"]).exists():
            assert time.monotonic() < until
            time.sleep(0.02)
        server.stop()
        assert server.errors() == ""
    assert rooms.blobs.path(names[b"moi"]).exists()
    assert (begun.exists(), uploading.exists()) == (False, True)
