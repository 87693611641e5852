"""A box with words beside it; Qt's own is all but invisible in the dark."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from ui.look.look import Look
from ui.parts.box import EMPTY, SIDE, TICKED, paint_box


class CheckBox(QCheckBox):
    def __init__(self, look: Look, text: str) -> None:
        super().__init__(text)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option, style = QPainter(self), QStyleOptionButton(), self.style()
        self.initStyleOption(option)
        spot = style.subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        tick = TICKED if self.isChecked() else EMPTY
        paint_box(painter, spot, self._look, tick, self.isEnabled())
        if self.hasFocus():
            ring = QRect(0, 0, SIDE + 3, SIDE + 3)
            ring.moveCenter(spot.center())
            painter.setPen(QPen(self._look.colour("accent")))
            painter.drawRoundedRect(ring, 4, 4)
        option.rect = style.subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        style.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option, painter, self)
