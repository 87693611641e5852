"""The sheets of a decision: what they say of clocks and rules before anything is sent."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import State, Urgency
from tests.ui.city import City, act, colleague_at, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.dialogs.verb_sheet import VerbSheet
from ui.parts.choices import Choices
from ui.rehearsal.hand import until

HANDLER, COORDINATOR, SUPERVISOR = "hoankiem.canbo1", "hoankiem.daumoi", "hoankiem.lanhdao"


async def opened(seat: Seat, key: Qt.Key) -> VerbSheet:
    await seat.come_forward()
    seat.press(key)
    sheet = await until(lambda: seat.sheet, "the sheet")
    assert isinstance(sheet, VerbSheet)
    return sheet


async def closed(seat: Seat) -> None:
    seat.press(Qt.Key.Key_Escape)
    await until(lambda: not seat.sheet, "the sheet closed")


async def sent(seat: Seat) -> None:
    seat.press(Qt.Key.Key_Return, CONTROL)
    await until(lambda: not seat.sheet, "the sheet closed")
    await seat.sent()


async def test_level_category_and_extension_by_keyboard(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    report = await file_scene(citizen)
    async with take_seat(HANDLER) as seat:
        await seat.find(report.code)
        seat.press(Qt.Key.Key_A)
        await seat.sent()
        await seat.find(report.code, "mine")

        # More time is for complex cases only, and the button says so.
        refused = seat.say("refusal.extension_for_complex_only")
        seat.press(Qt.Key.Key_E)
        await until(lambda: refused in texts(seat.window), "the reason")

        sheet = await opened(seat, Qt.Key.Key_U)
        levels = sheet.findChild(Choices)
        assert QApplication.focusWidget() is levels
        for level in Urgency:
            assert seat.say(f"urgency_sheet.{level}") in texts(sheet)
        assert seat.say("window.unverified") in texts(sheet)
        seat.press(Qt.Key.Key_3)
        after = decide.preview(*sheet._decision(sheet.action()))
        due = sheet.look.clock(after.case.handle_due_at, sheet.task.clock())
        said = seat.say("due.new_handle", at=due)
        await until(lambda: said in texts(sheet), "the new limit")
        assert after.case.handle_due_at != sheet.task.case.handle_due_at
        assert not seat.send_button().isEnabled()
        seat.press(Qt.Key.Key_Tab)
        seat.write("Liên quan điện lực và thoát nước.")
        await closed(seat)
        sheet = await opened(seat, Qt.Key.Key_U)
        assert sheet.action().urgency is Urgency.COMPLEX
        assert sheet.action().note == "Liên quan điện lực và thoát nước."
        await sent(seat)
        shown = seat.page.panel.shown.doc.case
        assert shown.urgency is Urgency.COMPLEX and shown.handle_due_at == after.case.handle_due_at

        sheet = await opened(seat, Qt.Key.Key_L)
        seat.write("nap ho ga")
        seat.press(Qt.Key.Key_Tab)
        seat.press(Qt.Key.Key_1)
        assert sheet.action().category == "manhole_cover"
        await closed(seat)
        sheet = await opened(seat, Qt.Key.Key_L)
        assert sheet.action().category == "manhole_cover"
        await sent(seat)
        assert seat.page.panel.shown.doc.case.category == "manhole_cover"

        sheet = await opened(seat, Qt.Key.Key_E)
        assert QApplication.focusWidget() is sheet.findChild(Choices)
        assert seat.say("extension.most", n=5) in texts(sheet)
        seat.press(Qt.Key.Key_4)
        assert sheet.action().days == 4
        calendar = sheet.task.catalogue.calendar_for(shown.unit)
        later = sheet.look.clock(calendar.add_days(shown.handle_due_at, 4), sheet.task.clock())
        assert seat.say("due.new_handle", at=later) in texts(sheet)
        seat.press(Qt.Key.Key_Tab)
        seat.write("Chờ điện lực cắt điện.")
        await sent(seat)
    async with take_seat(SUPERVISOR, folder="lead") as seat:
        await seat.find(report.code, "approval")
        assert seat.cell(report.code, "headline").startswith(seat.say("queue.asks_days", n=4))
        sheet = await opened(seat, Qt.Key.Key_I)
        said = texts(sheet)
        assert seat.say("due.new_handle", at=later) in said
        assert "“Chờ điện lực cắt điện.”" in said
        assert any(text.startswith(seat.say("extension.asked_days", days="4")) for text in said)
        seat.write("Gia hạn để chờ điện lực.")
        await sent(seat)
        await until(lambda: report.code not in seat.codes(), "nothing left to decide")
        await seat.find(report.code, "all")
        assert seat.page.panel.shown.doc.case.extensions == 1
        assert not seat.cell(report.code, "headline").startswith(seat.say("queue.asks_days", n=4))


async def test_asking_says_that_the_clock_rests(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    report = await file_scene(citizen)
    async with take_seat(HANDLER) as seat:
        await seat.find(report.code)
        seat.press(Qt.Key.Key_A)
        await seat.sent()
        await seat.find(report.code, "mine")
        sheet = await opened(seat, Qt.Key.Key_Q)
        assert seat.say("ask.clock_rests") in texts(sheet)
        assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
        seat.press(Qt.Key.Key_1, CONTROL)
        assert sheet.action().text
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.write("Xin ảnh rõ số nhà.")
        await sent(seat)
        case = seat.page.panel.shown.doc.case
        assert case.state is State.WAITING and case.due_at is None


async def test_a_lead_reopens_a_rejection_by_keyboard(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    report = await file_scene(citizen)
    async with take_seat(SUPERVISOR) as seat:
        await seat.find(report.code, "all")
        case_id = seat.page.panel.shown.doc.case.id
        async with colleague_at(city.url) as colleague:
            said = {"reason": "unclear_content", "text": "Chưa rõ, xin gửi lại ảnh."}
            await act(colleague, case_id, "reject", **said)
        await until(lambda: seat.page.panel.shown.doc.case.state is State.REJECTED, "the rejection")
        sheet = await opened(seat, Qt.Key.Key_F)
        told = " ".join(texts(sheet))
        assert "Chưa rõ, xin gửi lại ảnh." in told
        assert seat.say("reopen.not_rated") not in told
        assert "đã bị từ chối nay được mở lại" in told
        after = decide.preview(*sheet._decision(sheet.action()))
        due = sheet.look.clock(after.case.handle_due_at, sheet.task.clock())
        assert seat.say("due.new_again", at=due) in told
        assert not seat.send_button().isEnabled()
        seat.write("Ảnh đã rõ, từ chối nhầm.")
        await sent(seat)
        assert seat.page.panel.shown.doc.case.state is State.REOPENED
    (told,) = [row for row in await citizen.notifications() if row.event == "case_reopened"]
    assert told.case_code == report.code


async def test_reopening_shows_what_was_answered(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    report = await file_scene(citizen)
    async with take_seat(COORDINATOR) as seat:
        await seat.find(report.code, "all")
        case_id = seat.page.panel.shown.doc.case.id
        async with colleague_at(city.url) as colleague:
            await act(colleague, case_id, "accept")
            done = {"text": "Đã vá mặt đường.", "waiver": "Trời tối, chụp không rõ."}
            await act(colleague, case_id, "resolve", **done)
        await until(
            lambda: seat.page.panel.shown.doc.case.state is State.RESOLVED, "the result at the desk"
        )
        sheet = await opened(seat, Qt.Key.Key_F)
        said = " ".join(texts(sheet))
        assert "Đã vá mặt đường." in said
        assert seat.say("reopen.not_rated") in said
        seat.write("Người dân gọi báo vẫn còn hố.")
        await sent(seat)
        assert seat.page.panel.shown.doc.case.state is State.REOPENED
