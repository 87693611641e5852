"""Turns the points of a query into the few symbols a viewport can show: numpy, no Qt."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

TILE = 256
CELL_PX = 56.0
TOUCHING_PX = 26.0
MOST_SYMBOLS = 400
GROWTH = 1.5

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class PointSet(Protocol):
    """The points of a query, one entry per case in every array; degrees, WGS84.

    `state` is an index into the list of states the map was made with. A position that is not
    a number stands for a case without one and is left out.
    """

    ids: NDArray[np.integer]
    lat: NDArray[np.floating]
    lon: NDArray[np.floating]
    state: NDArray[np.integer]
    late: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map, degrees."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Points in web mercator, both axes from 0 to 1, y growing southwards."""

    ids: Ints
    x: Floats
    y: Floats
    state: Ints
    late: Flags
    urgent: Flags


@dataclass(frozen=True, slots=True)
class Picture:
    """The symbols of one viewport; entry i of each array is symbol i.

    `first` names one point of each symbol (the only one when `count` is 1) as a position in
    the placed arrays; `point` and `symbol` tell which point went into which symbol.
    """

    x: Floats
    y: Floats
    count: Ints
    late: Ints
    first: Ints
    point: Ints
    symbol: Ints

    def members(self, symbol: int) -> Ints:
        """Positions in the placed arrays of the points behind one symbol."""
        return self.point[self.symbol == symbol]


def place(points: PointSet) -> Placed:
    """Project every point that has a position, once per query."""
    lat = np.asarray(points.lat, dtype=np.float64)
    lon = np.asarray(points.lon, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    urgent = getattr(points, "urgent", None)
    x, y = project(lat[known], lon[known])
    return Placed(
        np.asarray(points.ids, dtype=np.int64)[known],
        x,
        y,
        np.asarray(points.state, dtype=np.int64)[known],
        np.asarray(points.late, dtype=np.bool_)[known],
        np.zeros(len(known), np.bool_) if urgent is None else np.asarray(urgent, np.bool_)[known],
    )


def project(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Degrees to web mercator between 0 and 1."""
    return lon / 360 + 0.5, 0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)


def unproject(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Web mercator between 0 and 1 to degrees (lat, lon)."""
    return np.degrees(np.arcsin(np.tanh((0.5 - y) * 2 * np.pi))), (x - 0.5) * 360


def gather(placed: Placed, box: Box, zoom: float, keep: int | None = None) -> Picture:
    """The symbols for the cells that `box` touches at `zoom`; the case `keep` stays single.

    Cells are whole, so counts do not change while the map is only moved. A crowded viewport
    gets larger cells until at most `MOST_SYMBOLS` are left.
    """
    cell = CELL_PX / (TILE * 2.0**zoom)
    while True:
        picture = _gather(placed, _cells(box, cell), cell, keep)
        if len(picture.count) <= MOST_SYMBOLS:
            return _join_touching(picture, TOUCHING_PX / (TILE * 2.0**zoom), placed, keep)
        cell *= GROWTH


def extent(placed: Placed, points: Ints) -> Box:
    """The smallest box around some of the placed points."""
    x, y = placed.x[points], placed.y[points]
    lat, lon = unproject(np.array([x.min(), x.max()]), np.array([y.max(), y.min()]))
    return Box(float(lat[0]), float(lon[0]), float(lat[1]), float(lon[1]))


def _cells(box: Box, cell: float) -> tuple[int, int, int, int]:
    x, y = project(np.array([box.south, box.north]), np.array([box.west, box.east]))
    return (
        int(np.floor(x[0] / cell)),
        int(np.floor(y[1] / cell)),
        int(np.floor(x[1] / cell)) + 1,
        int(np.floor(y[0] / cell)) + 1,
    )


def _gather(
    placed: Placed, cells: tuple[int, int, int, int], cell: float, keep: int | None
) -> Picture:
    left, top, right, bottom = cells
    column = np.floor(placed.x / cell).astype(np.int64)
    row = np.floor(placed.y / cell).astype(np.int64)
    point = np.flatnonzero((column >= left) & (column < right) & (row >= top) & (row < bottom))
    wide = right - left
    number = (row[point] - top) * wide + column[point] - left
    total = wide * (bottom - top) + 1
    if keep is not None:
        number[placed.ids[point] == keep] = total - 1
    held = np.bincount(number, minlength=total) > 0
    symbol = (np.cumsum(held) - 1)[number]
    return _sum_up(placed, point, symbol, int(held.sum()))


def _sum_up(placed: Placed, point: Ints, symbol: Ints, total: int) -> Picture:
    count = np.bincount(symbol, minlength=total)
    x = np.bincount(symbol, placed.x[point], minlength=total) / count
    y = np.bincount(symbol, placed.y[point], minlength=total) / count
    late = np.bincount(symbol[placed.late[point]], minlength=total)
    first = np.empty(total, dtype=np.int64)
    first[symbol] = point
    return Picture(x, y, count, late, first, point, symbol)


def _join_touching(picture: Picture, reach: float, placed: Placed, keep: int | None) -> Picture:
    """Join symbols whose circles would cover each other; the larger one draws the others in."""
    total = len(picture.count)
    apart = np.hypot(picture.x[:, None] - picture.x, picture.y[:, None] - picture.y)
    near = apart < reach
    if keep is not None:
        alone = (picture.count == 1) & (placed.ids[picture.first] == keep)
        near[alone, :] = near[:, alone] = False
    joined = np.full(total, -1, dtype=np.int64)
    order = np.argsort(-picture.count, kind="stable")
    heads = 0
    for symbol in order:
        if joined[symbol] < 0:
            joined[near[symbol] & (joined < 0)] = heads
            joined[symbol] = heads
            heads += 1
    if heads == total:
        return picture
    return _sum_up(placed, picture.point, joined[picture.symbol], heads)
