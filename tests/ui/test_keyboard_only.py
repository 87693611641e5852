"""The whole main job without a mouse: from the sign-in page to what the citizen reads."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.ui.city import City, sender_of
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.parts.notice_preview import NoticePreview
from ui.rehearsal.hand import until


def preview_of(seat: Seat) -> list[str]:
    preview = seat.open_sheet().findChild(NoticePreview)
    return [row.text() for row in preview.findChildren(QLabel)]


async def test_a_report_is_rejected_by_keyboard_and_the_citizen_reads_the_preview(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat("hoankiem.canbo1", url=own_city.url) as seat:
        await seat.show("to_receive")
        limits = [row.due_at for row in seat.rows()]
        assert len(limits) > 5
        assert limits == sorted(limits)
        await until(lambda: seat.code == seat.codes()[0], "the most pressing case in the panel")
        code = seat.code
        doc = seat.page.panel.shown.doc

        seat.press(Qt.Key.Key_Question)
        keys = await until(lambda: seat.sheet, "all keys")
        assert seat.say("verb.reject") in texts(keys)
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: not seat.sheet, "the keys away")

        seat.press(Qt.Key.Key_X)
        await until(lambda: seat.sheet, "the sheet")
        seat.press(Qt.Key.Key_1)
        await until(lambda: seat.send_button().isEnabled(), "ready to send")
        promised = preview_of(seat)
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        await seat.sent()
        assert code not in seat.codes()

    app = await sender_of(own_city.url, code, doc.reporter.phone)
    received = [row for row in await app.notifications() if row.case_code == code]
    report = await app.report(code)
    await app.close()
    told = next(row for row in received if row.event == "case_rejected")
    assert report.state == "rejected"
    for words in (told.title, told.body, told.detail):
        assert words in promised
    assert report.steps[-1].text in told.detail
