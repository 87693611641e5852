"""The list of a queue: fixed rows, columns that give way when room is short."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.bulk.head import ListHead
from ui.bulk.selection import Selection
from ui.look.look import Look
from ui.queue.delegate import ROW_HEIGHT, RowDelegate
from ui.queue.model import COLUMNS, Index, QueueModel

WIDTHS = {
    "check": 36,
    "mark": 48,
    "code": 64,
    "category": 118,
    "aside": 132,
    "left": 128,
    "holder": 104,
}
GIVE_WAY = (("holder", 700), ("category", 600), ("aside", 480))
"""Columns that vanish below a width in pixels; never the time left."""


class QueueTable(QTableView):
    picked = Signal(int)
    """The case the officer stands on; 0 when on none."""

    def __init__(self, model: QueueModel, look: Look, selection: Selection) -> None:
        super().__init__()
        self.rows = model
        self._boxes = False
        self.setModel(model)
        self._delegate = RowDelegate(look, model, selection)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(look.say("queue.list"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(28 + ROW_HEIGHT)
        self._scrolled = 0
        model.modelAboutToBeReset.connect(self._remember_scroll)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        head = self.head = ListHead(look, selection)
        self.setHorizontalHeader(head)
        head.setFixedHeight(28)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.show_boxes(False)
        for position, name in enumerate(COLUMNS):
            if name == "headline":
                head.setSectionResizeMode(position, QHeaderView.ResizeMode.Stretch)
            else:
                head.setSectionResizeMode(position, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(position, WIDTHS[name])

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not previous.isValid():
            row = self.rows.row(current.row())
            self.picked.emit(row.id if row else 0)

    def select(self, case_id: int) -> bool:
        """Stand on `case_id`; False when the list does not hold it."""
        position = self.rows.position(case_id)
        if position is None:
            return False
        self.select_position(position)
        return True

    def _remember_scroll(self) -> None:
        self._scrolled = self.verticalScrollBar().value()

    def restore_scroll(self) -> None:
        """Back to where the list was scrolled before it was read again."""
        self.verticalScrollBar().setValue(self._scrolled)

    def select_position(self, position: int) -> None:
        count = self.rows.rowCount()
        if count:
            index = self.rows.index(max(0, min(position, count - 1)), 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def step(self, by: int) -> None:
        """Go `by` rows down; up when negative."""
        here = self.currentIndex().row()
        self.select_position(0 if here < 0 else here + by)

    def show_boxes(self, on: bool) -> None:
        """Boxes to pick rows by; the holder gives way to them."""
        self._boxes = on
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        self.setColumnHidden(COLUMNS.index("check"), not self._boxes)
        for name, width in GIVE_WAY:
            narrow = self.viewport().width() < width
            yields = name == "holder" and self._boxes
            self.setColumnHidden(COLUMNS.index(name), narrow or yields)
