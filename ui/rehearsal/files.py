"""Screens with files of a case: strip, full view, before beside after, covering, what is broken."""

import io
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from PIL import ExifTags, Image, ImageDraw
from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import Upload
from ihanoi_desk.client import cases
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.redactions import Covered
from ihanoi_desk.domain.wire import Attachment
from ui.dialogs.resolve import ResolveSheet
from ui.panel.photos import Photos
from ui.pictures.thumb import Thumb
from ui.pictures.viewer import Viewer
from ui.rehearsal import citizen
from ui.rehearsal.citizen import Matter
from ui.rehearsal.hand import press, until
from ui.rehearsal.stage import Stage

Take = Callable[[str], Awaitable[None]]
Fits = Callable[[tuple[Attachment, ...]], bool]
ADMINISTRATOR = "quantri"
SHIFT = Qt.KeyboardModifier.ShiftModifier
WORDS = "Ổ gà sâu giữa đường, trời mưa không thấy."
PLACE = Matter("pothole", WORDS, "Hồ Hoàn Kiếm", 21.0287, 105.8524)
SIZE = (1280, 880)


class Files:
    """Each method is one visit of the tour."""

    def __init__(self, stage: Stage, take: Take) -> None:
        self._stage, self._take = stage, take

    async def files(self) -> None:
        """A video, a picture from far away, a broken one; zoomed, and before beside after."""
        code = await self._report()
        stage = self._stage
        stage.show("all")
        await stage.find(code)
        await until(lambda: self._thumbs() and self._thumbs()[0].has_image, "thumbnails")
        await until(lambda: self._thumbs()[1].words, "the broken one")
        await self._take("01-files")
        self._thumbs()[0].click()
        viewer = await self._viewer()
        await until(lambda: viewer.canvas.has_picture, "the photo")
        await self._take("05-photo")
        for _ in range(4):
            press(stage.window, Qt.Key.Key_Plus)
        press(stage.window, Qt.Key.Key_Right, SHIFT)
        await self._take("05-photo-zoomed")
        press(stage.window, Qt.Key.Key_Right)
        await until(lambda: viewer.canvas.words, "the broken one")
        await self._take("05-photo-broken")
        await stage.leave_sheet()
        await self._film()
        await self._compare()
        await stage.clear_search()

    async def covering(self) -> None:
        """The result of a case: its photo covered where people and a plate can be seen."""
        stage = self._stage
        await stage.stand_on_mine()
        sheet = await stage.begin(Qt.Key.Key_D)
        assert isinstance(sheet, ResolveSheet)
        bench = sheet.bench
        picture = stage.data / "ket-qua.jpg"
        picture.write_bytes(result_photo())
        bench.restore([])
        sheet.add_file(picture)
        await until(lambda: bench.editor.boxes, "the photo to draw on")
        boxes = bench.editor.boxes
        assert boxes
        boxes.add(300, 226, 420, 356, bench.editor.kind)
        bench.editor.setFocus()
        press(stage.window, Qt.Key.Key_B)
        press(stage.window, Qt.Key.Key_2)
        boxes.grow(-84, -120)
        boxes.shift(1098 - boxes.rows[-1].x, 562 - boxes.rows[-1].y)
        bench.editor.set_kind(Covered.PLATE)
        await self._take("13-covering")
        bench.tools.original.setChecked(True)
        await self._take("13-covering-original")
        await stage.leave_sheet()

    # --- what they need ------------------------------------------------------------------------

    async def _report(self) -> str:
        """A report with a photo from near, one that its phone cut off, one from far away."""
        offered = {row.login: row for row in self._stage.program.demo}
        app = await citizen.register(self._stage.url, offered[ADMINISTRATOR])
        near, spoilt, far = (street(seed, off) for seed, off in ((1, 0.0003), (2, 0), (3, 0.011)))
        filed = await app.file(
            "scene",
            PLACE.category,
            PLACE.content,
            place=PLACE.place,
            lat=PLACE.lat,
            lon=PLACE.lon,
            photos=[
                Upload("gan.jpg", near),
                Upload("hong.jpg", spoilt[:4000]),
                Upload("xa.jpg", far),
            ],
        )
        return filed.code

    async def _film(self) -> None:
        if not await self._stand_on(lambda files: any(file.is_film for file in files)):
            return
        await until(lambda: all(thumb.has_image for thumb in self._thumbs()), "the poster")
        await self._take("01-films")
        shown = self._stage.page.panel.shown
        assert shown
        place = next(n for n, file in enumerate(shown.doc.attachments) if file.is_film)
        self._stage.page.panel.photo_opened.emit(place)
        viewer = await self._viewer()
        await until(lambda: viewer.film.canvas.has_picture, "the video")
        await self._take("05-film")
        await self._stage.leave_sheet()

    async def _compare(self) -> None:
        roles = {"report", "result"}
        if not await self._stand_on(
            lambda files: {file.role for file in files if file.is_picture} >= roles
        ):
            return
        self._stage.page.panel.photo_opened.emit(0)
        viewer = await self._viewer()
        press(self._stage.window, Qt.Key.Key_C)
        both = viewer.compare
        assert both
        sides = (both.before.canvas, both.after.canvas)
        await until(lambda: all(side.has_picture for side in sides), "both sides")
        await self._take("05-before-after")
        await self._stage.leave_sheet()

    async def _stand_on(self, fits: Fits) -> bool:
        """Find a case by its files; False when there is none."""
        stage = self._stage
        await stage.clear_search()
        stage.show("all")
        place = stage.window.workplace
        for position in range(stage.page.model.rowCount()):
            row = stage.page.model.row(position)
            shown = row and cases.read(place.store, row.id, place.me, place.clock())
            if shown and fits(shown.doc.attachments):
                await stage.find(shown.doc.case.code)
                return True
        return False

    async def _viewer(self) -> Viewer:
        sheet = await until(self._stage.sheet, "the viewer")
        assert isinstance(sheet, Viewer)
        return sheet

    def _thumbs(self) -> list[Thumb]:
        # What a case before left behind is hidden, and not dropped at once.
        strips = self._stage.page.panel.findChildren(Photos)
        return next((strip.thumbs for strip in strips if strip.isVisible()), [])


def street(seed: int, north: float) -> bytes:
    """A drawn street whose phone stood so many degrees north of the place."""
    image = Image.open(io.BytesIO(citizen.photo(f"mau {seed}", "#8f9ba6")))
    exif = Image.Exif()
    taken = datetime.now(HANOI) - timedelta(minutes=9)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
    gps[ExifTags.GPS.GPSLatitude] = (PLACE.lat + north, 0.0, 0.0)
    gps[ExifTags.GPS.GPSLongitude] = (PLACE.lon, 0.0, 0.0)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=85, exif=exif)
    return held.getvalue()


def result_photo() -> bytes:
    """A drawn repair with a worker and a motorbike: a face and a plate to be covered."""
    image = Image.new("RGB", SIZE, "#8d98a4")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 330), fill="#a9b3bd")
    for x in (40, 250, 760):
        pen.rectangle((x, 60, x + 22, 330), fill="#6f7a86")
        pen.ellipse((x - 60, -40, x + 90, 110), fill="#74808c")
    pen.polygon([(0, 330), (1280, 250), (1280, 300), (0, 390)], fill="#e1e5e9")
    pen.ellipse((440, 560, 820, 760), fill="#59636f")
    for x in range(480, 800, 40):
        pen.line((x, 590, x, 730), fill="#9aa5b1", width=4)
    pen.ellipse((315, 240, 405, 340), fill="#d9b79b")
    pen.rounded_rectangle((290, 350, 430, 560), 40, fill="#4b5561")
    pen.rectangle((290, 430, 430, 462), fill="#f0f2f4")
    for x in (310, 380):
        pen.rectangle((x, 560, x + 36, 730), fill="#2c3440")
    for x in (930, 1120):
        pen.ellipse((x, 560, x + 150, 710), outline="#2c3440", width=16)
    pen.rounded_rectangle((940, 470, 1190, 570), 40, fill="#2c3440")
    pen.rectangle((1105, 570, 1215, 640), fill="#f4f6f8", outline="#2c3440", width=4)
    pen.text((1122, 594), "29-X1 000.00", fill="#18212d")
    held = io.BytesIO()
    image.save(held, "JPEG", quality=88)
    return held.getvalue()
