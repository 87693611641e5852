"""Files of a case on the screen: strip, full view, before beside after, video, what is broken."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from ihanoi_desk.citizen.app import CitizenApp, Upload
from ihanoi_desk.domain.wire import Attachment
from tests.pictures import film, phone_photo
from tests.ui.city import LAKE, City, act, colleague_at, jpeg
from tests.ui.conftest import TakeSeat
from tests.ui.seat import Seat
from ui.look.look import Look
from ui.panel.photos import Photos
from ui.parts.picture import decode
from ui.pictures.canvas import Canvas
from ui.pictures.levels import Levels
from ui.pictures.thumb import Thumb
from ui.pictures.viewer import Viewer
from ui.rehearsal.hand import press, until

NEAR = (LAKE[0] + 0.0003, LAKE[1])
FAR = (LAKE[0] + 0.02, LAKE[1])
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


async def report(app: CitizenApp, *photos: Upload) -> int:
    filed = await app.file(
        "scene",
        "pothole",
        "Ổ gà sâu giữa đường.",
        place="Hồ Hoàn Kiếm",
        lat=LAKE[0],
        lon=LAKE[1],
        photos=photos,
    )
    return int(filed.code.partition("-")[2])


def blob_of(city: City, content: bytes) -> Path:
    return next(
        path
        for path in (city.data / "blobs").rglob("*")
        if path.is_file() and path.read_bytes() == content
    )


def thumbs(seat: Seat) -> list[Thumb]:
    """The strip in the panel, which is drawn anew with every change; the one before goes later."""
    strips = seat.page.panel.findChildren(Photos)
    return next((strip.thumbs for strip in strips if strip.isVisible()), [])


async def viewer(seat: Seat, position: int) -> Viewer:
    thumbs(seat)[position].click()
    sheet = await until(lambda: seat.sheet, "the viewer")
    assert isinstance(sheet, Viewer)
    return sheet


async def test_every_kind_of_file_can_be_looked_at(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    near, far, lost = phone_photo(at=NEAR), phone_photo(at=FAR), jpeg("#123456")
    case_id = await report(
        citizen,
        Upload("gan.jpg", near),
        Upload("quay.mp4", film(14), "video/mp4"),
        Upload("mat.jpg", lost),
        Upload("xa.jpg", far),
        Upload("don.pdf", PDF, "application/pdf"),
        Upload("rach.jpg", near[: len(near) // 2]),
    )
    blob_of(city, lost).write_bytes(lost[:400])
    async with colleague_at(city.url) as other:
        await act(other, case_id, "accept")
        kept = Attachment("sau-" + str(case_id), "result", "Sau.jpg", "image/jpeg", 0, "")
        await other.upload(case_id, kept, jpeg("#3a7a4a"), lambda _: None)
        await act(other, case_id, "resolve", text="Đã vá.", attachments=(kept.id,))
    async with take_seat("hoankiem.daumoi") as seat:
        await seat.find(f"HT-{case_id:06d}", "all")
        await until(lambda: thumbs(seat)[0].has_image, "the first thumbnail")
        await until(lambda: thumbs(seat)[2].words, "the broken one")
        strip = thumbs(seat)
        assert strip[1].badge == "0:14"
        await until(lambda: thumbs(seat)[1].has_image, "the first picture of the video")
        cache, (_, clip, *_) = seat.window.workplace.cache, seat.page.panel.shown.doc.attachments
        assert await cache.at_hand(clip, small=True)
        assert strip[1].accessibleName() == seat.say("panel.film", n=2, of=7, length="0:14")
        assert strip[2].words == seat.say("panel.broken_word")
        assert seat.say("panel.file_broken") in strip[2].accessibleName()

        sheet = await viewer(seat, 0)
        await until(lambda: sheet.canvas.has_picture, "the photo")
        assert sheet.words[1] == seat.say("photo.away", way="33 m")
        press(seat.window, Qt.Key.Key_Right)
        await until(lambda: sheet.film.canvas.has_picture, "the first picture of the video")
        press(seat.window, Qt.Key.Key_Space)
        await until(lambda: sheet.film.is_playing, "the video playing")
        press(seat.window, Qt.Key.Key_Space)
        await until(lambda: not sheet.film.is_playing, "the video standing")
        press(seat.window, Qt.Key.Key_Right)
        await until(lambda: sheet.canvas.words == seat.say("panel.file_broken"), "the broken one")
        press(seat.window, Qt.Key.Key_Right)
        await until(lambda: sheet.canvas.has_picture, "the far one")
        assert sheet.words[1] == seat.say("photo.away", way="2,2 km")
        press(seat.window, Qt.Key.Key_Right)
        await until(lambda: sheet.paper.canvas.has_picture, "the document")
        press(seat.window, Qt.Key.Key_Right)
        came_broken = seat.say("panel.came_broken")
        await until(lambda: sheet.canvas.words == came_broken, "the one the phone spoilt")
        press(seat.window, Qt.Key.Key_C)
        assert sheet.compare
        sides = (sheet.compare.before, sheet.compare.after)
        await until(lambda: all(side.canvas.has_picture for side in sides), "both sides")
        assert sides[1].file.id == kept.id
        press(seat.window, Qt.Key.Key_Right)
        await until(lambda: sides[0].canvas.words, "the broken one before")
        press(seat.window, Qt.Key.Key_Right)
        await until(lambda: sides[0].canvas.has_picture, "the far one before")
        press(seat.window, Qt.Key.Key_Plus)
        assert all(not side.canvas.is_fitted for side in sides)
        press(seat.window, Qt.Key.Key_Escape)
        await until(lambda: seat.sheet is None, "the viewer closed")


# --- the canvas by itself --------------------------------------------------------------------


@pytest.fixture
async def canvas() -> AsyncIterator[Canvas]:
    """A view of 400 × 300 with a picture of 1600 × 1200, whose quarters have colours."""
    made = Canvas(Look(), "Ảnh")
    made.resize(400, 300)
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for x in range(800, 1600):
        image.setPixelColor(x, 0, QColor("blue"))
    levels = Levels.of(image)
    assert levels
    made.show_levels(levels)
    made.show()
    yield made
    made.close()
    made.deleteLater()


async def test_keys_zoom_and_move_the_view(canvas: Canvas) -> None:
    assert canvas.is_fitted
    assert canvas.scale == 0.25
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.scale == 0.3125
    QTest.keyClick(canvas, Qt.Key.Key_1)
    assert canvas.scale == 1
    middle = canvas.to_picture(QPointF(200, 150))
    assert middle == QPointF(800, 600)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.to_picture(QPointF(200, 150)).x() == 860
    for _ in range(40):
        QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.frame().right() == 400
    for _ in range(30):
        QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.scale == 8
    for _ in range(40):
        QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.is_fitted
    QTest.keyClick(canvas, Qt.Key.Key_1)
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.is_fitted


async def test_the_mouse_drags_and_what_is_under_the_wheel_stays(canvas: Canvas) -> None:
    at = QPointF(100, 75)
    under = canvas.to_picture(at)
    canvas.zoom_by(4, at)
    moved = canvas.to_picture(at)
    assert abs(moved.x() - under.x()) < 1
    assert abs(moved.y() - under.y()) < 1
    before = canvas.frame().topLeft()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    QTest.mouseMove(canvas, QPoint(180, 140))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(180, 140))
    gone = canvas.frame().topLeft() - before
    assert (round(gone.x()), round(gone.y())) == (-20, -10)


async def test_a_small_picture_is_not_blown_up_and_can_be_seen_at_its_size(canvas: Canvas) -> None:
    levels = Levels.of(QImage(40, 30, QImage.Format.Format_RGB32))
    assert levels
    canvas.show_levels(levels)
    assert canvas.scale == 2
    canvas.zoom_to(1)
    assert canvas.scale == 1


@pytest.mark.parametrize(("orientation", "size"), [(1, QSize(320, 240)), (6, QSize(240, 320))])
def test_a_picture_is_decoded_upright_and_not_larger_than_asked(
    orientation: int, size: QSize
) -> None:
    body = phone_photo(orientation=orientation)
    assert decode(body).size() == size
    assert decode(body, QSize(120, 120)).size() == size.scaled(
        120, 120, Qt.AspectRatioMode.KeepAspectRatio
    )


@pytest.mark.parametrize("body", [b"", b"khong phai anh", phone_photo()[:2000]])
def test_what_is_no_whole_picture_is_none(body: bytes) -> None:
    assert Levels.of(decode(body)) is None
