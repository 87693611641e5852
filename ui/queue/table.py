"""The list of a queue: fixed rows, columns that give way when room is short."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from ui.bulk.head import ListHead
from ui.bulk.selection import Selection
from ui.look.look import Look
from ui.parts.turn import Turn
from ui.queue.model import COLUMNS, Index, QueueModel
from ui.queue.row_painter import RowPainter, Sight, Standing

ROW_HEIGHT = 32
LONGEST_PAINT_S = 0.010
"""When new rows take longer, those still missing follow in a turn of their own."""

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
        self._painter, self._selection = RowPainter(look, model), selection
        self._paint_on = Turn(self, self.viewport().update)
        self._hovered = -1
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
            self.rows.standing = row.id if row else 0
            self.picked.emit(row.id if row else 0)

    def select(self, case_id: int) -> bool:
        """Stand on `case_id`; False when the list does not hold it."""
        position = self.rows.position(case_id)
        if position is None:
            return False
        self.select_position(position)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        # By itself Qt comes to Python several times a cell, each time waiting for whatever thread
        # is at work: during a first fill a repaint took longer than a window may stand still.
        painter, begun = QPainter(self.viewport()), time.perf_counter()
        is_further = False
        visible = list(self._visible(event.rect()))
        for y, sight in visible:
            picture = self._painter.kept(sight)
            if picture is None:
                # At least one more each time: what is kept may alone take that long.
                if is_further and time.perf_counter() - begun > LONGEST_PAINT_S:
                    self._paint_on.start()
                    continue
                is_further = True
                picture = self._painter.paint(sight, len(visible))
            painter.drawPixmap(0, y, picture)

    @property
    def is_whole(self) -> bool:
        """False while rows are still to be painted."""
        return not self._paint_on.is_asked

    def _visible(self, area: QRect) -> Iterator[tuple[int, Sight]]:
        """The upper edge and the look of each row in `area`."""
        columns, width = self._shown_columns(), self.viewport().width()
        ratio = self.devicePixelRatioF()
        stood_on = self.selectionModel().selectedRows()
        selected = stood_on[0].row() if stood_on else -1
        top = self.rowAt(area.top())
        for position in range(max(0, top), self.rows.rowCount() if top >= 0 else 0):
            y = self.rowViewportPosition(position)
            if y > area.bottom():
                break
            row = self.rows.row(position)
            if row is None:
                continue
            picked = row.id in self._selection
            chosen, hovered = picked or position == selected, position == self._hovered
            standing = Standing(columns, width, ROW_HEIGHT, ratio, chosen, picked, hovered)
            yield y, self._painter.sight(row, standing)

    def _shown_columns(self) -> tuple[tuple[str, int, int], ...]:
        """Name, left edge and width of each column that is not hidden."""
        head = self.head
        places = [
            (head.sectionViewportPosition(n), head.sectionSize(n)) for n in range(len(COLUMNS))
        ]
        return tuple(
            (name, x, width) for name, (x, width) in zip(COLUMNS, places, strict=True) if width
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A list without a current row is one whose order is still being read. By itself Qt would
        # then choose the first row, and the next key would decide about another case.
        if self.currentIndex().isValid():
            super().focusInEvent(event)
        else:
            QFrame.focusInEvent(self, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, position: int) -> None:
        if position != self._hovered:
            self._hovered = position
            self.viewport().update()

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
