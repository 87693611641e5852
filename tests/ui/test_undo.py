"""The way back: Z while the action still waits, and what is said when it has left."""

from datetime import timedelta

from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import City, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.dialogs.verb_sheet import VerbSheet
from ui.rehearsal.hand import until

LONG = timedelta(minutes=10)
OFFICER = "hoankiem.canbo1"


async def accept(seat: Seat, code: str) -> None:
    await seat.find(code)
    seat.press(Qt.Key.Key_A)
    await until(seat.page.toast.isVisible, "the toast")


async def test_z_takes_it_back_and_nothing_reaches_the_server(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=LONG) as seat:
        await accept(seat, code)
        assert code not in seat.codes()
        assert seat.window.waiting == 1
        assert seat.say("toast.undo") in [row.strip() for row in texts(seat.page.toast)]
        seat.press(Qt.Key.Key_Z)
        await until(lambda: not seat.window.waiting, "nothing waits any more")
        await until(lambda: seat.code == code, "the case back where it was")
        assert seat.say("toast.undone") in texts(seat.page.toast)
        assert seat.page.panel.shown.doc.case.state == "new"
        assert seat.page.panel.shown.pending == ()
    async with take_seat(OFFICER) as seat:
        await seat.find(code)
        other = (await file_scene(citizen)).code
        await accept(seat, other)
        await seat.sent()
    assert (await citizen.report(code)).state == "new"
    assert (await citizen.report(other)).state == "accepted"


async def test_what_was_typed_stands_in_its_sheet_again(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=LONG) as seat:
        await seat.find(code)
        seat.press(Qt.Key.Key_U)
        await until(lambda: seat.sheet, "the sheet")
        seat.press(Qt.Key.Key_3)
        seat.press(Qt.Key.Key_Tab)
        seat.write("Liên quan nhiều cơ quan.")
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: seat.page.toast.can_undo, "the undo toast")
        seat.press(Qt.Key.Key_Z)
        await until(lambda: not seat.window.waiting, "nothing waits any more")
        await until(lambda: seat.code == code, "the case back where it was")
        seat.press(Qt.Key.Key_U)
        sheet = await until(lambda: seat.sheet, "the sheet again")
        assert isinstance(sheet, VerbSheet)
        assert sheet.action().urgency == "complex"
        assert sheet.action().note == "Liên quan nhiều cơ quan."


async def test_z_after_it_left_says_too_late(citizen: CitizenApp, take_seat: TakeSeat) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER) as seat:
        await accept(seat, code)
        await seat.sent()
        await until(lambda: not seat.page.toast.can_undo, "the offer withdrawn")
        seat.press(Qt.Key.Key_Z)
        await until(lambda: seat.say("toast.too_late") in texts(seat.page.toast), "too late")
    assert (await citizen.report(code)).state == "accepted"


async def test_an_urgent_case_leaves_at_once(citizen: CitizenApp, take_seat: TakeSeat) -> None:
    report = await file_scene(citizen, "Mất nắp hố ga giữa ngã tư.", "manhole_cover")
    async with take_seat(OFFICER, undo=LONG) as seat:
        await accept(seat, report.code)
        assert seat.say("toast.left") in texts(seat.page.toast)
        assert not seat.page.toast.can_undo
        await seat.sent()
    assert (await citizen.report(report.code)).state == "accepted"


async def test_a_second_verb_may_follow_while_the_first_waits(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER, undo=LONG) as seat:
        await accept(seat, code)
        await seat.find(code, "mine")
        assert seat.cell(code, "left") == seat.say("queue.sending")
        seat.press(Qt.Key.Key_N)
        await until(lambda: seat.sheet, "the note sheet")
        seat.write("Đã báo tổ hạ tầng.")
        seat.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: seat.window.waiting == 2, "two wait")
        assert len(seat.page.panel.shown.pending) == 2
        seat.press(Qt.Key.Key_Z)
        await until(lambda: seat.window.waiting == 1, "only the note taken back")
        assert seat.page.panel.shown.doc.case.state == "accepted"
    assert (await citizen.report(code)).state == "new"


async def test_both_verbs_arrive_in_order(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER) as seat:
        await accept(seat, code)
        await seat.find(code, "all")
        seat.press(Qt.Key.Key_X)
        await until(lambda: seat.sheet, "the reject sheet")
        seat.press(Qt.Key.Key_1)
        await until(lambda: seat.send_button().isEnabled(), "ready")
        seat.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not seat.sheet, "closed")
        await seat.sent()
    verbs = [step.verb for step in (await citizen.report(code)).steps]
    assert verbs == ["file", "accept", "reject"]
