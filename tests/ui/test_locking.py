"""Nobody at the machine: the data goes from the screen and from memory, and comes back."""

import gc
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.key import Key
from ihanoi_desk.client.sealed import Seal
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.client.store import Store
from tests.ui.city import City, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import Seat, texts
from ui.dialogs.verb_sheet import VerbSheet
from ui.rehearsal.hand import click, until
from ui.sign_in.idle import IdleWatch
from ui.sign_in.page import SignInPage
from ui.sign_in.unlock_page import UnlockPage
from ui.window import Window

OFFICER, COLLEAGUE = "hoankiem.canbo1", "hoankiem.canbo2"
CONTROL = Qt.KeyboardModifier.ControlModifier
SECRETS = (Key, Store, Seal, Shift, Cache, Window)
TYPED = "Đã hẹn đội vệ sinh 14:00, gọi trước"


def reachable() -> list[object]:
    # What came up with a window is not listed until the window goes.
    gc.unfreeze()
    gc.collect()
    return [row for row in gc.get_objects() if isinstance(row, SECRETS)]


async def lock(seat: Seat) -> None:
    seat.press(Qt.Key.Key_L, CONTROL)
    assert isinstance(seat.program.front, UnlockPage)
    await seat.may_unlock()


async def test_a_lock_takes_everything_from_screen_and_memory(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    before = {id(row) for row in reachable()}
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER) as seat:
        await until(lambda: code in seat.codes(), "the report")
        await seat.find(code)
        await until(lambda: seat.page.map.is_painted, "the map")
        await lock(seat)
        left = [type(row).__name__ for row in reachable() if id(row) not in before]
        assert left == []
        assert code not in " ".join(texts(seat.unlocking))
        assert seat.say("unlock.waiting") in texts(seat.unlocking)


async def test_unlocking_comes_back_to_view_row_and_the_open_sheet_with_its_last_letter(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    codes = [(await file_scene(citizen, content=f"Nắp cống {n}.")).code for n in range(2)]
    async with take_seat(OFFICER) as seat:
        await until(lambda: set(codes) <= set(seat.codes()), "the reports")
        await seat.show("all")
        await until(lambda: seat.row(codes[0]), "the report in the long list")
        number = seat.page.model.position(seat.row(codes[0]).id)
        seat.page.table.select_position(number)
        await until(lambda: seat.code == codes[0], "the case")
        seat.press(Qt.Key.Key_N)
        await until(lambda: seat.sheet, "the sheet")
        seat.write(TYPED)
        await lock(seat)
        await seat.unlock()
        await until(lambda: seat.sheet, "the sheet again")
        await until(lambda: seat.code == codes[0], "the whole case again")
        assert seat.page.query.view == "all"
        sheet = seat.open_sheet()
        assert isinstance(sheet, VerbSheet)
        assert sheet.findChild(QPlainTextEdit).toPlainText() == TYPED
        # Only what was open comes back.
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: seat.sheet is None, "the sheet closed")
        await lock(seat)
        await seat.unlock()
        await until(lambda: seat.code == codes[0], "the case again")
        assert seat.sheet is None


async def test_idle_time_locks_and_a_key_in_our_windows_puts_it_off(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, lock_after=timedelta(seconds=2)) as seat:
        await until(lambda: isinstance(seat.program.front, UnlockPage), "the lock")
        await seat.may_unlock()
        assert seat.say("strip.idle_title", minutes=0) in texts(seat.unlocking)
        await seat.unlock()
        assert seat.codes()


async def test_touching_counts_and_the_machine_asleep_counts_too(take_seat: TakeSeat) -> None:
    async with take_seat(OFFICER) as seat:
        now = seat.program._clock()
        ahead = [timedelta()]
        watch = IdleWatch(timedelta(minutes=10), lambda: now + ahead[0])
        heard: list[bool] = []
        watch.idle.connect(lambda: heard.append(True))
        watch.start()
        ahead[0] = timedelta(minutes=9)
        touch = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(seat.window.windowHandle(), touch)
        ahead[0] = timedelta(minutes=18)
        watch._look.timeout.emit()
        assert not heard
        ahead[0] = timedelta(minutes=20)
        watch._look.timeout.emit()
        assert heard == [True]


async def test_what_may_leave_leaves_before_the_lock_and_the_rest_after_it(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=timedelta(seconds=2)) as seat:
        await until(lambda: code in seat.codes(), "the report")
        await seat.find(code)
        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.window.waiting == 1, "the waiting action")
        await lock(seat)
        assert "1" in texts(seat.unlocking)
        await seat.unlock()
        await seat.sent()
    report = next(row for row in await citizen.reports() if row.code == code)
    assert report.state == "accepted"


async def test_another_officer_takes_over_a_locked_machine(take_seat: TakeSeat) -> None:
    async with take_seat(OFFICER) as seat:
        await lock(seat)
        click(seat.button(seat.say("unlock.other"), seat.unlocking))
        assert isinstance(seat.program.front, SignInPage)
        await seat.sign_in(COLLEAGUE)
        assert seat.window.workplace.me.login == COLLEAGUE


async def test_leaving_a_locked_machine_and_one_about_to_lock(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        await lock(seat)
    async with take_seat(OFFICER, url=own_city.url) as seat:
        seat.press(Qt.Key.Key_L, CONTROL)


async def test_a_lock_without_a_server_opens_again_without_one(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        own_city.kill()
        offline = seat.say("status.offline")
        await until(lambda: offline in seat.status, "offline in the status line")
        await lock(seat)
        await seat.unlock()
        assert seat.codes()
