"""Two reports of one thing: merged by keyboard, and shown so on both."""

from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import LAKE, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, texts
from ui.dialogs.merge import MergeSheet
from ui.dialogs.side_by_side import SideBySide
from ui.rehearsal.hand import until

NEAR = (LAKE[0], LAKE[1] + 30 / 103_900)
SHIFT = Qt.KeyboardModifier.ShiftModifier


async def test_a_report_is_merged_by_keyboard(citizen: CitizenApp, take_seat: TakeSeat) -> None:
    main = (await file_scene(citizen, "Nhiều muỗi ở vũng nước đọng.", "epidemic_risk", LAKE)).code
    other = (await file_scene(citizen, "Nước đọng nhiều muỗi", "epidemic_risk", NEAR)).code
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(other)
        seat.press(Qt.Key.Key_G, SHIFT)
        sheet = await until(lambda: seat.sheet, "the sheet")
        assert isinstance(sheet, MergeSheet)
        assert not seat.send_button().isEnabled()
        assert seat.say("refusal.needs_master") in texts(sheet)
        seat.press(Qt.Key.Key_Backtab)
        seat.write(main)
        seat.press(Qt.Key.Key_Tab)
        seat.press(Qt.Key.Key_1)
        await until(lambda: sheet.findChild(SideBySide).isVisible(), "both compared")
        await until(lambda: "30 m" in texts(sheet), "the distance")
        assert any(main in text and "không phải gửi lại" in text for text in texts(sheet))
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        await seat.sent()
        panel = seat.page.panel
        await until(lambda: seat.say("panel.master") in texts(panel), "the main report named")
        seat.button(main, panel).click()
        await until(lambda: seat.code == main, "the main report")
        await until(lambda: seat.say("panel.merged", n=1) in texts(panel), "what it answers")
        assert other in texts(panel)
        # What is decided here is decided for both, and the sheets say so.
        for key, words in ((Qt.Key.Key_X, "reject_along"), (Qt.Key.Key_R, "go_along")):
            seat.press(key)
            sheet = await until(lambda: seat.sheet, "the sheet")
            assert seat.say(f"along.{words}", n=1) in texts(sheet)
            seat.press(Qt.Key.Key_Escape)
            await until(lambda: not seat.sheet, "the sheet closed")
        await seat.find(other)
        merged_into = seat.say("timeline.merged_into", code=main)
        assert any(merged_into in text for text in texts(panel))
        seat.press(Qt.Key.Key_R)
        sheet = await until(lambda: seat.sheet, "the sheet")
        seat.press(Qt.Key.Key_1)
        await until(
            lambda: any(f"không chờ kết quả của {main}" in text for text in texts(sheet)),
            "that it goes alone",
        )
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: not seat.sheet, "the sheet closed")
    (told,) = [row for row in await citizen.notifications() if row.event == "case_merged"]
    assert told.case_code == other and main in told.detail
