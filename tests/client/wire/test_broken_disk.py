"""The disk while the sync runs: full it waits and goes on, broken it hands over to a fresh file."""

import asyncio
import random
from pathlib import Path

import pytest

from ihanoi_desk.client import drafts, outbox
from ihanoi_desk.client.session import Session
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.client.store import Store, StoreDamaged
from tests.client.wire.conftest import ADDRESS, Desk, Town
from tests.desk_key import KEY
from tests.spoil import spoil_replica

UNLIMITED = 4_294_967_294
LONG = "Ổ gà sâu giữa đường, xe máy ngã. " * 60


def limit(store: Store, pages: int) -> None:
    """How large the file may grow, for every connection: while one writes the others rest."""
    with store.write() as writing:
        for connection in (writing, *store._idle):
            connection.execute(f"PRAGMA max_page_count = {pages}")


async def test_a_full_disk_pauses_the_sync_and_nothing_is_half_there(town: Town) -> None:
    await town.report()
    desk = await town.desk("hoankiem.canbo1")
    async with desk.working():
        await desk.settled()
        with desk.store.read() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
        limit(desk.store, pages)
        case_id = await town.report(LONG)
        await desk.until(lambda: desk.sync.status.problem == "sync.disk_full")
        assert desk.state(case_id) is None
        limit(desk.store, UNLIMITED)
        desk.sync.kick()
        await desk.until(lambda: desk.state(case_id) is not None)
        await desk.until(lambda: desk.sync.status.problem is None)


async def waiting_desk(town: Town) -> tuple[Desk, int]:
    """A filled desk with an action that waits and a draft, its file closed."""
    case_id = await town.report(LONG)
    for _ in range(5):
        await town.report(LONG)
    desk = await town.desk("hoankiem.canbo1")
    async with desk.working():
        await desk.settled()
    desk.act(case_id, "accept")
    drafts.keep(desk.store, f"resolve:{case_id}", {"text": "Đã vá"})
    desk.store.close()
    return desk, case_id


async def test_a_sync_that_meets_a_broken_page_ends_and_the_shift_goes_on(
    town: Town, tmp_path: Path
) -> None:
    desk, case_id = await waiting_desk(town)
    assert spoil_replica(desk.store.path, KEY) > 20
    session = Session(desk.me, "", ADDRESS, "", desk.store.path, KEY.copy())
    shift = Shift.open(session, tmp_path / "pictures", desk.clock)
    broke = asyncio.Event()
    loop = asyncio.get_running_loop()
    shift.store.on_damage(lambda: loop.call_soon_threadsafe(broke.set))
    with pytest.raises(StoreDamaged), shift.store.read() as connection:
        connection.execute("SELECT SUM(length(body)) FROM docs").fetchall()
    await asyncio.wait_for(broke.wait(), 10)
    again = await shift.reopen()
    assert again.salvaged
    assert (again.salvaged.waiting, again.salvaged.drafts) == (1, 1)
    assert again.salvaged.aside.exists()
    [row] = outbox.pending_rows(again.store)
    assert row.action.case_id == case_id
    assert drafts.find(again.store, f"resolve:{case_id}") == {"text": "Đã vá"}
    await again.close(sign_out=False)


async def test_after_the_salvage_the_replica_is_refilled_and_what_waited_is_sent(
    town: Town, tmp_path: Path
) -> None:
    desk, case_id = await waiting_desk(town)
    spoil_replica(desk.store.path, KEY)
    broken = await town.desk("hoankiem.canbo1")
    task = asyncio.create_task(broken.sync.run())
    await asyncio.wait([task], timeout=10)
    assert task.done() and not task.exception()
    assert broken.sync.status.problem == "sync.file_damaged"
    broken.store.close()
    session = Session(desk.me, "", ADDRESS, "", desk.store.path, KEY.copy())
    shift = Shift.open(session, tmp_path / "pictures", desk.clock)
    await (await shift.reopen()).close(sign_out=False)
    mended = await town.desk("hoankiem.canbo1")
    async with mended.working():
        await mended.settled()
    assert mended.told(case_id, "accept") == 1
    with mended.store.read() as connection:
        assert connection.execute("SELECT COUNT(*) FROM cases").fetchone() == (6,)


async def test_a_file_that_does_not_even_open_is_replaced_at_once(
    town: Town, tmp_path: Path
) -> None:
    desk, _ = await waiting_desk(town)
    with desk.store.path.open("r+b") as file:
        file.seek(50)
        file.write(random.Random(1).randbytes(500))
    session = Session(desk.me, "the-token", ADDRESS, "", desk.store.path, KEY.copy())
    shift = Shift.open(session, tmp_path / "pictures", desk.clock)
    assert shift.salvaged
    assert (shift.salvaged.waiting, shift.salvaged.drafts) == (0, 0)
    assert outbox.pending_rows(shift.store) == []
    await shift.close(sign_out=False)
