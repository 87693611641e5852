"""The disk breaks or fills up under an open window: told in words, and no typing is lost."""

import contextlib
from contextlib import closing
from itertools import count

from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client import drafts, sqlite
from ihanoi_desk.client.errors import DiskFull
from ihanoi_desk.client.store import Store
from tests.spoil import spoil_replica
from tests.ui.city import file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.rehearsal.hand import until
from ui.trouble import sentence


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


UNLIMITED = 4_294_967_294
NONE = Qt.KeyboardModifier(0)


def limit(store: Store, pages: int) -> None:
    """How large the file may grow, for every connection that is at rest."""
    for connection in store._idle:
        connection.execute(f"PRAGMA max_page_count = {pages}")


def fill_up(store: Store) -> int:
    """No room for a page more, nor for another draft on the present ones; how many those are."""
    with store.read() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    limit(store, pages)
    with contextlib.suppress(DiskFull):
        for number in count():
            drafts.keep(store, f"thu:{number}", {"text": "x" * 100})
    return int(pages)


async def test_a_full_disk_keeps_the_sheet_open_until_there_is_room(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat("hoankiem.daumoi") as seat:
        await seat.find(code)
        store = seat.window.workplace.store
        pages = fill_up(store)
        seat.press(Qt.Key.Key_N)
        await until(lambda: seat.sheet, "the sheet")
        # Also for what was just reading beside the window.
        limit(store, pages)
        sheet = seat.open_sheet()
        seat.write("Da goi dien hen chieu nay xem lai. " * 10)
        told = sentence(seat.program.look, DiskFull(""))
        await until(lambda: told in texts(sheet), "that the disk is full")
        for key, modifier in ((Qt.Key.Key_Escape, NONE), (Qt.Key.Key_Return, CONTROL)):
            seat.press(key, modifier)
            assert seat.sheet is sheet
        limit(store, UNLIMITED)
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: seat.sheet is None, "the sheet closed")
        await seat.sent()
        case_id = int(code.partition("-")[2])
        assert drafts.find(store, f"note:{case_id}") is None
