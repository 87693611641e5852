"""Real processes, really killed: nothing is lost, nothing is sent twice, nobody is orphaned."""

import asyncio
import json
import os
import select
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from ihanoi_desk.client import sqlite
from ihanoi_desk.client.embedded import EmbeddedServer, NotStarted
from ihanoi_desk.domain.wire import API_VERSION
from ihanoi_desk.resources import ROOT
from tests.desk_key import KEY

WITHIN_S = 30
SCRIPT = textwrap.dedent("""
    import asyncio, json, sys
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    from ihanoi_desk.client import outbox, queues
    from ihanoi_desk.client.api import DeskApi
    from ihanoi_desk.client.embedded import EmbeddedServer
    from ihanoi_desk.client.key import Key
    from ihanoi_desk.client.store import Store
    from ihanoi_desk.client.sync import Sync
    from ihanoi_desk.domain.cases import Action, Urgency

    def clock():
        return datetime.now(UTC)

    def chosen(store, me):
        # An urgent one would leave at once. Which cases are urgent depends on the hour.
        rows = queues.page(store, queues.Query("scene", "to_receive"), me, clock())
        return next((row.id for row in rows if row.urgency != Urgency.URGENT), None)

    async def main(folder, undo_s):
        server = EmbeddedServer(folder / "server")
        url = await server.start(lambda progress: None)
        print(json.dumps({"server": server._process.pid}), flush=True)
        api = DeskApi(url)
        me = (await api.sign_in("hoankiem.canbo1", "ihanoi-demo")).officer
        store = Store.open(folder / "desk.sqlite3", Key(bytes(range(32))))
        sync = Sync(store, api, clock)
        running = asyncio.create_task(sync.run())
        changed = asyncio.Event()
        sync.on_status(lambda status: changed.set())
        if undo_s:
            while not (sync.status.data_as_of and chosen(store, me)):
                changed.clear()
                await changed.wait()
            action = Action(
                id="giet-ngang", case_id=chosen(store, me), verb="accept", at=clock()
            )
            outbox.do(store, action, me, clock(), timedelta(seconds=undo_s))
        else:
            with store.write() as connection:
                connection.execute("UPDATE outbox SET leaves_us = 0")
            sync.kick()
            while outbox.pending_rows(store):
                changed.clear()
                await changed.wait()
        print(json.dumps({"done": len(outbox.pending_rows(store))}), flush=True)
        await running

    asyncio.run(main(Path(sys.argv[1]), float(sys.argv[2])))
""")
Process = subprocess.Popen[str]


def desk(folder: Path, undo_s: float) -> Process:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder), str(undo_s)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def started() -> Iterator[list[Process]]:
    processes: list[Process] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


def told(process: Process, key: str) -> int:
    assert process.stdout
    value: int = json.loads(process.stdout.readline())[key]
    return value


def wait_until_gone(pid: int) -> None:
    """Wait for the end of a process that is nobody's child here."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    with closing(os.fdopen(handle, "rb", closefd=True)):
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        assert poll.poll(20_000), "the server outlived its desk"


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def test_a_killed_desk_sends_once_after_it_comes_back(
    tmp_path: Path, started: list[Process]
) -> None:
    first = desk(tmp_path, 3600)
    started.append(first)
    server = told(first, "server")
    assert told(first, "done") == 1
    first.send_signal(signal.SIGKILL)
    first.wait()
    wait_until_gone(server)
    steps = "SELECT id FROM steps WHERE id = 'giet-ngang'"
    assert rows(tmp_path / "server" / "server.sqlite3", steps) == []
    second = desk(tmp_path, 0)
    started.append(second)
    server = told(second, "server")
    assert told(second, "done") == 0
    second.kill()
    wait_until_gone(server)
    city = tmp_path / "server" / "server.sqlite3"
    assert len(rows(city, steps)) == 1
    assert len(rows(city, "SELECT id FROM pushes WHERE step_id = 'giet-ngang'")) == 1
    with closing(sqlite.connect(tmp_path / "desk.sqlite3", KEY)) as connection:
        sent = connection.execute("SELECT action_id FROM sent").fetchall()
    assert sent == [("giet-ngang",)]


async def test_the_embedded_server_answers_and_ends(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path, demo=False)
    url = await server.start(lambda progress: None)
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{url}/v1/health")).json()["api_version"] == API_VERSION
        await asyncio.to_thread(server.stop)
        with pytest.raises(httpx.ConnectError):
            await http.get(f"{url}/v1/health")
    server.stop()


async def test_a_server_that_cannot_start_says_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "server.sqlite3").write_bytes("hỏng rồi".encode() * 1000)
    server = EmbeddedServer(tmp_path)
    with pytest.raises(NotStarted, match="not a database"):
        await server.start(lambda progress: None)
    server.stop()


async def test_a_stop_before_the_process_exists_is_not_forgotten(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "server")
    starting = asyncio.ensure_future(server.start(lambda progress: None))
    await asyncio.sleep(0)
    server.stop()
    with pytest.raises(NotStarted):
        await starting
    assert not server.is_running


async def test_a_stop_while_the_server_makes_itself_ready_is_not_forgotten(tmp_path: Path) -> None:
    """It may still say where it would have been; nobody is there any more."""
    server = EmbeddedServer(tmp_path / "server")
    loading = asyncio.Event()
    starting = asyncio.ensure_future(server.start(lambda progress: loading.set()))
    async with asyncio.timeout(WITHIN_S):
        await loading.wait()
    await asyncio.to_thread(server.stop)
    with pytest.raises(NotStarted):
        await starting
    assert not server.is_running
