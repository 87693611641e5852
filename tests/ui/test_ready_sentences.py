"""Ready sentences in a dialog: their keys, what fills them, what is left to type."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client import reference
from ihanoi_desk.domain import templates
from ihanoi_desk.domain.templates import GAP
from tests.ui.city import file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, texts
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.resolve import ResolveSheet
from ui.rehearsal.hand import until


async def test_a_digit_fills_a_sentence_and_marks_its_first_gap(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(code)
        seat.press(Qt.Key.Key_A)
        await seat.sent()
        await seat.find(code, "mine")
        seat.press(Qt.Key.Key_D)
        sheet = await until(lambda: seat.sheet, "the sheet")
        assert isinstance(sheet, ResolveSheet)
        case = sheet.task.case
        rows = templates.offered(
            reference.catalogue(sheet.task.store).responses,
            case.kind,
            "resolve",
            case.category,
            case.unit,
        )
        general = next(n for n, row in enumerate(rows) if row.category == "*")
        seat.write("Chữ gõ dở.")
        seat.press(Qt.Key(Qt.Key.Key_1 + general), CONTROL)
        text = sheet.action().text
        assert text == templates.fill(rows[general].text_vi, sheet.values()).text
        assert code in text
        assert seat.say("refusal.gap_left", gap=GAP) in texts(sheet)
        assert not seat.send_button().isEnabled()
        edit = sheet.findChild(CitizenBox).edit
        assert edit.textCursor().selectedText() == GAP
        seat.write("đã vá, đã quét…")
        assert GAP not in sheet.action().text
        assert "đã quét…" in sheet.action().text
        assert seat.say("refusal.gap_left", gap=GAP) not in texts(sheet)
        seat.press(Qt.Key.Key_Z, CONTROL)
        seat.press(Qt.Key.Key_Z, CONTROL)
        assert sheet.action().text == "Chữ gõ dở."
        seat.button(seat.say("dialog.templates"), sheet).click()
        menu = await until(lambda: QApplication.activePopupWidget(), "the menu")
        assert isinstance(menu, QMenu)
        assert len(menu.actions()) == len(rows)
        menu.actions()[0].trigger()
        menu.close()
        assert sheet.action().text == templates.fill(rows[0].text_vi, sheet.values()).text
