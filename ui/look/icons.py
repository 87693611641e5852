"""Icons and state shapes: bundled SVG tinted with a token colour, drawn at any scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ihanoi_desk.resources import RESOURCES


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """`name` is a file of resources/icons without ``.svg``; ``states/new`` for a shape."""
    svg = (RESOURCES / "icons" / f"{name}.svg").read_bytes()
    svg = svg.replace(b'color="#000000"', b"").replace(b"currentColor", colour.encode())
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, colour: str, disabled: str, size: int = 16) -> QIcon:
    """An icon for buttons, with its own tint when disabled; sharp on every screen there is, up to
    200 % scaling."""
    made = QIcon()
    is_scaled = any(screen.devicePixelRatio() > 1 for screen in QGuiApplication.screens())
    for ratio in (1.0, 2.0) if is_scaled else (1.0,):
        made.addPixmap(pixmap(name, colour, size, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made
