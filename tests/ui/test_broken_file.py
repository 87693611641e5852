"""A page of the officer's file breaks while they work: told, replaced, and work goes on."""

from contextlib import closing

from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client import drafts, sqlite
from tests.spoil import spoil_replica
from tests.ui.conftest import TakeSeat
from tests.ui.seat import Seat, texts
from ui.rehearsal.hand import until


def break_file(seat: Seat) -> None:
    """As a dying disk: nothing that was read before is still in memory."""
    store = seat.window.workplace.store
    with closing(sqlite.connect(store.path, store._key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert spoil_replica(store.path, store._key) > 20
        # Another program's write makes every connection read anew.
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('thu', '1')")


async def test_a_broken_page_is_told_and_the_list_comes_back(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with take_seat("hoankiem.daumoi") as seat:
        store = seat.window.workplace.store
        drafts.keep(store, "note:1", {"note": "nửa chừng"})
        first = seat.window
        break_file(seat)
        seat.press(Qt.Key.Key_Down)
        await until(lambda: seat.program.front is not first, "another window")
        await until(lambda: seat.page.model.rowCount() > 1, "the list, filled again")
        await until(lambda: seat.status.endswith(seat.say("status.online")), "online")
        fresh = seat.window.workplace.store
        assert fresh is not store
        assert drafts.find(fresh, "note:1") == {"note": "nửa chừng"}
        assert seat.say("salvaged.title") in texts(seat.window)
        assert list(store.path.parent.glob("*.damaged-*"))
        seat.press(Qt.Key.Key_Down)
        await until(lambda: seat.code, "a case in the panel")
