"""A picture to look at closely: wheel, + and −, 0 for all of it, 1 for its own size, drag."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ui.look.look import Look
from ui.pictures.levels import Levels

STEP = 1.25
MOST_SCALE = 8.0
MOST_FIT = 2.0
"""A small picture is not blown up further than this to fill the view."""
PAN = 60
ICON = 40


class Canvas(QWidget):
    """Shows `Levels`, or an icon with words where there is no picture."""

    zoomed = Signal()

    def __init__(self, look: Look, name: str, own_keys: bool = True) -> None:
        """Without `own_keys` whoever holds it hears its keys and calls `zoom_key`."""
        super().__init__()
        self.look, self._own_keys = look, own_keys
        self._levels: Levels | None = None
        self._words, self._icon, self._tone = "", "", "text-3"
        self._scale = 0.0
        """0 for whatever shows all of it."""
        self._centre = QPointF(0.5, 0.5)
        self._held: QPointF | None = None
        self.setMinimumSize(160, 120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    # --- what is shown -------------------------------------------------------------------------

    @property
    def has_picture(self) -> bool:
        return self._levels is not None

    @property
    def words(self) -> str:
        """What stands there instead of a picture."""
        return "" if self._levels else self._words

    @property
    def picture_size(self) -> QSizeF:
        return QSizeF(self._levels.size) if self._levels else QSizeF()

    def show_levels(self, levels: Levels) -> None:
        """Another picture, all of it."""
        self._levels = levels
        self.setAccessibleDescription("")
        self.zoom_to(0)

    def show_frame(self, levels: Levels) -> None:
        """The same view of a picture that moves."""
        self._levels = levels
        self.update()

    def show_words(self, words: str, icon: str, tone: str = "text-3") -> None:
        self._levels, self._words, self._icon, self._tone = None, words, icon, tone
        self.setAccessibleDescription(words)
        self.zoom_to(0)

    # --- zoom ----------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """Pixels of the screen per pixel of the picture."""
        return self._scale or self._fit()

    @property
    def is_fitted(self) -> bool:
        return not self._scale

    def zoom_to(self, scale: float) -> None:
        """0 shows all of it, 1 its own size; never smaller than both."""
        fit = self._fit()
        is_whole = not scale or scale <= fit <= 1
        self._scale = 0.0 if is_whole else min(max(scale, min(fit, 1.0)), MOST_SCALE)
        if not self._scale:
            self._centre = QPointF(0.5, 0.5)
        self._keep_inside()
        self.zoomed.emit()
        self.update()

    def zoom_by(self, steps: int, at: QPointF | None = None) -> None:
        """Nearer or farther; what lies under `at` stays there."""
        where = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        under = self.to_picture(where)
        self.zoom_to(self.scale * STEP**steps)
        if not self.is_fitted:
            moved = self.to_picture(where)
            self._move(under - moved)

    def pan(self, dx: float, dy: float) -> None:
        """Move the view by so many pixels of the screen."""
        self._move(QPointF(dx, dy) / self.scale)

    def _move(self, by: QPointF) -> None:
        size = self.picture_size
        if size.isEmpty():
            return
        self._centre += QPointF(by.x() / size.width(), by.y() / size.height())
        self._keep_inside()
        self.update()

    def _keep_inside(self) -> None:
        size = self.picture_size * self.scale
        if size.isEmpty():
            return
        half_x = min(0.5, self.width() / 2 / size.width())
        half_y = min(0.5, self.height() / 2 / size.height())
        self._centre = QPointF(
            min(max(self._centre.x(), half_x), 1 - half_x),
            min(max(self._centre.y(), half_y), 1 - half_y),
        )

    def _fit(self) -> float:
        size = self.picture_size
        if size.isEmpty():
            return 1.0
        fit = min(self.width() / size.width(), self.height() / size.height())
        return max(min(fit, MOST_FIT), 1e-3)

    # --- where things lie ----------------------------------------------------------------------

    def frame(self) -> QRectF:
        """Where the whole picture lies on the screen."""
        size = self.picture_size * self.scale
        left = self.width() / 2 - self._centre.x() * size.width()
        top = self.height() / 2 - self._centre.y() * size.height()
        return QRectF(QPointF(left, top), size)

    def to_picture(self, point: QPointF) -> QPointF:
        return (point - self.frame().topLeft()) / self.scale

    # --- events --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("surface-3"))
        if self._levels:
            self.draw_picture(painter, self._levels)
        else:
            self._draw_words(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.look.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def draw_picture(self, painter: QPainter, levels: Levels) -> None:
        """The picture; whoever covers parts of it draws on."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 2)
        frame = self.frame()
        seen = frame.intersected(QRectF(self.rect()))
        image = levels.at(self.scale * self.devicePixelRatioF())
        ratio = image.width() / frame.width()
        part = QRectF((seen.topLeft() - frame.topLeft()) * ratio, seen.size() * ratio)
        painter.drawImage(seen, image, part)

    def _draw_words(self, painter: QPainter) -> None:
        middle = self.rect().center()
        if self._icon:
            icon = self.look.pixmap(self._icon, self._tone, ICON, self.devicePixelRatioF())
            painter.drawPixmap(middle.x() - ICON // 2, middle.y() - ICON - 6, icon)
        painter.setPen(QColor(self.look.hex(self._tone)))
        place = self.rect().adjusted(24, self.height() // 2 + 4, -24, -8)
        how = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(place, int(how | Qt.TextFlag.TextWordWrap), self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.zoom_to(self._scale)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.zoom_by(1 if turned > 0 else -1, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self.is_fitted:
            self._held = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            gone = self._held - event.position()
            self._held = event.position()
            self.pan(gone.x(), gone.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.is_fitted:
            under = self.to_picture(event.position())
            self.zoom_to(1.0)
            self._move(under - self.to_picture(event.position()))
        else:
            self.zoom_to(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self._own_keys and self.zoom_key(event)):
            super().keyPressEvent(event)

    def zoom_key(self, event: QKeyEvent) -> bool:
        """Act on a key for the view; False when it is none."""
        moves = {
            Qt.Key.Key_Left: (-PAN, 0),
            Qt.Key.Key_Right: (PAN, 0),
            Qt.Key.Key_Up: (0, -PAN),
            Qt.Key.Key_Down: (0, PAN),
        }
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_by(-1)
        elif key == Qt.Key.Key_0:
            self.zoom_to(0)
        elif key == Qt.Key.Key_1:
            self.zoom_to(1.0)
        elif key in moves and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(*moves[Qt.Key(key)])
        else:
            return False
        return True
