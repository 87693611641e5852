"""Covering parts of a picture: by hand, by keyboard, and what the citizen then gets."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.domain.redactions import Covered, Redaction
from ihanoi_desk.domain.wire import Attachment
from tests.pictures import phone_photo
from tests.ui.city import LAKE, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.dialogs.publish import PublishSheet
from ui.dialogs.resolve import ResolveSheet
from ui.look.look import Look
from ui.pictures.levels import Levels
from ui.redaction.boxes import LEAST, Boxes
from ui.redaction.editor import INK, Editor
from ui.rehearsal.hand import until

SHIFT = Qt.KeyboardModifier.ShiftModifier
FACE = Covered.FACE


# --- the rectangles by themselves ------------------------------------------------------------

STEPS = st.one_of(
    st.tuples(st.just("add"), *[st.integers(-500, 1500)] * 4),
    st.tuples(st.just("shift"), *[st.integers(-2000, 2000)] * 2),
    st.tuples(st.just("grow"), *[st.integers(-2000, 2000)] * 2),
    st.tuples(st.sampled_from(["delete", "choose_next"])),
)


@given(st.lists(STEPS, max_size=25))
def test_whatever_the_hand_does_they_stay_inside_and_all_can_be_undone(
    steps: list[tuple[str, int]],
) -> None:
    boxes, seen = Boxes(1000, 700), [()]
    for name, *numbers in steps:
        if name == "add":
            boxes.add(*numbers, Covered.PLATE)
        else:
            getattr(boxes, name)(*numbers)
        assert all(row.fits(1000, 700) for row in boxes.rows)
        assert all(min(row.width, row.height) >= LEAST for row in boxes.rows)
        if boxes.rows != seen[-1]:
            seen.append(boxes.rows)
    for rows in reversed(seen[:-1]):
        boxes.undo()
        assert boxes.rows == rows
    assert not boxes.can_undo


# --- the editor ------------------------------------------------------------------------------


@pytest.fixture
async def editor() -> AsyncIterator[Editor]:
    """A view of 400 × 300 with a yellow picture of 800 × 600."""
    made = Editor(Look())
    made.resize(400, 300)
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("yellow"))
    levels = Levels.of(image)
    assert levels
    made.edit(levels, Boxes(800, 600))
    made.show()
    yield made
    made.close()
    made.deleteLater()


def rows(editor: Editor) -> tuple[Redaction, ...]:
    assert editor.boxes
    return editor.boxes.rows


def draw(editor: Editor, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(editor, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(editor, end)
    QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=end)


async def test_the_mouse_draws_moves_and_sizes(editor: Editor) -> None:
    draw(editor, QPoint(200, 150), QPoint(100, 90))
    assert rows(editor) == (Redaction(200, 180, 200, 120, FACE),)
    assert editor.grab().toImage().pixelColor(150, 120) == INK
    draw(editor, QPoint(150, 120), QPoint(170, 125))
    assert rows(editor) == (Redaction(240, 190, 200, 120, FACE),)
    draw(editor, QPoint(220, 155), QPoint(240, 175))
    assert rows(editor) == (Redaction(240, 190, 240, 160, FACE),)
    draw(editor, QPoint(20, 20), QPoint(22, 21))
    assert len(rows(editor)) == 1
    editor.show_original(True)
    assert editor.grab().toImage().pixelColor(180, 135) == QColor("yellow")
    editor.undo()
    editor.undo()
    assert rows(editor) == (Redaction(200, 180, 200, 120, FACE),)


async def test_all_of_it_can_be_done_by_keyboard(editor: Editor) -> None:
    said = []
    editor.changed.connect(lambda: said.append(1))
    editor.setFocus()
    for key in (Qt.Key.Key_B, Qt.Key.Key_2, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(editor, key)
    assert rows(editor) == (Redaction(344, 244, 128, 128, Covered.PLATE),)
    assert "Biển số 1/1" in editor.accessibleName()
    QTest.keyClick(editor, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(editor, Qt.Key.Key_Up, SHIFT)
    assert rows(editor) == (Redaction(344, 244, 136, 120, Covered.PLATE),)
    QTest.keyClick(editor, Qt.Key.Key_B)
    QTest.keyClick(editor, Qt.Key.Key_1)
    assert [row.kind for row in rows(editor)] == [Covered.PLATE, FACE]
    QTest.keyClick(editor, Qt.Key.Key_Space)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert [row.kind for row in rows(editor)] == [FACE]
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert [row.kind for row in rows(editor)] == [Covered.PLATE, FACE]
    assert len(said) == 10


async def test_without_rectangles_it_only_shows(editor: Editor) -> None:
    levels = Levels.of(QImage(80, 60, QImage.Format.Format_RGB32))
    assert levels
    editor.edit(levels, None)
    draw(editor, QPoint(200, 150), QPoint(100, 90))
    QTest.keyClick(editor, Qt.Key.Key_B)
    assert editor.boxes is None


# --- the whole way ---------------------------------------------------------------------------


async def test_the_citizen_gets_what_was_drawn_and_nothing_under_it(
    citizen: CitizenApp, take_seat: TakeSeat, tmp_path: Path
) -> None:
    filed = await file_scene(citizen)
    photo = tmp_path / "sau.jpg"
    photo.write_bytes(phone_photo(at=LAKE, size=(640, 480)))
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(filed.code)
        seat.press(Qt.Key.Key_A)
        await seat.sent()
        await seat.find(filed.code, "mine")
        seat.press(Qt.Key.Key_D)
        sheet = await until(lambda: seat.sheet, "the sheet")
        assert isinstance(sheet, ResolveSheet)
        sheet.add_file(photo)
        bench = sheet.bench
        await until(lambda: bench.editor.boxes, "the photo to draw on")
        bench.editor.setFocus()
        for key in (Qt.Key.Key_B, Qt.Key.Key_2, Qt.Key.Key_B, Qt.Key.Key_1):
            seat.press(key)
        for _ in range(12):
            seat.press(Qt.Key.Key_Left)
        assert bench.counts == {Covered.PLATE: 1, FACE: 1}
        assert seat.say("redaction.count_face", n=1) in texts(sheet)
        drawn = bench.attachments()[0].redactions
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: not seat.sheet, "the sheet left for later")
        seat.press(Qt.Key.Key_D)
        again = await until(lambda: seat.sheet, "the sheet again")
        assert isinstance(again, ResolveSheet)
        assert again.bench.attachments()[0].redactions == drawn
        await until(lambda: again.bench.editor.boxes, "the photo again")
        seat.write("Đã vá xong mặt đường lúc 10 giờ.")
        await until(lambda: seat.send_button().isEnabled(), "ready")
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        await seat.sent()
    told = (await citizen.report(filed.code)).steps[-1]
    body = await citizen.attachment(told.attachments[0].id)
    assert b"Exif" not in body
    with Image.open(io.BytesIO(body)) as image:
        for row in drawn:
            middle = image.getpixel((row.x + row.width // 2, row.y + row.height // 2))
            assert max(abs(a - b) for a, b in zip(middle, INK.getRgb()[:3], strict=True)) < 12
    async with take_seat("hoankiem.daumoi", folder="lead") as seat:
        await seat.find(filed.code, "all")
        seat.page.hands.act("publish")
        sheet = await until(lambda: seat.sheet, "the sheet")
        assert isinstance(sheet, PublishSheet)
        result = told.attachments[0].id
        sheet.findChildren(QCheckBox)[0].click()
        await until(lambda: sheet.bench.editor.boxes, "the copy to draw on")
        sheet.bench.editor.setFocus()
        seat.press(Qt.Key.Key_B)
        await until(lambda: seat.send_button().isEnabled(), "ready")
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        await seat.sent()
        copies = await until(lambda: published(seat), "the copy in the case")
    assert [(row.source_id, len(row.redactions)) for row in copies] == [(result, 1)]


def published(seat: Seat) -> list[Attachment]:
    shown = seat.page.panel.shown
    files = shown.doc.attachments if shown else ()
    return [row for row in files if row.role == "published"]
