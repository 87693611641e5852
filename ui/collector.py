"""Python's cycle collector, kept on the thread of the window.

A collection may start on any thread, and a widget or timer destroyed on another thread than Qt's
leaves a dangling entry in Qt's list of timers: the program crashes a moment later.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 100
"""Often, for what was made since the last look is gone through at once, and the window waits."""


class Collector(QObject):
    """Switches the automatic collection off and collects from a timer instead."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        # What the imports left stays for good: no later collection goes through it.
        gc.freeze()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations that are full, as Python itself would have."""
        full = [
            generation
            for generation, (count, limit) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > limit
        ]
        if full:
            gc.collect(max(full))


def settle() -> None:
    """A window has come up: what there is now stays, and no collection goes through it any more."""
    if not gc.get_freeze_count():
        # Of the window before it nothing may stay.
        gc.collect()
    gc.freeze()


def let_go() -> None:
    """A window goes: what had settled is collected again."""
    gc.unfreeze()
