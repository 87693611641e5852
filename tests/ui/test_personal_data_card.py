"""Somebody's data in a text to the citizen: sending waits until each piece is settled."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.verb_sheet import VerbSheet
from ui.rehearsal.hand import until

PHONE = "0912 345 678"
HOTLINE = "tổng đài 024.1022, nhánh 8"


async def rejecting(seat: Seat, code: str) -> VerbSheet:
    """The rejection sheet with a reason chosen and the caret in an empty text."""
    await seat.find(code)
    seat.press(Qt.Key.Key_X)
    sheet = await until(lambda: seat.sheet, "the sheet")
    assert isinstance(sheet, VerbSheet)
    seat.press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_A, CONTROL)
    seat.press(Qt.Key.Key_Delete)
    return sheet


def box_of(sheet: VerbSheet) -> CitizenBox:
    return sheet.findChild(CitizenBox)


def underlined(sheet: VerbSheet) -> list[str]:
    return [row.cursor.selectedText() for row in box_of(sheet).edit.extraSelections()]


async def test_replaced_masked_or_kept_for_a_reason(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat("hoankiem.canbo1") as seat:
        sheet = await rejecting(seat, code)
        seat.write(f"🙂 Gọi {PHONE} hoặc 0987654321, xe 29A-123.45.")
        assert underlined(sheet) == [PHONE, "0987654321", "29A-123.45"]
        masks = "09••••678, 09••••321, 29••••45"
        assert seat.say("refusal.personal_data", masks=masks) in texts(sheet)
        assert not seat.send_button().isEnabled()
        seat.button(seat.say("guard.replace"), sheet).click()
        assert HOTLINE in sheet.action().text
        seat.button(seat.say("guard.mask", mask="09••••321"), sheet).click()
        assert "09••••321" in sheet.action().text
        assert underlined(sheet) == ["29A-123.45"]
        assert not seat.send_button().isEnabled()
        seat.button(seat.say("guard.keep"), sheet).click()
        field = next(row for row in sheet.findChildren(QLineEdit) if row.isVisible())
        await until(field.hasFocus, "the reason field")
        assert not seat.button(seat.say("guard.keep_now"), sheet).isEnabled()
        seat.write("Xe công vụ của phường.")
        seat.press(Qt.Key.Key_Return)
        assert sheet.action().kept == {"29A12345": "Xe công vụ của phường."}
        assert underlined(sheet) == []
        assert seat.send_button().isEnabled()
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        await seat.sent()
    got = next(
        row
        for row in await citizen.notifications()
        if row.case_code == code and row.event == "case_rejected"
    )
    assert PHONE not in got.detail
    assert "29A-123.45" in got.detail


async def test_a_reason_outlives_the_sheet_and_can_be_taken_back(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat("hoankiem.canbo1") as seat:
        sheet = await rejecting(seat, code)
        seat.write(f"Gọi {PHONE}.")
        seat.button(seat.say("guard.keep"), sheet).click()
        seat.write("Số trực của tổ dân phố.")
        seat.press(Qt.Key.Key_Return)
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: not seat.sheet, "the sheet closed")
        seat.press(Qt.Key.Key_X)
        sheet = await until(lambda: seat.sheet, "the sheet again")
        assert isinstance(sheet, VerbSheet)
        assert sheet.action().kept == {"0912345678": "Số trực của tổ dân phố."}
        assert seat.send_button().isEnabled()
        seat.button(seat.say("guard.let_go"), sheet).click()
        assert underlined(sheet) == [PHONE]
        assert not seat.send_button().isEnabled()
