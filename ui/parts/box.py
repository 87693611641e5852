"""The box one ticks, in a list and in a sheet: empty, ticked, or ticked in part."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.look.look import Look

SIDE = 16
EMPTY, SOME, TICKED = "", "minus", "check"


def paint_box(painter: QPainter, rect: QRect, look: Look, tick: str, live: bool = True) -> None:
    """Draw a box in the middle of `rect`; `tick` is one of the three, `live` False pales it."""
    spot = QRect(0, 0, SIDE, SIDE)
    spot.moveCenter(rect.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    full = bool(tick) and live
    edge = "accent-fill" if full else "text-3" if live else "line-strong"
    painter.setPen(QPen(look.colour(edge)))
    painter.setBrush(look.colour("accent-fill" if full else "surface"))
    painter.drawRoundedRect(QRectF(spot).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if tick:
        ink = "accent-on" if live else "text-3"
        mark = look.pixmap(tick, ink, 12, painter.device().devicePixelRatioF())
        painter.drawPixmap(spot.left() + 2, spot.top() + 2, mark)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.restore()
