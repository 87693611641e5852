"""From the start of the process to the first painted queue page, beside a bare Qt table
filled with bare SQLCipher from the same file. The password is not typed in either of them."""

from collections.abc import Iterator

from tests.benchmarks.children import child
from tests.benchmarks.city import find_city
from tests.benchmarks.figure import Figure, compare
from tests.benchmarks.kept_city import City

GOAL = 3.0
ROUNDS = 7


def measure() -> Iterator[Figure]:
    city = find_city()
    pairs = [(_desk(city), _table(city)) for _ in range(1 + ROUNDS)]
    # The first round pays for reading the libraries from the disk.
    yield compare("start", pairs[1:], GOAL, "s")


def _desk(city: City) -> float:
    with child("desk_process", city.folder, "list") as desk:
        assert desk.said["rows"] >= 50, "the first page was not full"
        assert not desk.said["map_started"], "the map started before the list was painted"
        return float(desk.said["painted"]) - desk.begun


def _table(city: City) -> float:
    with child("bare_window", "table", city.store) as window:
        return float(window.said["painted"]) - window.begun
