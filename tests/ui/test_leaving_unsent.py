"""Leaving with work unsent: asked once, nothing lost, sent when opened again."""

from datetime import timedelta

from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import file_scene
from tests.ui.conftest import SHORT, TakeSeat
from tests.ui.seat import Seat, texts
from ui.leaving import LeavingSheet
from ui.rehearsal.hand import until
from ui.sign_in.page import SignInPage

OFFICER = "hoankiem.canbo1"
LONG = timedelta(minutes=10)


async def accept(seat: Seat, code: str) -> None:
    await seat.find(code)
    seat.press(Qt.Key.Key_A)
    await until(lambda: seat.window.waiting, "one waits")


async def test_staying_and_leaving_keep_what_waits(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=timedelta(seconds=8)) as seat:
        await accept(seat, code)
        seat.window.close()
        sheet = await until(lambda: seat.sheet, "the question")
        assert seat.say("leaving.kept", n=1) in texts(sheet)
        seat.window.close()
        asked = [row for row in seat.window.findChildren(LeavingSheet) if row.isVisible()]
        assert len(asked) == 1
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: not seat.sheet, "stayed")
        assert seat.window.waiting == 1
        seat.window.close()
        await until(lambda: seat.sheet, "the question again")
        seat.press(Qt.Key.Key_Return)
        await seat.left()
    assert (await citizen.report(code)).state == "new"
    async with take_seat(OFFICER, undo=SHORT) as seat:
        await seat.sent()
    assert (await citizen.report(code)).state == "accepted"


async def test_signing_out_waits_until_all_is_sent_where_asked(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=timedelta(seconds=3)) as seat:
        await accept(seat, code)
        seat.window.rail.sign_out_asked.emit()
        await until(lambda: seat.sheet, "the question")
        seat.press(Qt.Key.Key_G)
        await until(lambda: isinstance(seat.program.front, SignInPage), "signed out")
        assert (await citizen.report(code)).state == "accepted"


async def test_nothing_is_asked_when_nothing_waits(take_seat: TakeSeat) -> None:
    async with take_seat(OFFICER, undo=LONG) as seat:
        seat.window.close()
        assert not seat.sheet
        await seat.left()
