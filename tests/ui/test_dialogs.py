"""What a sheet asks, promises and keeps: needs, preview, drafts, files, its own keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client import drafts, reference
from ihanoi_desk.domain import decide, notices
from tests.ui.city import file_scene, jpeg
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.dialogs.resolve import ResolveSheet
from ui.dialogs.verb_sheet import VerbSheet
from ui.parts.notice_preview import NoticePreview
from ui.rehearsal.hand import until

OFFICER = "hoankiem.canbo1"


@asynccontextmanager
async def standing_on(
    take_seat: TakeSeat, citizen: CitizenApp, accept: bool = False
) -> AsyncIterator[tuple[Seat, str]]:
    """A seat on a new case, accepted by the officer where asked."""
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER) as seat:
        await seat.find(code)
        if accept:
            seat.press(Qt.Key.Key_A)
            await seat.sent()
            await seat.find(code, "mine")
        yield seat, code


async def open_sheet(seat: Seat, key: Qt.Key) -> VerbSheet:
    seat.press(key)
    sheet = await until(lambda: seat.sheet, "the sheet")
    assert isinstance(sheet, VerbSheet)
    return sheet


async def leave_for_later(seat: Seat) -> None:
    seat.press(Qt.Key.Key_Escape)
    await until(lambda: not seat.sheet, "the sheet closed")


def refusal(seat: Seat, code: str) -> str:
    return seat.say(f"refusal.{code}")


async def test_a_rejection_waits_for_its_reason_and_says_so(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with standing_on(take_seat, citizen) as (seat, code):
        sheet = await open_sheet(seat, Qt.Key.Key_X)
        assert not seat.send_button().isEnabled()
        assert {refusal(seat, "needs_reason"), refusal(seat, "needs_text")} & set(texts(sheet))
        seat.press(Qt.Key.Key_Return, CONTROL)
        assert seat.sheet is sheet
        seat.press(Qt.Key.Key_2)
        await until(lambda: seat.send_button().isEnabled(), "ready")
        offered = [
            row for row in reference.catalogue(sheet.task.store).reasons if row.fits("scene")
        ]
        assert sheet.action().reason == offered[1].code
        seat.press(Qt.Key.Key_Tab)
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.press(Qt.Key.Key_Delete)
        assert not seat.send_button().isEnabled()
        assert refusal(seat, "needs_text") in texts(sheet)
    assert (await citizen.report(code)).state == "new"


async def test_a_resolution_waits_for_words_and_evidence(
    citizen: CitizenApp, take_seat: TakeSeat, tmp_path: Path
) -> None:
    async with standing_on(take_seat, citizen, accept=True) as (seat, _):
        sheet = await open_sheet(seat, Qt.Key.Key_D)
        assert isinstance(sheet, ResolveSheet)
        assert refusal(seat, "needs_text") in texts(sheet)
        seat.write("Đã vá mặt đường.")
        assert refusal(seat, "needs_evidence") in texts(sheet)
        assert not seat.send_button().isEnabled()
        photo = tmp_path / "sau.jpg"
        photo.write_bytes(jpeg())
        sheet.add_file(photo)
        assert seat.send_button().isEnabled()
        await until(lambda: "sau.jpg" in texts(sheet), "the photo in the sheet")
        seat.button(seat.say("resolve.remove", name="sau.jpg"), sheet).click()
        assert not seat.send_button().isEnabled()


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("bang.zip", b"PK\x03\x04 a table", "bad_file"),
        ("rong.jpg", b"", "bad_file"),
        ("hong.jpg", b"\xff\xd8\xff\xe0" + b"broken" * 40, "bad_file"),
        ("cut.jpg", jpeg()[:-900], "bad_file"),
        ("hong.png", b"\x89PNG\r\n\x1a\n" + b"broken" * 40, "bad_file"),
        ("tra-loi.docx", b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "office_file"),
        ("tra-loi.odt", b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument", "office_file"),
        ("cong-van.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office_file"),
    ],
)
async def test_a_file_nobody_can_open_is_told_and_left_out(
    citizen: CitizenApp, take_seat: TakeSeat, tmp_path: Path, name: str, body: bytes, why: str
) -> None:
    async with standing_on(take_seat, citizen, accept=True) as (seat, _):
        sheet = await open_sheet(seat, Qt.Key.Key_D)
        assert isinstance(sheet, ResolveSheet)
        broken = tmp_path / name
        broken.write_bytes(body)
        sheet.add_file(broken)
        assert seat.say(f"resolve.{why}", name=name) in texts(sheet)
        assert sheet.action().attachments == ()
        sheet.add_file(tmp_path / "khong-co.jpg")
        assert seat.say("resolve.bad_file", name="khong-co.jpg") in texts(sheet)
        assert sheet.action().attachments == ()


async def test_the_preview_is_what_is_then_sent(citizen: CitizenApp, take_seat: TakeSeat) -> None:
    async with standing_on(take_seat, citizen) as (seat, code):
        sheet = await open_sheet(seat, Qt.Key.Key_X)
        seat.press(Qt.Key.Key_1)
        seat.press(Qt.Key.Key_Tab)
        seat.press(Qt.Key.Key_End, CONTROL)
        seat.write(" Xin cảm ơn bà Mẫu.")
        task, action = sheet.task, sheet.action()
        after = decide.apply(task.case, action, task.me, task.clock(), task.catalogue.rulebook())
        notice = notices.compose(str(after.step.event), code, after.step, task.catalogue)
        preview = sheet.findChild(NoticePreview)
        shown = [row.text() for row in preview.findChildren(QLabel)]
        for words in (notice.title, notice.body, notice.detail):
            assert words in shown
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        await seat.sent()
    got = [row for row in await citizen.notifications() if row.case_code == code]
    told = next(row for row in got if row.event == "case_rejected")
    assert (told.title, told.body, told.detail) == (notice.title, notice.body, notice.detail)


async def test_a_draft_outlives_escape_and_the_window(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    words = "Đã hỏi tổ dân phố, chờ trả lời."
    async with standing_on(take_seat, citizen) as (seat, code):
        await open_sheet(seat, Qt.Key.Key_N)
        seat.write(words)
        await leave_for_later(seat)
        sheet = await open_sheet(seat, Qt.Key.Key_N)
        assert sheet.action().note == words
        await leave_for_later(seat)
    async with take_seat(OFFICER) as seat:
        await seat.find(code)
        sheet = await open_sheet(seat, Qt.Key.Key_N)
        assert sheet.action().note == words
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.press(Qt.Key.Key_Delete)
        await leave_for_later(seat)
        sheet = await open_sheet(seat, Qt.Key.Key_N)
        assert sheet.action().note == ""


async def test_who_types_without_a_pause_has_it_kept_all_the_same(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with standing_on(take_seat, citizen) as (seat, _):
        sheet = await open_sheet(seat, Qt.Key.Key_N)

        def types_on() -> bool:
            seat.write("a")
            return drafts.find(sheet.task.store, sheet.task.draft_key) is not None

        await until(types_on, "kept while it is typed")


async def test_the_keys_of_the_page_rest_under_a_sheet(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with standing_on(take_seat, citizen) as (seat, code):
        sheet = await open_sheet(seat, Qt.Key.Key_X)
        page, view = seat.page, seat.page.query.view
        for key in (Qt.Key.Key_A, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_X):
            seat.press(key)
        seat.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        seat.press(Qt.Key.Key_B, CONTROL)
        seat.press(Qt.Key.Key_Slash)
        assert seat.sheet is sheet
        assert seat.page is page
        assert seat.page.query.view == view
        assert seat.code == code
        assert not seat.window.waiting
        assert sheet.isAncestorOf(QApplication.focusWidget())
        await leave_for_later(seat)
        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.window.waiting, "the keys work again")


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_N, Qt.Key.Key_R])
async def test_tab_goes_round_inside_the_sheet(
    citizen: CitizenApp, take_seat: TakeSeat, key: Qt.Key
) -> None:
    async with standing_on(take_seat, citizen) as (seat, _):
        sheet = await open_sheet(seat, key)
        first = QApplication.focusWidget()
        for turn in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            visited = []
            for _step in range(40):
                seat.press(turn)
                here = QApplication.focusWidget()
                assert here is sheet or sheet.isAncestorOf(here)
                visited.append(here)
                if here is first:
                    break
            assert first in visited
            assert any(isinstance(widget, QPushButton) for widget in visited)
