"""The memory of the desk with queue and map open, beside a bare window with an empty web map."""

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import folium

from ihanoi_desk.resources import RESOURCES
from tests.benchmarks.children import child
from tests.benchmarks.city import FOLDER, find_city
from tests.benchmarks.figure import Figure, Pair, compare

GOAL = 1.5
ROUNDS = 3
LOOK_EVERY_S = 0.5
STEADY = 0.01
"""Two looks that differ by less than this share mean that nothing grows any more."""
LOOKS = 40


def measure() -> Iterator[Figure]:
    city, page = find_city(), _empty_map()
    yield compare("memory", [_take(city.folder, page) for _ in range(ROUNDS)], GOAL, "MB")


def _take(folder: Path, page: Path) -> Pair:
    with child("desk_process", folder, "map") as desk:
        value = _settled(desk.pid)
    with child("bare_window", "map", page) as window:
        return value, _settled(window.pid)


def _settled(pid: int) -> float:
    """Megabytes of a process and all its children, once they have stopped growing."""
    before = 0.0
    for _ in range(LOOKS):
        found = sum(_megabytes(member) for member in _family(pid))
        if abs(found - before) < STEADY * found:
            return found
        before = found
        time.sleep(LOOK_EVERY_S)
    return before


def _family(pid: int) -> list[int]:
    children = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text(encoding="utf-8")
        except OSError:
            continue
        parent = int(state.rpartition(")")[2].split()[1])
        children[parent].append(int(folder.name))
    found = [pid]
    for member in found:
        found += children[member]
    return found


def _megabytes(pid: int) -> float:
    """The proportional set size: pages that several processes share are counted once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def _empty_map() -> Path:
    """folium's page without any data, with the bundled Leaflet instead of the network's."""
    leaflet = RESOURCES / "map" / "leaflet"
    drawn = folium.Map(location=(21.03, 105.82), zoom_start=11, tiles=None)
    drawn.default_js = [("leaflet", (leaflet / "leaflet.js").as_uri())]
    drawn.default_css = [("leaflet_css", (leaflet / "leaflet.css").as_uri())]
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = FOLDER / "empty-map.html"
    drawn.save(os.fspath(page))
    return page
