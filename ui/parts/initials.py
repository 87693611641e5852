"""A person as a circle with two letters: the last two words of a Vietnamese name."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.look import type as faces
from ui.look.look import Look


def initials(name: str) -> str:
    words = name.split()
    return f"{words[-2][0]}{words[-1][0]}" if words[1:] else ""


def paint_initials(
    painter: QPainter, look: Look, circle: QRect, name: str, face: str, ground: str = "surface-3"
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground))
    painter.drawEllipse(circle)
    painter.setPen(look.colour("text-2"))
    painter.setFont(faces.font(face))
    painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), initials(name))


class Initials(QWidget):
    """The circle alone; whoever shows it says the name beside it."""

    def __init__(self, look: Look, name: str, diameter: int) -> None:
        super().__init__()
        self._look, self._name = look, name
        self.setFixedSize(diameter, diameter)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_initials(QPainter(self), self._look, self.rect(), self._name, "title")
