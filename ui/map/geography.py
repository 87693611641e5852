"""Brings boundaries and street names into the form the map page draws."""

import csv
import json
from collections import defaultdict
from statistics import median
from typing import Any

from ihanoi_desk.resources import RESOURCES

BOUNDARIES = RESOURCES / "boundaries" / "communes_2025-07-01.geojson"
GAZETTEER = RESOURCES / "seed" / "gazetteer.csv"
LABEL_TOLERANCE = 0.002
"""Degrees by which a name may miss the roomiest spot of its unit."""

Spot = tuple[float, float]


def read_units() -> list[dict[str, object]]:
    """The communes: names, rings as flat lon, lat lists, the roomiest spot for the name."""
    features = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]
    return [_describe(row["properties"], row["geometry"]) for row in features]


def read_streets() -> list[tuple[str, float, float]]:
    """Name, lat and lon of a known spot on each street, one per street and commune."""
    spots: defaultdict[tuple[str, str], list[Spot]] = defaultdict(list)
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["street"]:
                street = row["street"].split(",")[0].removeprefix("Phố ").removeprefix("Đường ")
                spots[street, row["ward_code"]].append((float(row["lat"]), float(row["lon"])))
    named = [(street, *_middle(known)) for (street, _), known in spots.items()]
    return sorted((row for row in named if row[0][:1].isupper()), key=lambda row: row[0])


def _middle(spots: list[Spot]) -> Spot:
    """The spot nearest to the middle of all: a mean could lie beside the street."""
    lat, lon = median(spot[0] for spot in spots), median(spot[1] for spot in spots)
    return min(spots, key=lambda spot: (spot[0] - lat) ** 2 + (spot[1] - lon) ** 2)


def _describe(facts: dict[str, str], geometry: dict[str, Any]) -> dict[str, object]:
    # Shapely costs 0.15 s at the program's start, and only a new base page needs it.
    from shapely import maximum_inscribed_circle
    from shapely.geometry import shape

    area = shape(geometry)
    spot = maximum_inscribed_circle(area, tolerance=LABEL_TOLERANCE).coords
    return {
        "code": facts["code"],
        "name": facts["name"],
        "fullName": facts["full_name"],
        "label": [spot[0][1], spot[0][0]],
        "rings": [
            [number for point in ring.coords for number in point[:2]]
            for part in getattr(area, "geoms", [area])
            for ring in (part.exterior, *part.interiors)
        ],
    }
