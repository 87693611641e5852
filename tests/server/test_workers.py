"""Several processes on one PostgreSQL start together, hear each other, replace the dead."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from pydantic import TypeAdapter
from sqlalchemy import func, select

from ihanoi_desk.domain.wire import SignedIn
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import counters, units
from tests.databases import POSTGRESQL
from tests.server.conftest import HOAN_KIEM_LAKE, photo
from tests.server.process import ServerProcess, registered, started

PROC = Path("/proc")


@pytest.fixture
def dialect() -> str:
    return POSTGRESQL


@pytest.fixture
def workers(settings: Settings) -> Iterator[ServerProcess]:
    arguments = ("--demo", "--database", settings.database, "--workers", "2")
    with started(settings.data, *arguments) as server:
        yield server


@pytest.fixture
async def http(workers: ServerProcess) -> AsyncIterator[httpx.AsyncClient]:
    # A connection for every request, so that all workers get their share.
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(
        base_url=await asyncio.to_thread(workers.url), limits=limits, timeout=30, trust_env=False
    ) as client:
        yield client


def children(pid: int) -> set[int]:
    """The workers of a server, without the helper that multiprocessing keeps."""
    found = set()
    for task in (PROC / str(pid) / "task").iterdir():
        found |= {int(child) for child in (task / "children").read_text().split()}
    return {
        child for child in found if b"spawn_main" in (PROC / str(child) / "cmdline").read_bytes()
    }


async def until(holds: object) -> None:
    async with asyncio.timeout(30):
        while not holds():  # type: ignore[operator]
            await asyncio.sleep(0.02)


async def signed_in(http: httpx.AsyncClient) -> dict[str, str]:
    body = {"login": "hoankiem.canbo1", "password": "ihanoi-demo", "api_version": 2}
    answer = await http.post("/v1/desk/sign-in", json=body)
    me = TypeAdapter(SignedIn).validate_json(answer.raise_for_status().content)
    return {"Authorization": f"Bearer {me.token}"}


async def file_report(http: httpx.AsyncClient, address: str) -> None:
    app = await registered(http, address)
    lat, lon = HOAN_KIEM_LAKE
    await app.file("scene", "pothole", "Ổ gà.", place="Hồ", lat=lat, lon=lon, photos=[photo()])


async def test_a_write_at_one_worker_wakes_the_polls_of_all(
    http: httpx.AsyncClient, workers: ServerProcess, settings: Settings
) -> None:
    headers = await signed_in(http)
    polls = [
        asyncio.create_task(http.get("/v1/changes?after=0&wait=25", headers=headers))
        for _ in range(12)
    ]
    await file_report(http, settings.database)
    async with asyncio.timeout(15):
        pages = [answer.json() for answer in await asyncio.gather(*polls)]
    assert all(len(page["changes"]) == 1 for page in pages)
    assert workers.errors() == ""


async def test_a_killed_worker_is_replaced_and_the_others_go_on(
    http: httpx.AsyncClient, workers: ServerProcess
) -> None:
    headers = await signed_in(http)
    await until(lambda: len(children(workers.pid)) == 2)
    victim = min(children(workers.pid))
    os.kill(victim, signal.SIGKILL)
    await until(lambda: len(children(workers.pid) - {victim}) == 2)
    for _ in range(12):
        answer = await http.get("/v1/changes?after=0", headers=headers)
        assert answer.status_code == 200
    assert f"worker {victim} ended with -9" in workers.errors()


async def test_no_worker_outlives_its_server(
    http: httpx.AsyncClient, workers: ServerProcess
) -> None:
    await until(lambda: len(children(workers.pid)) == 2)
    await signed_in(http)
    orphans = children(workers.pid)
    workers.stop(signal.SIGKILL)
    await until(lambda: not any((PROC / str(pid)).exists() for pid in orphans))


async def test_a_stop_is_clean_even_while_polls_wait(
    http: httpx.AsyncClient, workers: ServerProcess
) -> None:
    headers = await signed_in(http)
    poll = asyncio.create_task(http.get("/v1/changes?after=0&wait=25", headers=headers))
    await asyncio.sleep(0)
    await http.get("/v1/changes?after=0", headers=headers)
    assert await asyncio.to_thread(workers.stop) == 0
    assert (await poll).json()["changes"] == []
    assert workers.errors() == ""


def test_servers_that_start_together_make_one_city(empty_database: str, tmp_path: Path) -> None:
    address = ("--database", empty_database)
    with ExitStack() as stack:
        servers = [stack.enter_context(started(tmp_path, *address)) for _ in range(3)]
        for url in [server.url() for server in servers]:
            assert httpx.get(f"{url}/v1/health").status_code == 200
        assert [server.errors() for server in servers] == [""] * 3
    database = Database(empty_database)
    with database.read() as connection:
        values = {row.name: row.value for row in connection.execute(select(counters))}
        places = connection.execute(select(func.count()).select_from(units)).scalar_one()
    database.close()
    assert (values["catalogue"], values["case"], values["audit"]) == (1, 0, 0)
    assert places > 137
    assert len((tmp_path / "secret.key").read_bytes()) == 32


def test_several_workers_on_one_file_are_refused(tmp_path: Path) -> None:
    with started(tmp_path, "--workers", "2") as server:
        assert server.process.wait(30) == 2
        assert "several workers need PostgreSQL" in server.errors()
