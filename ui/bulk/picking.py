"""Hands on the list: which keys and clicks pick rows."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ui.bulk.selection import MOST, Selection
from ui.queue.table import QueueTable

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Picking(QObject):
    """Space and Ctrl+click pick one, Shift+arrow and Shift+click a stretch, Ctrl+A all."""

    def __init__(self, table: QueueTable, selection: Selection) -> None:
        super().__init__(table)
        self._table, self._rows, self._selection = table, table.rows, selection
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)
        table.head.all_asked.connect(self._all_or_none)
        selection.changed.connect(table.viewport().update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(event)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            return self._clicked(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        if key == Qt.Key.Key_Space:
            self._toggle(self._here)
        elif key == Qt.Key.Key_A and held == CONTROL:
            self.pick_all()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and held == SHIFT:
            before = self._here
            self._table.step(1 if key == Qt.Key.Key_Down else -1)
            self._stretch(before, self._here)
        else:
            return False
        return True

    def _clicked(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        index = self._table.indexAt(event.position().toPoint())
        if not index.isValid():
            return False
        if event.modifiers() == SHIFT:
            self._stretch(self._here, index.row())
        elif event.modifiers() == CONTROL:
            if not self._selection and index.row() != self._here:
                self._toggle(self._here)
            self._toggle(index.row())
        elif index.column() == 0:
            self._toggle(index.row())
        else:
            return False
        self._table.setFocus()
        self._table.select_position(index.row())
        return True

    @property
    def _here(self) -> int:
        return max(0, self._table.currentIndex().row())

    def _toggle(self, position: int) -> None:
        case_id = self._rows.case_at(position)
        if case_id:
            self._selection.toggle(case_id)

    def _stretch(self, one: int, other: int) -> None:
        first, last = sorted((one, other))
        self._selection.add(
            case_id for at in range(first, last + 1) if (case_id := self._rows.case_at(at))
        )

    def pick_all(self) -> None:
        """Every row of the list, as many as one verb may be used on."""
        count = min(self._rows.rowCount(), MOST)
        self._selection.add(self._rows.case_at(at) for at in range(count))

    def _all_or_none(self) -> None:
        if self._selection:
            self._selection.clear()
        else:
            self.pick_all()
