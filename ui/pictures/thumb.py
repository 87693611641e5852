"""A small picture that is a button: with a badge, or with a word where there is no picture."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QPushButton

from ihanoi_desk.domain.wire import Attachment
from ui.look.look import Look
from ui.pictures.album import length

RADIUS = 4
ICON = 24
BADGE_HEIGHT = 17
BADGE_GROUND = QColor(16, 24, 32, 205)
BADGE_INK = QColor("#FFFFFF")
RATIO = 2
"""Decoded for a screen of twice the density."""


class Thumb(QPushButton):
    """`show_image` and `show_words` say what it shows; checked ones wear a ring and a tick."""

    def __init__(self, look: Look, size: QSize, name: str) -> None:
        super().__init__()
        self._look, self._name = look, name
        self._image = QImage()
        self._icon, self._words, self._tone = "image", "", "text-3"
        self._badge, self._badge_icon, self._more, self.is_ticked = "", "", "", False
        # The window's style gives every button a height of its own.
        width, height = size.width(), size.height()
        self.setStyleSheet(
            f"QPushButton {{ min-width: {width}px; max-width: {width}px; min-height: {height}px;"
            f" max-height: {height}px; padding: 0; border: none; }}"
        )
        self.setAccessibleName(name)
        self.setToolTip(name)

    @property
    def words(self) -> str:
        """The word that stands in the place of a picture."""
        return self._words if self._image.isNull() else ""

    @property
    def badge(self) -> str:
        return self._badge

    @property
    def has_image(self) -> bool:
        return not self._image.isNull()

    def show_image(self, image: QImage) -> None:
        self._image = image
        self._tell(self._name)

    def show_words(self, icon: str, words: str, tone: str = "text-3", why: str = "") -> None:
        """A short word in the box, the whole sentence for the pointer and the screen reader."""
        self._image = QImage()
        self._icon, self._words, self._tone = icon, words, tone
        self._tell(f"{self._name}: {why or words}" if why or words else self._name)

    def set_badge(self, text: str, icon: str = "") -> None:
        self._badge, self._badge_icon = text, icon
        self.update()

    def set_more(self, text: str) -> None:
        """How many files follow that are not in the row."""
        self._more = text
        self.update()

    def set_ticked(self, ticked: bool) -> None:
        self.is_ticked = ticked
        self.update()

    def _tell(self, text: str) -> None:
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), self._look.colour("surface-3"))
        if self._image.isNull():
            self._draw_words(painter)
        else:
            painter.drawImage(QRectF(self.rect()), self._image, self._part())
        corner = self.rect().adjusted(4, 4, -4, -4)
        self._draw_badge(painter, self._badge, self._badge_icon, corner.bottomRight())
        self._draw_badge(painter, self._more, "", corner.topRight() + QPoint(0, BADGE_HEIGHT))
        if self.is_ticked:
            tick = self._look.pixmap("circle-check", "accent-on", 14, self.devicePixelRatioF())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("green"))
            painter.drawEllipse(QPoint(13, 13), 9, 9)
            painter.drawPixmap(6, 6, tick)
        if self.hasFocus() or self.isChecked():
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(self._look.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _part(self) -> QRectF:
        """The middle of the picture, as much as fills the box."""
        size = QSize(self.size()).scaled(self._image.size(), Qt.AspectRatioMode.KeepAspectRatio)
        whole = QRect(QPoint(), self._image.size())
        part = QRect(QPoint(), size)
        part.moveCenter(whole.center())
        return QRectF(part)

    def _draw_words(self, painter: QPainter) -> None:
        middle = self.rect().center()
        top = middle.y() - ICON // 2 - (9 if self._words else 0)
        icon = self._look.pixmap(self._icon, self._tone, ICON, self.devicePixelRatioF())
        painter.drawPixmap(middle.x() - ICON // 2, top, icon)
        painter.setPen(self._look.colour(self._tone))
        painter.setFont(self._small())
        line = QRect(4, top + ICON + 3, self.width() - 8, 16)
        text = QFontMetrics(self._small()).elidedText(
            self._words, Qt.TextElideMode.ElideMiddle, line.width()
        )
        painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), text)

    def _draw_badge(self, painter: QPainter, text: str, icon_name: str, corner: QPoint) -> None:
        if not text:
            return
        metrics = QFontMetrics(self._small())
        shift = 14 if icon_name else 0
        box = QRect(0, 0, metrics.horizontalAdvance(text) + 10 + shift, BADGE_HEIGHT)
        box.moveBottomRight(corner)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(BADGE_GROUND)
        painter.drawRoundedRect(box, 3, 3)
        if icon_name:
            icon = self._look.pixmap(icon_name, "accent-on", 10, self.devicePixelRatioF())
            painter.drawPixmap(box.left() + 5, box.top() + 4, icon)
        painter.setPen(BADGE_INK)
        painter.setFont(self._small())
        painter.drawText(
            box.adjusted(5 + shift, 0, -5, 0), int(Qt.AlignmentFlag.AlignVCenter), text
        )

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.DemiBold)
        return font


def dress(thumb: Thumb, look: Look, file: Attachment) -> bool:
    """Badge and card of what has no small picture yet; whether one can be had."""
    if file.is_broken:
        word, why = look.say("panel.broken_word"), look.say("panel.came_broken")
        thumb.show_words("image-off", word, "red", why)
        return False
    if file.is_film:
        thumb.show_words("film", "")
        thumb.set_badge(
            length(file.duration_s) if file.duration_s else look.say("film.short"), "play"
        )
    elif not file.is_picture:
        thumb.show_words("file-text", file.name)
    return file.is_picture or file.is_film
