"""The worst frame of panning and zooming over 100,000 points, beside the empty map."""

from collections.abc import Iterator

from tests.benchmarks.children import child
from tests.benchmarks.city import NUMBER, find_city
from tests.benchmarks.figure import Figure, compare

GOAL = 3.0


def measure() -> Iterator[Figure]:
    with child("map_process", find_city().folder) as window:
        assert window.said["points"] == NUMBER
        yield compare("map-100k", window.said["rounds"], GOAL, "ms")
