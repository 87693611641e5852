"""One file of a case at full size, the others a key away; before beside after."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.domain.wire import Attachment
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label
from ui.parts.sheet import Sheet
from ui.parts.wear import wear
from ui.pictures import loading
from ui.pictures.album import Album, length, where
from ui.pictures.canvas import Canvas
from ui.pictures.compare import Compare
from ui.pictures.film import JUMP_MS, Film
from ui.pictures.loading import Loaded
from ui.pictures.paper import Paper
from ui.tasks import Tasks

SIDES = {
    Qt.Key.Key_Left: ("before", -1),
    Qt.Key.Key_Right: ("before", 1),
    Qt.Key.Key_Up: ("after", -1),
    Qt.Key.Key_Down: ("after", 1),
}


class Viewer(Sheet):
    """`opens_originals` for those who may look under what was covered; the server checks it."""

    def __init__(
        self,
        window: QWidget,
        look: Look,
        cache: Cache,
        tasks: Tasks,
        album: Album,
        position: int,
        opens_originals: bool = False,
    ) -> None:
        super().__init__(window, look, "image", album.code)
        self.set_size(1280, 720)
        self._cache, self._tasks, self._album = cache, tasks, album
        self._position, self._opens_originals = position, opens_originals
        self._shows_original = False
        self._loading: dict[Canvas, asyncio.Task[None]] = {}
        self.canvas = Canvas(look, look.say("photo.name"))
        self.film = Film(look)
        self.paper = Paper(look)
        self.compare: Compare | None = None
        self._stack = QStackedLayout(self.body)
        for page in (self.canvas, self.film, self.paper):
            self._stack.addWidget(page)
        if album.before and album.after:
            self.compare = Compare(look, album, self._load_side, self._side_words)
            self._stack.addWidget(self.compare)
        self._fill_foot()
        self._go(0)

    def _fill_foot(self) -> None:
        look = self.look
        self._caption = label("", "small", "text-2")
        self._where_icon = icon_label(look, "triangle-alert", "orange")
        self._where = label("", "small", "text-2")
        self.foot.addWidget(self._caption)
        self.foot.addWidget(self._where_icon)
        self.foot.addWidget(self._where)
        self.foot.addStretch(1)
        self._original = KeyButton(look, "eye", look.say("photo.original"), "G")
        self._original.setCheckable(True)
        self._original.clicked.connect(self._toggle_original)
        self._out = KeyButton(look, "zoom-out", "", "−")
        self._in = KeyButton(look, "zoom-in", "100 %", "+")
        self._fit = KeyButton(look, "maximize-2", look.say("photo.fit"), "0")
        self._both = KeyButton(look, "git-compare-arrows", look.say("photo.compare"), "C")
        self._before = KeyButton(look, "chevron-left", look.say("photo.previous"), "←")
        self._after = KeyButton(look, "chevron-right", look.say("photo.next"), "→")
        self._out.setAccessibleName(look.say("photo.zoom_out"))
        self._in.setAccessibleName(look.say("photo.zoom_in"))
        self._out.clicked.connect(lambda: self._zoom(-1))
        self._in.clicked.connect(lambda: self._zoom(1))
        self._fit.clicked.connect(lambda: self._each(lambda canvas: canvas.zoom_to(0)))
        self._both.clicked.connect(self._toggle_compare)
        self._before.clicked.connect(lambda: self._go(-1))
        self._after.clicked.connect(lambda: self._go(1))
        for button in (
            self._original,
            self._both,
            self._out,
            self._in,
            self._fit,
            self._before,
            self._after,
        ):
            # The arrows and letters belong to the sheet, wherever the officer clicked last.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.foot.addWidget(button)
        self._both.setVisible(self.compare is not None)
        for button in (self._before, self._after):
            button.setEnabled(len(self._album.files) > 1)
        self.canvas.zoomed.connect(self._show_scale)

    def first_focus(self) -> QWidget:
        return self.canvas

    @property
    def file(self) -> Attachment:
        return self._album.files[self._position]

    @property
    def is_comparing(self) -> bool:
        return self.compare is not None and self._stack.currentWidget() is self.compare

    @property
    def words(self) -> tuple[str, str]:
        """What is said of the file, and of its place."""
        return self._caption.text(), self._where.text()

    # --- one file ------------------------------------------------------------------------------

    def _go(self, by: int) -> None:
        self._position = (self._position + by) % len(self._album.files)
        self._shows_original = False
        self._show_file()

    def _show_file(self) -> None:
        file = self.file
        self.film.stop()
        page, canvas = self._page_of(file)
        self._stack.setCurrentWidget(page)
        self._describe(file)
        self._load(canvas, file, self._shows_original)
        canvas.setFocus()

    def _describe(self, file: Attachment) -> None:
        number = f"{self._position + 1}/{len(self._album.files)}"
        parts = [number, self.look.say(f"photo.{file.role}"), *self._times(file)]
        if file.is_film and file.duration_s:
            parts.append(length(file.duration_s))
        if file.redactions:
            parts.append(self.look.say("photo.covered", n=len(file.redactions)))
        self._caption.setText(" · ".join(parts))
        found = where(self.look, self._album, file)
        self._where.setText(found.words if found else "")
        warned = found is not None and found.is_warning
        self._where_icon.setVisible(warned)
        wear(self._where, "tone", "orange" if warned else "text-2")
        self._original.setVisible(self._opens_originals and bool(file.redactions))
        self._original.setChecked(self._shows_original)

    def _times(self, file: Attachment) -> list[str]:
        if file.taken_at:
            return [self.look.say("photo.taken", at=self.look.moment(file.taken_at))]
        at = self._album.moment(file)
        return [self.look.moment(at)] if at else []

    def _toggle_original(self) -> None:
        """Look under what was covered: each look is a line in the audit trail."""
        if not self._original.isHidden():
            self._shows_original = not self._shows_original
            self._show_file()

    # --- loading -------------------------------------------------------------------------------

    def _load(self, canvas: Canvas, file: Attachment, original: bool = False) -> None:
        before = self._loading.pop(canvas, None)
        if before:
            before.cancel()
        if file.is_broken:
            canvas.show_words(self.look.say("panel.came_broken"), "image-off", "red")
            return
        canvas.show_words(self.look.say("photo.loading"), "loader")
        work = self._fetch(canvas, file, original)
        self._loading[canvas] = self._tasks.spawn(work, "photo")

    async def _fetch(self, canvas: Canvas, file: Attachment, original: bool) -> None:
        fetch = self._cache.original if original else self._cache.file
        loaded = await loading.whole(lambda: fetch(file), file.is_picture)
        if loaded.trouble:
            tone = "red" if loaded.trouble is loading.Trouble.BROKEN else "text-3"
            canvas.show_words(self.look.say(f"panel.file_{loaded.trouble}"), "image-off", tone)
        elif loaded.levels:
            canvas.show_levels(loaded.levels)
        else:
            self._open(canvas, loaded)

    def _open(self, canvas: Canvas, loaded: Loaded) -> None:
        (self.film.play if canvas is self.film.canvas else self.paper.open)(loaded.body)

    # --- side by side --------------------------------------------------------------------------

    def _toggle_compare(self) -> None:
        if self.compare is None:
            return
        if self.is_comparing:
            self._show_file()
            return
        self.film.stop()
        self._stack.setCurrentWidget(self.compare)
        self._caption.setText(self.look.say("photo.comparing"))
        self._where.clear()
        self._where_icon.hide()
        self._original.hide()
        self.compare.begin()
        self.compare.before.canvas.setFocus()

    def _load_side(self, canvas: Canvas, file: Attachment) -> None:
        self._load(canvas, file)

    def _side_words(self, file: Attachment) -> str:
        found = where(self.look, self._album, file)
        near = [found.words] if found and found.is_warning else []
        return " · ".join([*self._times(file), *near])

    # --- zoom and keys -------------------------------------------------------------------------

    def _each(self, act: Callable[[Canvas], object]) -> None:
        """Both sides together, so that they can be compared."""
        if self.compare and self.is_comparing:
            canvases = [self.compare.before.canvas, self.compare.after.canvas]
        else:
            canvases = [self._page_of(self.file)[1]]
        for canvas in canvases:
            act(canvas)

    def _page_of(self, file: Attachment) -> tuple[QWidget, Canvas]:
        if file.is_picture:
            return self.canvas, self.canvas
        page = self.film if file.is_film else self.paper
        return page, page.canvas

    def _zoom(self, steps: int) -> None:
        self._each(lambda canvas: canvas.zoom_by(steps))

    def _show_scale(self) -> None:
        self._in.setText(f"{self.canvas.scale * 100:.0f} %")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        page = self._stack.currentWidget()
        if key == Qt.Key.Key_C:
            self._toggle_compare()
        elif self.compare and self.is_comparing:
            self._compare_key(self.compare, event)
        elif key == Qt.Key.Key_G:
            self._toggle_original()
        elif key == Qt.Key.Key_Space and page is self.film:
            self.film.toggle()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._arrow(-1 if key == Qt.Key.Key_Left else 1, event)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and page is self.paper:
            self.paper.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def _compare_key(self, compare: Compare, event: QKeyEvent) -> None:
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        key = Qt.Key(event.key())
        if key in SIDES and not shifted:
            side, by = SIDES[key]
            (compare.before if side == "before" else compare.after).step(by)
        else:
            self._each(lambda canvas: canvas.zoom_key(event))
            super().keyPressEvent(event)

    def _arrow(self, by: int, event: QKeyEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ctrl and self._stack.currentWidget() is self.film:
            self.film.jump(by * JUMP_MS)
        else:
            self._go(by)

    def answer(self, value: object) -> None:
        self.film.stop()
        for task in self._loading.values():
            task.cancel()
        super().answer(value)
