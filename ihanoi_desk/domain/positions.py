"""How far apart two places on the map are."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_M = 6_371_000.0
FAR_PHOTO_M = 200.0
"""A photo taken farther than this from the reported place is pointed out to the officer; chosen
above what a phone's fix and a street's width explain. No source sets a value."""


@dataclass(frozen=True, slots=True)
class Position:
    """WGS 84 degrees."""

    lat: float
    lon: float

    def metres_to(self, other: "Position") -> float:
        """The way over ground, as the crow flies."""
        up, along = radians(other.lat - self.lat), radians(other.lon - self.lon)
        half = sin(up / 2) ** 2 + cos(radians(self.lat)) * cos(radians(other.lat)) * (
            sin(along / 2) ** 2
        )
        return 2 * EARTH_M * asin(sqrt(min(1.0, half)))
