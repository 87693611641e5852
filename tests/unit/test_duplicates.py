"""Reports of one thing: near in place and time, the same category, the most alike words first."""

from datetime import date, timedelta
from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ihanoi_desk.domain.duplicates import METRES_PER_DEGREE, Reach, Report, alike, distance, reach
from tests.unit.town import FILED, seed_policies

LAT, LON = 21.0287, 105.8524
WITHIN = Reach(100, timedelta(hours=48))
TREE = "Cây đổ chắn nửa đường, đè lên dây điện"


def report(
    number: int = 1,
    words: str = TREE,
    north: float = 0,
    east: float = 0,
    later: timedelta = timedelta(),
    category: str = "tree",
) -> Report:
    return Report(
        number,
        f"HT-{number:06d}",
        category,
        words,
        LAT + north / METRES_PER_DEGREE,
        LON + east / METRES_PER_DEGREE / cos(radians(LAT)),
        FILED + later,
    )


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (report(2), True),
        (report(2, north=99.9), True),
        (report(2, north=100.1), False),
        (report(2, east=-99.9), True),
        (report(2, east=-100.1), False),
        (report(2, north=70, east=70), True),
        (report(2, north=71, east=71), False),
        (report(2, later=48 * HOUR), True),
        (report(2, later=-48 * HOUR), True),
        (report(2, later=48 * HOUR + timedelta(seconds=1)), False),
        (report(2, later=-49 * HOUR), False),
        (report(2, category="garbage"), False),
        (report(2, words="Việc hoàn toàn khác"), True),
        (report(1, north=5), False),
    ],
)
def test_what_may_be_the_same(other: Report, found: bool) -> None:
    assert bool(alike(report(), [other], WITHIN)) is found


def test_the_most_alike_come_first_then_the_nearest() -> None:
    others = [
        report(2, "Rác chất đống"),
        report(3, "CAY DO chan duong", north=60),
        report(4, TREE, north=80),
        report(5, TREE, north=20),
    ]
    found = alike(report(), others, WITHIN)
    assert [row.id for row in found] == [5, 4, 3, 2]
    assert [row.likeness for row in found[:2]] == [1, 1]
    assert found[3].likeness == 0
    assert found[0].metres == pytest.approx(20, abs=0.01)


def test_tone_marks_case_and_stops_do_not_matter() -> None:
    (one,) = alike(report(), [report(2, "cay do, chan nua duong - DE LEN day dien!")], WITHIN)
    assert one.likeness == 1


def test_no_words_at_all_are_not_alike() -> None:
    (one,) = alike(report(words=""), [report(2, words="…")], WITHIN)
    assert one.likeness == 0


METRES = st.floats(-3000, 3000)


@given(METRES, METRES)
def test_distance_is_measured_the_same_both_ways(north: float, east: float) -> None:
    one, other = report(), report(2, north=north, east=east)
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, other) == pytest.approx((north**2 + east**2) ** 0.5, rel=0.001, abs=0.01)


@given(METRES, METRES)
def test_the_coarse_search_misses_nothing(north: float, east: float) -> None:
    other = report(2, north=north, east=east)
    high, wide = WITHIN.degrees(LAT)
    if distance(report(), other) <= WITHIN.metres:
        assert abs(other.lat - LAT) <= high * 1.001 and abs(other.lon - LON) <= wide * 1.001


@pytest.mark.parametrize(("on", "wanted"), [(date(2025, 3, 1), WITHIN), (date(2025, 2, 28), None)])
def test_the_reach_is_dated(on: date, wanted: Reach | None) -> None:
    assert reach(seed_policies(), on) == wanted
    assert reach((), date(2026, 1, 1)) is None
