"""Notices that nobody has touched the program for a while."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
LOOKS_PER_LIMIT = 10
LONGEST_LOOK_MS = 5000


class IdleWatch(QObject):
    """Says `idle` once nobody has pressed or moved anything in our windows for `limit`.

    Both clocks are asked: the steady one stands still while the machine sleeps, the other one may
    be set back. A limit of zero watches nothing.
    """

    idle = Signal()

    def __init__(self, limit: timedelta, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._limit, self._clock = limit, clock
        milliseconds = int(limit.total_seconds() * 1000 / LOOKS_PER_LIMIT)
        self._look = QTimer(self, interval=max(1, min(milliseconds, LONGEST_LOOK_MS)))
        self._look.timeout.connect(self._see)
        self._touched = clock()
        self._touched_s = time.monotonic()

    def start(self) -> None:
        """Count from now."""
        if self._limit:
            self._note()
            self._listen()
            self._look.start()

    def stop(self) -> None:
        self._look.stop()
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)

    def _listen(self) -> None:
        """Hear what the system tells our windows, also those opened since.

        A filter on the application would hear the browser's own objects come and go as well, and
        crashes when Python takes hold of one of them.
        """
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._note()
        return False

    def _note(self) -> None:
        self._touched, self._touched_s = self._clock(), time.monotonic()

    def _see(self) -> None:
        steady = timedelta(seconds=time.monotonic() - self._touched_s)
        if max(steady, self._clock() - self._touched) >= self._limit:
            self.stop()
            self.idle.emit()
        else:
            self._listen()
