"""What a viewport shows of a query's points: nothing lost, nothing counted twice."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ui.map.clusters import MOST_SYMBOLS, Box, PointSet, extent, gather, place, project, unproject

CITY = Box(20.5, 105.2, 21.4, 106.1)
LATS = st.floats(CITY.south + 0.01, CITY.north - 0.01)
LONS = st.floats(CITY.west + 0.01, CITY.east - 0.01)


def make_points(lat: object, lon: object, late: object = None) -> PointSet:
    lat, lon = np.asarray(lat, dtype=float), np.asarray(lon, dtype=float)
    total = len(lat)
    flags = np.zeros(total, dtype=bool)
    return SimpleNamespace(
        ids=np.arange(1, total + 1),
        lat=lat,
        lon=lon,
        state=np.zeros(total, dtype=int),
        late=flags if late is None else np.asarray(late, dtype=bool),
        urgent=flags,
    )


@st.composite
def point_sets(draw: st.DrawFn) -> PointSet:
    total = draw(st.integers(0, 300))
    return make_points(
        draw(arrays(float, total, elements=LATS)),
        draw(arrays(float, total, elements=LONS)),
        draw(arrays(bool, total)),
    )


@given(point_sets(), st.floats(9, 19))
@settings(deadline=None, max_examples=150)
def test_counts_of_the_whole_city_sum_to_all_points(points: PointSet, zoom: float) -> None:
    placed = place(points)
    picture = gather(placed, CITY, zoom)
    assert picture.count.sum() == len(points.ids)
    assert picture.late.sum() == points.late.sum()
    assert len(picture.count) <= MOST_SYMBOLS
    members = np.concatenate([picture.members(i) for i in range(len(picture.count))] or [[]])
    assert sorted(members) == list(range(len(points.ids)))


@given(point_sets(), st.floats(9, 19), LATS, LONS, st.floats(0.001, 0.2))
@settings(deadline=None, max_examples=150)
def test_every_point_inside_the_box_is_in_some_symbol(
    points: PointSet, zoom: float, south: float, west: float, side: float
) -> None:
    box = Box(south, west, south + side, west + side)
    picture = gather(place(points), box, zoom)
    inside = (
        (points.lat >= box.south)
        & (points.lat <= box.north)
        & (points.lon >= box.west)
        & (points.lon <= box.east)
    )
    assert set(np.flatnonzero(inside)) <= set(picture.point)
    assert picture.count.sum() == len(picture.point) == len(set(picture.point))


@given(point_sets().filter(lambda points: len(points.ids) > 0), st.floats(9, 19), st.data())
@settings(deadline=None, max_examples=80)
def test_the_selected_case_stays_on_its_own(
    points: PointSet, zoom: float, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(points.ids.tolist()))
    placed = place(points)
    picture = gather(placed, CITY, zoom, keep=chosen)
    single = [
        i for i in np.flatnonzero(picture.count == 1) if placed.ids[picture.first[i]] == chosen
    ]
    assert len(single) == 1
    assert picture.count.sum() == len(points.ids)


def test_a_case_without_position_is_left_out() -> None:
    placed = place(make_points([21.0, np.nan], [105.8, np.nan]))
    assert placed.ids.tolist() == [1]


def test_moving_by_less_than_a_cell_keeps_the_counts() -> None:
    rng = np.random.default_rng(7)
    placed = place(make_points(rng.normal(21, 0.01, 500), rng.normal(105.8, 0.01, 500)))
    here = gather(placed, Box(20.9, 105.7, 21.1, 105.9), 13)
    moved = gather(placed, Box(20.9003, 105.7003, 21.1003, 105.9003), 13)
    assert sorted(here.count.tolist()) == sorted(moved.count.tolist())


def test_a_crowded_view_gets_larger_cells() -> None:
    rng = np.random.default_rng(8)
    points = make_points(rng.uniform(20.8, 21.2, 100_000), rng.uniform(105.6, 106.0, 100_000))
    picture = gather(place(points), Box(20.8, 105.6, 21.2, 106.0), 14)
    assert 50 < len(picture.count) <= MOST_SYMBOLS
    assert picture.count.sum() == 100_000


def test_extent_holds_the_points() -> None:
    placed = place(make_points([21.01, 21.03], [105.81, 105.84]))
    box = extent(placed, np.array([0, 1]))
    assert (box.south, box.west, box.north, box.east) == pytest.approx(
        (21.01, 105.81, 21.03, 105.84)
    )


@given(st.floats(-80, 80), st.floats(-179, 179))
def test_projection_has_an_inverse(lat: float, lon: float) -> None:
    back = unproject(*project(np.array([lat]), np.array([lon])))
    assert (back[0][0], back[1][0]) == pytest.approx((lat, lon), abs=1e-7)
