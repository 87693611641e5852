"""List and map hand in hand: the chosen row is centred, the map narrows the list when asked to."""

from PySide6.QtCore import QObject, Signal

from ihanoi_desk.client.queues import Box, Row
from ui.queue.map_pane import MapPane


class MapLink(QObject):
    narrowed = Signal(object)
    """The Box the list is to keep to; None for the whole city."""

    def __init__(self, pane: MapPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._following = False
        pane.moved.connect(self._moved)
        pane.follow_toggled.connect(self._follow)

    def choose(self, row: Row | None) -> None:
        """A list that follows the map must not lead it: every row of it is in view."""
        self._pane.choose(row, centre=not self._following)

    def stop(self) -> None:
        """Follow no longer, without a word to the list that asks for it."""
        self._following = False
        self._pane.stop_following()

    def _moved(self, box) -> None:
        if self._following:
            self.narrowed.emit(Box(box.south, box.west, box.north, box.east))

    def _follow(self, on: bool) -> None:
        self._following = on
        if not on:
            self.narrowed.emit(None)
