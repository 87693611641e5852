"""The head of the list: names of columns, and one box over all boxes."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView

from ui.bulk.selection import Selection
from ui.look.look import Look
from ui.parts.box import EMPTY, SOME, TICKED, paint_box


class ListHead(QHeaderView):
    all_asked = Signal()
    """A click on the box over all boxes."""

    def __init__(self, look: Look, selection: Selection) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look, self._selection = look, selection
        selection.changed.connect(lambda: self.viewport().update())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        super().paintSection(painter, rect, section)
        if section == 0:
            picked, rows = len(self._selection), self.model().rowCount()
            tick = TICKED if picked and picked == rows else SOME if picked else EMPTY
            paint_box(painter, rect, self._look, tick)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.logicalIndexAt(event.position().toPoint()) == 0:
            self.all_asked.emit()
