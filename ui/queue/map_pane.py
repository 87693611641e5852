"""The map under the list. The engine starts after the first page of the list is painted."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ihanoi_desk.client.queues import Query, Row
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.units import code_of
from ui.late import late
from ui.look.look import Look
from ui.tasks import Tasks

LEAST_HEIGHT = 48


class MapPane(QWidget):
    picked = Signal(int)
    moved = Signal(object)
    follow_toggled = Signal(bool)
    ready = Signal()

    def __init__(
        self, store: Store, me: Officer, look: Look, tasks: Tasks, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(objectName="surface2")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._store, self._me, self._look = store, me, look
        self._tasks, self._clock = tasks, clock
        self._query: Query | None = None
        self._generation = 0
        self._chosen: Row | None = None
        self.is_painted = False
        self._points: Any = None
        self.view: Any = None
        self.setMinimumHeight(LEAST_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    def start(self) -> None:
        """Bring the map up; everything set before is shown then."""
        if self.view is not None:
            return
        # QtWebEngine and numpy cost more than the whole list; here they are off the start.
        self._points = late("ihanoi_desk.client.points:points")
        self.view = late("ui.map.view:MapView")(self._look.theme, self._look.language)
        self.view.picked.connect(self.picked)
        self.view.cluster_picked.connect(self._pick_next)
        self.view.moved.connect(self.moved)
        self.view.follow_toggled.connect(self.follow_toggled)
        self.view.ready.connect(self._painted)
        self.view.set_own_unit(code_of(self._me.home))
        self.view.focus_unit(code_of(self._me.home))
        self.layout().addWidget(self.view)
        if self._query:
            self.show_query(self._query)
        self.choose(self._chosen)

    def _painted(self) -> None:
        self.is_painted = True
        self.ready.emit()

    def _pick_next(self, ids: list[int]) -> None:
        """Several cases on one spot: each click goes on to the next of them."""
        here = ids.index(self._chosen.id) if self._chosen and self._chosen.id in ids else -1
        self.picked.emit(ids[(here + 1) % len(ids)])

    def stop_following(self) -> None:
        """Switch "theo bản đồ" off, without a word to the page that asks for it."""
        if self.view is not None:
            self.view.set_follow(False)

    def show_query(self, query: Query) -> None:
        """Draw the points of `query`; read in a thread, an older reading never overtakes."""
        self._query = query
        if self.view is not None:
            self._generation += 1
            self._tasks.spawn(self._read(query, self._generation), "map points")

    async def _read(self, query: Query, generation: int) -> None:
        points = await asyncio.to_thread(self._points, self._store, query, self._me, self._clock())
        if generation == self._generation and self.view is not None:
            self.view.set_points(points)

    def rest(self) -> None:
        """A reading still under way has nowhere to go any more: the map is about to be dropped."""
        self._generation += 1

    def choose(self, row: Row | None, centre: bool = True) -> None:
        self._chosen = row
        if self.view is not None:
            self.view.select(
                row.id if row else None,
                row.lat if row else None,
                row.lon if row else None,
                centre=centre,
            )
