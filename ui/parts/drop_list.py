"""A list that drops down, with an arrow in the colour of the text, whatever the theme."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from ui.look.look import Look


class DropList(QComboBox):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setMinimumHeight(28)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = self._look.pixmap("chevron-down", "text-2", 14, self.devicePixelRatioF())
        QPainter(self).drawPixmap(self.width() - 22, (self.height() - 14) // 2, arrow)
