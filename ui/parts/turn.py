"""Doing the next part of something long when the window has shown the part before."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.parts.later import later

REST_MS = 10
"""Long enough that a key pressed meanwhile is heard before the next part."""


class Turn(QObject):
    """`start` asks for `act` once everything changed so far is painted and a moment went by."""

    def __init__(self, owner: QObject, act: Callable[[], object]) -> None:
        super().__init__(owner)
        self._rest = later(self, REST_MS, act)
        # A timer of no time fires when what is to be painted has been.
        self._paint = later(self, 0, self._rest.start)

    def start(self) -> None:
        self._rest.stop()
        self._paint.start()

    def stop(self) -> None:
        self._rest.stop()
        self._paint.stop()

    @property
    def is_asked(self) -> bool:
        return self._paint.isActive() or self._rest.isActive()
