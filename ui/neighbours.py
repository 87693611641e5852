"""Units around a position, for the route sheet; the borders are read when first asked."""

import importlib
from functools import cache

from ihanoi_desk.domain.units import Nearby
from ihanoi_desk.resources import RESOURCES

WITHIN_M = 1500.0


@cache
def _boundaries():
    # The geometry library costs 0.2 s to import and most sessions start without routing.
    boundaries = importlib.import_module("ihanoi_desk.domain.boundaries")
    return boundaries.Boundaries.read(RESOURCES / "boundaries" / "communes_2025-07-01.geojson")


def neighbours(lat: float, lon: float) -> list[Nearby]:
    return _boundaries().nearest(lat, lon, WITHIN_M)
