"""Which commune a position lies in: known places, every commune, and outside the city."""

import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ihanoi_desk.domain.boundaries import Boundaries
from ihanoi_desk.resources import RESOURCES
from tests.unit.town import seed_rows

FILE = RESOURCES / "boundaries" / "communes_2025-07-01.geojson"


@cache
def communes() -> Boundaries:
    return Boundaries.read(FILE)


@cache
def shapes() -> dict[str, BaseGeometry]:
    features = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    return {row["properties"]["code"]: shape(row["geometry"]) for row in features}


@pytest.mark.parametrize(
    ("place", "lat", "lon", "code"),
    [
        ("Hoàn Kiếm lake", 21.0287, 105.8524, "00070"),
        ("Hồ Chí Minh mausoleum", 21.0368, 105.8346, "00004"),
        ("Temple of Literature", 21.0281, 105.8357, "00226"),
        ("Mỹ Đình stadium", 21.0205, 105.7640, "00592"),
        ("Nội Bài airport", 21.2187, 105.8042, "00433"),
        ("Cổ Loa citadel", 21.1135, 105.8735, "00454"),
        ("Bát Tràng pottery village", 20.9764, 105.9126, "00577"),
        ("Sơn Tây citadel", 21.1387, 105.5050, "09574"),
        ("Perfume Pagoda", 20.6180, 105.7460, "10489"),
    ],
)
def test_known_place(place: str, lat: float, lon: float, code: str) -> None:
    assert communes().code_at(lat, lon) == code, place
    assert communes().nearest(lat, lon, 1)[0].code == code


@pytest.mark.parametrize(
    ("place", "lat", "lon"),
    [
        ("Bắc Ninh", 21.186, 106.076),
        ("Hải Phòng", 20.860, 106.680),
        ("Hồ Chí Minh City", 10.770, 106.700),
        ("latitude and longitude confused", 105.8524, 21.0287),
        ("nowhere", 0.0, 0.0),
    ],
)
def test_outside_the_city(place: str, lat: float, lon: float) -> None:
    assert communes().code_at(lat, lon) is None, place
    assert communes().nearest(lat, lon, 1000) == []


@pytest.mark.parametrize(
    "row",
    [row for row in seed_rows("units_2025-07-01") if row["parent_code"]],
    ids=lambda row: row["code"],
)
def test_a_point_inside_each_commune_finds_it(row: dict[str, str]) -> None:
    point = shapes()[row["code"]].representative_point()
    assert communes().code_at(point.y, point.x) == row["code"]


def test_a_shared_border_belongs_to_the_lower_code() -> None:
    lake, gate = shapes()["00070"], shapes()["00082"]
    corner = lake.boundary.intersection(gate.boundary).representative_point()
    touching = [near.code for near in communes().nearest(corner.y, corner.x, 0.01)]
    assert len(touching) > 1
    assert communes().code_at(corner.y, corner.x) == min(touching)


def test_neighbours_come_nearest_first() -> None:
    found = communes().nearest(21.0287, 105.8524, 2000)
    assert (found[0].code, found[0].metres) == ("00070", 0.0)
    assert [near.metres for near in found] == sorted(near.metres for near in found)
    assert {near.code for near in found} >= {"00070", "00082", "00097"}
    assert all(0 < near.metres <= 2000 for near in found[1:])


def test_a_wider_circle_keeps_what_the_narrow_one_found() -> None:
    narrow = communes().nearest(21.0287, 105.8524, 500)
    wide = communes().nearest(21.0287, 105.8524, 5000)
    assert wide[: len(narrow)] == narrow and len(wide) > len(narrow)


def test_distances_are_metres_in_both_directions() -> None:
    """One thousandth of a degree is 111 m northwards and 104 m eastwards at Hà Nội."""
    square = Boundaries({"sq": shape(SQUARE)})
    (north,) = square.nearest(21.011, 105.805, 1000)
    (east,) = square.nearest(21.005, 105.811, 1000)
    assert north.metres == pytest.approx(111.3, abs=0.5)
    assert east.metres == pytest.approx(103.9, abs=0.5)
    assert square.nearest(21.011, 105.805, 100) == []


SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[105.80, 21.00], [105.81, 21.00], [105.81, 21.01], [105.80, 21.01], [105.80, 21.00]]
    ],
}


@given(st.floats(20.5, 21.5), st.floats(105.2, 106.1))
def test_inside_means_no_distance(lat: float, lon: float) -> None:
    code = communes().code_at(lat, lon)
    near = communes().nearest(lat, lon, 500)
    touching = [row.code for row in near if row.metres == 0]
    assert (code in touching) if code else not touching


def test_places_of_the_gazetteer_lie_in_their_commune() -> None:
    rows = seed_rows("gazetteer")
    astray = [
        row["name"]
        for row in rows
        if communes().code_at(float(row["lat"]), float(row["lon"])) != row["ward_code"]
    ]
    assert len(astray) <= len(rows) // 200, astray


# --- what a small map draws ---------------------------------------------------------------------

BY_THE_BORDER = (21.035711, 105.85432)


def test_outlines_lie_around_the_position_and_within_the_square() -> None:
    found = communes().outlines(*BY_THE_BORDER, 100)
    assert {outline.code for outline in found} == {"00070", "00097"}
    spots = [spot for outline in found for ring in outline.rings for spot in ring]
    assert all(abs(east) <= 100.01 and abs(north) <= 100.01 for east, north in spots)


def test_border_spot_is_as_far_as_nearest_says() -> None:
    borders = communes()
    for near in borders.nearest(*BY_THE_BORDER, 1500):
        east, north = borders.border_spot(*BY_THE_BORDER, near.code)
        assert (east**2 + north**2) ** 0.5 == pytest.approx(near.metres, abs=0.01)
