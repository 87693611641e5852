"""How many cases each view holds: read beside the window, once for rail and views."""

import asyncio

from PySide6.QtCore import QObject, Signal

from ihanoi_desk.client import queues
from ui.parts.later import later
from ui.workplace import Workplace

# Behind the list: its rows are on the screen before anything is counted.
DELAY_MS = 15


class Counting(QObject):
    """`ask` leads to one `counted`, of the latest reading; an older one never overtakes it."""

    counted = Signal(object)
    """Counts"""

    def __init__(self, workplace: Workplace, owner: QObject) -> None:
        super().__init__(owner)
        self._place = workplace
        self._turn = 0
        self._later = later(self, DELAY_MS, self._begin)

    def ask(self) -> None:
        self._later.start()

    def rest(self) -> None:
        """Tell nothing more, also of a reading still under way."""
        self._later.stop()
        self._turn += 1

    def _begin(self) -> None:
        self._turn += 1
        self._place.tasks.spawn(self._read(self._turn), "counts")

    async def _read(self, turn: int) -> None:
        place = self._place
        counts = await asyncio.to_thread(queues.counts, place.store, place.me, place.clock())
        if turn == self._turn:
            self.counted.emit(counts)
