"""Which unit a position lies in, and how far the neighbours are."""

import json
from math import cos, radians
from pathlib import Path

from shapely import STRtree, box, clip_by_rect
from shapely.affinity import scale
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from ihanoi_desk.domain.units import Nearby, Outline, Spot

METRES_PER_DEGREE = 111_320.0
CITY_LATITUDE = 21.0
SQUEEZE = cos(radians(CITY_LATITUDE))
"""Degrees of longitude shrink by this factor at Hà Nội; good to 0.5 % over the city."""


class Boundaries:
    """The polygons of one period, ready to be asked."""

    def __init__(self, shapes: dict[str, BaseGeometry]) -> None:
        self._codes = list(shapes)
        self._shapes = [_flatten(shapes[code]) for code in self._codes]
        self._tree = STRtree(self._shapes)

    @classmethod
    def read(cls, file: Path) -> "Boundaries":
        """Load a GeoJSON file whose features carry a `code` property."""
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        return cls({row["properties"]["code"]: shape(row["geometry"]) for row in features})

    def code_at(self, lat: float, lon: float) -> str | None:
        """The unit around the position, None outside the city; on a border the lower code."""
        point = Point(lon * SQUEEZE, lat)
        hits = sorted(self._codes[i] for i in self._tree.query(point, predicate="intersects"))
        return hits[0] if hits else None

    def nearest(self, lat: float, lon: float, within_m: float) -> list[Nearby]:
        """Units within `within_m` metres of the position, nearest first."""
        point = Point(lon * SQUEEZE, lat)
        reach = within_m / METRES_PER_DEGREE
        found = [
            Nearby(self._codes[i], point.distance(self._shapes[i]) * METRES_PER_DEGREE)
            for i in self._tree.query(point, predicate="dwithin", distance=reach)
        ]
        return sorted(found, key=lambda near: (near.metres, near.code))

    def outlines(self, lat: float, lon: float, within_m: float) -> list[Outline]:
        """The borders in a square of `within_m` metres around the position, to be drawn."""
        reach = within_m / METRES_PER_DEGREE
        east, north = lon * SQUEEZE, lat
        frame = (east - reach, north - reach, east + reach, north + reach)
        found = []
        for i in sorted(self._tree.query(box(*frame), predicate="intersects")):
            part = clip_by_rect(self._shapes[i], *frame)
            polygons = [one for one in getattr(part, "geoms", [part]) if one.geom_type == "Polygon"]
            rings = [one.exterior.coords for one in polygons if not one.is_empty]
            moved = tuple(
                tuple(
                    ((x - east) * METRES_PER_DEGREE, (y - north) * METRES_PER_DEGREE)
                    for x, y, *_ in ring
                )
                for ring in rings
            )
            if moved:
                found.append(Outline(self._codes[i], moved))
        return found

    def border_spot(self, lat: float, lon: float, code: str) -> Spot:
        """The spot of unit `code` nearest to the position, metres east and north of it."""
        east, north = lon * SQUEEZE, lat
        area = self._shapes[self._codes.index(code)]
        spot = nearest_points(Point(east, north), area)[1]
        return (spot.x - east) * METRES_PER_DEGREE, (spot.y - north) * METRES_PER_DEGREE


def _flatten(area: BaseGeometry) -> BaseGeometry:
    return scale(area, xfact=SQUEEZE, yfact=1.0, origin=(0, 0))
