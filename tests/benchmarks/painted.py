"""Tells when a table has really drawn its first rows."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QTableView

HIGH = Qt.EventPriority.HighEventPriority.value
AFTERWARDS = QEvent.Type(QEvent.registerEventType())


class FirstRows(QObject):
    """Calls `then` once, right after the repaint that drew the first rows of `table`."""

    def __init__(self, table: QTableView, then: Callable[[], object]) -> None:
        super().__init__(table)
        self._table, self._then = table, then
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._table.model().rowCount():
            watched.removeEventFilter(self)
            # The filter runs before the painting; what is posted here runs right after it.
            QCoreApplication.postEvent(self, QEvent(AFTERWARDS), HIGH)
        return False

    def customEvent(self, event: QEvent) -> None:
        if event.type() == AFTERWARDS:
            self._then()
