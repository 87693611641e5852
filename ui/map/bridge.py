"""The only way between the map page and the desk: JSON strings both ways."""

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ui.map.clusters import Box, Picture, Placed, extent, gather, unproject


class Bridge(QObject):
    """Answers the page's questions from the points it holds and passes its events on."""

    told = Signal(str)
    """To the page: one order as JSON with the key `do`."""
    loaded = Signal()
    painted = Signal()
    moved = Signal(Box)
    picked = Signal(int)
    cluster_picked = Signal(list)
    follow_toggled = Signal(bool)

    def __init__(
        self, greet: Callable[[], dict[str, Any]], title: Callable[[int], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._greet = greet
        self._title = title
        self._placed: Placed | None = None
        self._picture: Picture | None = None
        self._serial = 0
        self.selected: int | None = None

    def tell(self, order: str, **facts: object) -> None:
        """Send one order to the page."""
        self.told.emit(json.dumps({"do": order, **facts}, ensure_ascii=False))

    def hold(self, placed: Placed) -> None:
        """Take the points of the current query and let the page ask for them."""
        self._placed = placed
        self._picture = None
        self.tell("refresh")

    @Slot(result=str)
    def hello(self) -> str:
        """Everything the page needs before its first paint."""
        self.loaded.emit()
        return json.dumps(self._greet(), ensure_ascii=False)

    @Slot()
    def ready(self) -> None:
        self.painted.emit()

    @Slot(str, result=str)
    def symbols(self, question: str) -> str:
        """The symbols for a box [south, west, north, east] at a zoom."""
        asked = json.loads(question)
        self._serial += 1
        if self._placed is None:
            return json.dumps({"serial": self._serial, "symbols": []})
        self._picture = gather(self._placed, Box(*asked["box"]), asked["zoom"], keep=self.selected)
        symbols = _spell_out(self._placed, self._picture)
        return json.dumps({"serial": self._serial, "symbols": symbols})

    @Slot(str)
    def view_moved(self, box: str) -> None:
        """The officer (not the program) moved the map."""
        self.moved.emit(Box(*json.loads(box)))

    @Slot(int)
    def pick(self, case_id: int) -> None:
        self.picked.emit(case_id)

    @Slot(int, int, bool, result=str)
    def open_cluster(self, serial: int, symbol: int, is_closest: bool) -> str:
        """The box to zoom to; none when the points cannot be drawn apart any further."""
        if self._placed is None or self._picture is None or serial != self._serial:
            return "null"
        points = self._picture.members(symbol)
        around = extent(self._placed, points)
        if is_closest or (around.south == around.north and around.west == around.east):
            self.cluster_picked.emit(self._placed.ids[points].tolist())
            return "null"
        return json.dumps([around.south, around.west, around.north, around.east])

    @Slot(int, result=str)
    def title(self, case_id: int) -> str:
        return self._title(case_id)

    @Slot(bool)
    def toggle_follow(self, is_on: bool) -> None:
        self.follow_toggled.emit(is_on)


def _spell_out(placed: Placed, picture: Picture) -> list[list[float]]:
    """One row per symbol: lat, lon, count, late, id, state, urgent (of its first point)."""
    lat, lon = unproject(picture.x, picture.y)
    first = picture.first
    columns = (
        lat.round(7),
        lon.round(7),
        picture.count,
        picture.late,
        placed.ids[first],
        placed.state[first],
        placed.urgent[first].astype(int),
    )
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]
