"""A result on its way: written with a waiver, proposed, sent back, approved, published; and the
rejections of what may not be taken."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.domain.cases import State
from tests.ui.city import City, act, colleague_at, file_scene, jpeg
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, texts
from tests.ui.test_decision_sheets import closed, opened, sent
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.resolve import ResolveSheet
from ui.dialogs.waiver_line import WaiverLine
from ui.keys_sheet import KeysSheet
from ui.panel.photos import Photos
from ui.parts.notice_preview import NoticePreview
from ui.pictures.viewer import Viewer
from ui.redaction.shelf import Shelf
from ui.rehearsal.hand import until

HANDLER, COORDINATOR, SUPERVISOR = "hoankiem.canbo1", "hoankiem.daumoi", "hoankiem.lanhdao"
DONE = "Đã vá mặt đường lúc 10:12, xe đi lại bình thường."
WAIVER = "Trời tối, ảnh chụp không rõ."


def waiver_of(sheet: ResolveSheet) -> QLineEdit:
    return sheet.findChild(WaiverLine).edit


async def test_a_result_without_a_picture_is_proposed_sent_back_and_approved(
    citizen: CitizenApp, take_seat: TakeSeat, tmp_path: Path
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(HANDLER) as seat, take_seat(SUPERVISOR, folder="lead") as lead:
        await seat.come_forward()
        await seat.find(code)
        seat.press(Qt.Key.Key_A)
        await seat.sent()
        await seat.find(code, "mine")
        sheet = await opened(seat, Qt.Key.Key_S)
        assert isinstance(sheet, ResolveSheet)
        seat.write(DONE)
        assert seat.say("refusal.needs_evidence") in texts(sheet)
        assert seat.say("dialog.citizen_reads_later") in texts(sheet)
        lead_name = lead.window.workplace.me.name
        assert any(lead_name in text for text in texts(sheet))
        waiver_of(sheet).setFocus()
        seat.write(WAIVER)
        assert seat.send_button().isEnabled()
        await closed(seat)
        sheet = await opened(seat, Qt.Key.Key_S)
        assert (sheet.action().text, sheet.action().waiver) == (DONE, WAIVER)
        promised = [row.text() for row in sheet.findChild(NoticePreview).findChildren(QLabel)]
        assert DONE in promised
        await sent(seat)

        await lead.come_forward()
        await lead.find(code, "all")
        await until(lambda: lead.page.panel.shown.doc.case.state is State.APPROVAL, "the proposal")
        sheet = await opened(lead, Qt.Key.Key_H)
        said = texts(sheet)
        assert f"“{DONE}”" in said
        assert lead.say("approval.waiver", why=WAIVER) in said
        assert not lead.send_button().isEnabled()
        lead.write("Ghi rõ giờ thông xe.")
        await sent(lead)

        await seat.come_forward()
        await until(lambda: seat.page.panel.shown.doc.case.state is State.ACCEPTED, "the way back")
        sheet = await opened(seat, Qt.Key.Key_S)
        back = seat.say("approval.sent_back", who=lead_name, note="Ghi rõ giờ thông xe.")
        assert back in texts(sheet)
        assert sheet.action().text == DONE
        assert isinstance(sheet, ResolveSheet)
        photo = tmp_path / "sau.jpg"
        photo.write_bytes(jpeg())
        sheet.add_file(photo)
        assert not waiver_of(sheet).isVisible()
        assert sheet.action().waiver == ""
        await sent(seat)

        await lead.come_forward()
        await until(
            lambda: lead.page.panel.shown.doc.case.state is State.APPROVAL, "the second proposal"
        )
        sheet = await opened(lead, Qt.Key.Key_V)
        (thumb,) = sheet.findChild(Photos).thumbs
        await until(lambda: thumb.has_image, "the picture of the result")
        thumb.click()
        viewer = await until(lambda: lead.sheet is not sheet and lead.sheet, "the whole picture")
        assert isinstance(viewer, Viewer)
        lead.press(Qt.Key.Key_Escape)
        await until(lambda: lead.sheet is sheet, "the proposal again")
        promised = [row.text() for row in sheet.findChild(NoticePreview).findChildren(QLabel)]
        assert DONE in promised
        assert lead.send_button().isEnabled()
        await sent(lead)
    told = [row for row in await citizen.notifications() if row.event == "case_result"]
    assert [row.detail for row in told] == [DONE]


async def test_what_was_sent_back_comes_with_its_files(
    citizen: CitizenApp, take_seat: TakeSeat, tmp_path: Path
) -> None:
    code = (await file_scene(citizen)).code
    photo, other = tmp_path / "sau.jpg", tmp_path / "them.jpg"
    photo.write_bytes(jpeg())
    other.write_bytes(jpeg("#556677"))
    async with take_seat(HANDLER) as seat, take_seat(SUPERVISOR, folder="lead") as lead:
        await seat.come_forward()
        await seat.find(code)
        seat.press(Qt.Key.Key_A)
        await seat.sent()
        await seat.find(code, "mine")
        sheet = await opened(seat, Qt.Key.Key_S)
        assert isinstance(sheet, ResolveSheet)
        seat.write(DONE)
        sheet.add_file(photo)
        (first,) = sheet.action().attachments
        await sent(seat)

        await lead.come_forward()
        await lead.find(code, "all")
        await until(lambda: lead.page.panel.shown.doc.case.state is State.APPROVAL, "the proposal")
        await opened(lead, Qt.Key.Key_H)
        lead.write("Thêm ảnh toàn cảnh.")
        await sent(lead)

        await seat.come_forward()
        await until(lambda: seat.page.panel.shown.doc.case.state is State.ACCEPTED, "the way back")
        sheet = await opened(seat, Qt.Key.Key_S)
        assert isinstance(sheet, ResolveSheet)
        assert sheet.action().attachments == (first,)
        shelf = sheet.bench.findChild(Shelf)
        await until(lambda: shelf.thumbs[first].has_image, "the picture that was proposed")
        assert sheet.bench.editor.boxes is None, "covered, if at all, before it was sent"
        sheet.add_file(other)
        await closed(seat)
        sheet = await opened(seat, Qt.Key.Key_S)
        assert sheet.action().attachments[0] == first
        await sent(seat)

        await lead.come_forward()
        await until(
            lambda: lead.page.panel.shown.doc.case.state is State.APPROVAL, "the second proposal"
        )
        await opened(lead, Qt.Key.Key_V)
        await sent(lead)
    (result,) = [step for step in (await citizen.report(code)).steps if step.verb == "resolve"]
    assert len(result.attachments) == 2


async def test_a_result_is_published_with_a_copy_and_taken_back(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(COORDINATOR) as seat:
        await seat.find(code, "all")
        case_id = seat.page.panel.shown.doc.case.id
        async with colleague_at(city.url) as colleague:
            await act(colleague, case_id, "accept")
            await act(colleague, case_id, "resolve", text=DONE, waiver=WAIVER)
        await until(lambda: seat.page.panel.shown.doc.case.state is State.RESOLVED, "the result")
        sheet = await opened(seat, Qt.Key.Key_W)
        assert sheet.action().text == DONE
        assert seat.say("publish.never_sender") in texts(sheet)
        box = sheet.findChild(CitizenBox)
        box.set_text(f"{DONE} Gọi 0912 345 678.")
        mask = "09••••678"
        assert seat.say("refusal.personal_data_for_all", masks=mask) in texts(sheet)
        assert seat.say("guard.keep") not in texts(sheet)
        box.put_back({"0912345678": "Chủ số đồng ý."})
        assert box.kept == {}
        seat.button(seat.say("guard.mask", mask=mask), sheet).click()
        assert seat.send_button().isEnabled()
        box.set_text(DONE)
        tick = sheet.findChild(QCheckBox)
        tick.setFocus()
        seat.press(Qt.Key.Key_Space)
        await until(lambda: sheet.action().attachments, "the copy")
        assert QApplication.focusWidget() is tick and tick.isChecked()
        await closed(seat)
        sheet = await opened(seat, Qt.Key.Key_W)
        tick = sheet.findChild(QCheckBox)
        assert sheet.action().attachments and tick.isChecked()
        tick.setFocus()
        seat.press(Qt.Key.Key_Space)
        assert not sheet.action().attachments
        seat.press(Qt.Key.Key_Space)
        await until(lambda: sheet.action().attachments, "the copy again")
        await sent(seat)
        doc = seat.page.panel.shown.doc
        assert doc.case.published_at
        await until(
            lambda: "published" in {row.role for row in seat.page.panel.shown.doc.attachments},
            "the published copy",
        )
        sheet = await opened(seat, Qt.Key.Key_Y)
        assert f"“{DONE}”" in texts(sheet)
        seat.write("Ảnh còn thấy biển số xe.")
        await sent(seat)
        assert seat.page.panel.shown.doc.case.published_at is None


async def test_what_may_not_be_taken_is_led_to_its_channel(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(HANDLER) as seat:
        await seat.find(code)
        masked = seat.page.panel.shown.doc.reporter.name
        sheet = await opened(seat, Qt.Key.Key_X)
        seat.press(Qt.Key.Key_2)
        await until(lambda: any(masked in text for text in texts(sheet)), "who gets the push")
        seat.press(Qt.Key.Key_1)
        assert sheet.action().reason == "complaint_denunciation"
        hidden = seat.say("out_of_scope.sender_hidden")
        await until(lambda: hidden in texts(sheet), "the guidance")
        assert seat.say("out_of_scope.no_copy") in texts(sheet)
        assert not any(masked in text for text in texts(sheet))
        seat.press(Qt.Key.Key_Tab)
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.write("Phản ánh không được tiếp nhận.")
        assert seat.say("refusal.needs_next_step") in texts(sheet)
        assert not seat.send_button().isEnabled()
        seat.write(" Xin gửi đơn có chữ ký tới nơi tiếp công dân.")
        await sent(seat)
        await seat.find(code, "all")
        said = texts(seat.page.panel)
        assert seat.say("panel.sender_hidden") in said
        assert not any(masked in text for text in said)
        seat.press(Qt.Key.Key_Question)
        await until(lambda: isinstance(seat.sheet, KeysSheet), "the keys")
