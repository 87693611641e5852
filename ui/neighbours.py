"""Units and borders around a position; the shapes are read when first asked."""

from dataclasses import dataclass
from functools import cache

from ihanoi_desk.domain.units import Nearby, Outline, Spot
from ihanoi_desk.resources import RESOURCES
from ui.late import late

WITHIN_M = 1500.0
MOST_SPOTS = 3


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`nearby` nearest first; `outlines` reach `WITHIN_M` in every direction; `spots` are the
    nearest spots of the nearest units, by code."""

    nearby: tuple[Nearby, ...] = ()
    outlines: tuple[Outline, ...] = ()
    spots: tuple[tuple[str, Spot], ...] = ()


@cache
def _boundaries():
    # The geometry library costs 0.2 s to import and most sessions start without routing.
    boundaries = late("ihanoi_desk.domain.boundaries:Boundaries")
    return boundaries.read(RESOURCES / "boundaries" / "communes_2025-07-01.geojson")


def surroundings(lat: float, lon: float) -> Surroundings:
    """What lies around the position; meant for a worker thread."""
    borders = _boundaries()
    nearby = tuple(borders.nearest(lat, lon, WITHIN_M))
    return Surroundings(
        nearby=nearby,
        outlines=tuple(borders.outlines(lat, lon, WITHIN_M)),
        spots=tuple(
            (near.code, borders.border_spot(lat, lon, near.code)) for near in nearby[:MOST_SPOTS]
        ),
    )
