"""A button that always shows the key that presses it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from ui.look import icons
from ui.look.look import Look
from ui.parts.wear import wear

GAP = 6
ICON = 16
CAP_HEIGHT = 16


class KeyButton(QPushButton):
    """Icon, word, key cap. `kind`: plain, main, danger, flat; `red` tints a plain one."""

    def __init__(
        self,
        look: Look,
        icon: str,
        text: str,
        key: str = "",
        kind: str = "plain",
        red: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look, self._icon, self._key, self._red = look, icon, key, red
        self.set_kind(kind)
        self.setMinimumHeight(30)
        self.setAccessibleName(f"{text} ({key})" if key else text)

    def set_kind(self, kind: str) -> None:
        self._kind = kind
        wear(self, "look", kind)
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def set_key(self, key: str) -> None:
        self._key = key
        self.setAccessibleName(f"{self.text()} ({key})" if key else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text = self._metrics().horizontalAdvance(self.text())
        return QSize(text + (ICON + GAP if self._icon else 0) + self._cap_width() + 28, 30)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _cap_width(self) -> int:
        if not self._key:
            return 0
        return self._metrics().horizontalAdvance(self._key) + 8 + GAP

    def _metrics(self) -> QFontMetrics:
        """Of the weight the style sheet gives when the button is first shown."""
        font = QFont(self.font())
        if self._kind in ("main", "danger"):
            font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font)

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return self._look.colour("text-3")
        if self._kind == "main":
            return self._look.colour("accent-on")
        if self._kind == "danger":
            return QColor("#FFFFFF")
        return self._look.colour("red" if self._red else "text")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._ink()
        painter.setFont(self.font())
        width = self.sizeHint().width() - 28
        x = max(8, (self.width() - width) // 2)
        if self._icon:
            ratio = self.devicePixelRatioF()
            image = icons.pixmap(self._icon, ink.name(), ICON, ratio)
            painter.drawPixmap(x, (self.height() - ICON) // 2, image)
            x += ICON + GAP
        painter.setPen(ink)
        text = self._metrics().horizontalAdvance(self.text())
        spot = QRect(x, 0, text + 2, self.height())
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if self._key:
            self._draw_cap(painter, x + text + GAP, ink)

    def _draw_cap(self, painter: QPainter, x: int, ink: QColor) -> None:
        small = QFont(self.font())
        small.setPixelSize(10)
        small.setWeight(QFont.Weight.DemiBold)
        box = QRect(x, (self.height() - CAP_HEIGHT) // 2, self._cap_width() - GAP, CAP_HEIGHT)
        soft = QColor(ink)
        soft.setAlphaF(0.55)
        painter.setPen(QPen(soft, 1))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(ink)
        painter.setFont(small)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._key)
