"""Time limits: which dated row is in force, and when a clock started now runs out."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ihanoi_desk.domain.cases import Urgency
from ihanoi_desk.domain.deadlines import Limit, LimitUnit, due, find_limit
from ihanoi_desk.domain.kinds import KINDS
from tests.unit.town import CALENDAR, hanoi, seed_limits


def limit(amount: int, urgency: str, valid_from: str, kind: str = "scene") -> Limit:
    day = date.fromisoformat(valid_from)
    return Limit(kind, "handle", urgency, amount, LimitUnit.WORKING_DAYS, day, False, "proposal")


ANY_OLD = limit(5, "*", "2025-03-01")
ANY_NEW = limit(4, "*", "2026-01-01")
URGENT_OLD = limit(1, "urgent", "2025-03-01")
URGENT_NEW = limit(2, "urgent", "2026-06-01")
OTHER_KIND = limit(9, "*", "2025-03-01", kind="waste")
ROWS = (ANY_NEW, URGENT_OLD, OTHER_KIND, URGENT_NEW, ANY_OLD)


@pytest.mark.parametrize(
    ("kind", "urgency", "on", "found"),
    [
        ("scene", "normal", "2025-02-28", None),
        ("scene", "normal", "2025-03-01", ANY_OLD),
        ("scene", "normal", "2025-12-31", ANY_OLD),
        ("scene", "normal", "2026-01-01", ANY_NEW),
        ("scene", "urgent", "2025-03-01", URGENT_OLD),
        ("scene", "urgent", "2026-02-01", URGENT_OLD),
        ("scene", "urgent", "2026-06-01", URGENT_NEW),
        ("waste", "urgent", "2026-06-01", OTHER_KIND),
        ("procedure", "normal", "2026-06-01", None),
    ],
)
def test_row_in_force(kind: str, urgency: str, on: str, found: Limit | None) -> None:
    assert find_limit(ROWS, kind, "handle", urgency, date.fromisoformat(on)) == found
    assert find_limit(ROWS, kind, "receive", urgency, date.fromisoformat(on)) is None


@given(st.permutations(ROWS), st.sampled_from(Urgency), st.dates(date(2025, 1, 1)))
def test_the_order_of_rows_does_not_matter(rows: list[Limit], urgency: str, on: date) -> None:
    assert find_limit(rows, "scene", "handle", urgency, on) == find_limit(
        ROWS, "scene", "handle", urgency, on
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("clock", ["receive", "handle"])
def test_every_kind_has_a_limit_today(kind: str, urgency: Urgency, clock: str) -> None:
    assert find_limit(seed_limits(), kind, clock, urgency, date(2026, 11, 23)) is not None


@pytest.mark.parametrize(
    ("clock", "urgency", "amount", "verified"),
    [
        ("receive", "normal", (8, LimitUnit.WORKING_HOURS), True),
        ("receive", "urgent", (8, LimitUnit.WORKING_HOURS), True),
        ("handle", "urgent", (4, LimitUnit.WORKING_HOURS), True),
        ("handle", "normal", (5, LimitUnit.WORKING_DAYS), False),
        ("handle", "complex", (15, LimitUnit.WORKING_DAYS), False),
    ],
)
def test_limits_of_scene_reports(
    clock: str, urgency: str, amount: tuple[int, LimitUnit], verified: bool
) -> None:
    row = find_limit(seed_limits(), "scene", clock, urgency, date(2026, 3, 2))
    assert row is not None
    assert ((row.amount, row.unit), row.verified) == (amount, verified)


@pytest.mark.parametrize(
    ("amount", "unit", "start", "end"),
    [
        (4, LimitUnit.WORKING_HOURS, "2026-03-06 16:30", "2026-03-09 11:00"),
        (8, LimitUnit.WORKING_HOURS, "2026-03-06 17:00", "2026-03-09 17:00"),
        (4, LimitUnit.WORKING_HOURS, "2026-03-06 23:00", "2026-03-09 12:00"),
        (5, LimitUnit.WORKING_DAYS, "2026-03-06 16:30", "2026-03-13 17:30"),
        (1, LimitUnit.WORKING_DAYS, "2026-02-13 08:00", "2026-02-23 17:30"),
    ],
)
def test_due(amount: int, unit: LimitUnit, start: str, end: str) -> None:
    row = Limit("scene", "handle", "*", amount, unit, date(2025, 3, 1), True, "")
    assert due(row, hanoi(start), CALENDAR) == hanoi(end)


def test_no_limit_no_date() -> None:
    assert due(None, hanoi("2026-03-02 08:30"), CALENDAR) is None


@given(st.sampled_from(seed_limits()), st.datetimes(datetime(2025, 3, 1), datetime(2027, 9, 1)))
def test_every_limit_ends_after_it_starts(row: Limit, start: datetime) -> None:
    moment = hanoi(start.isoformat())
    end = due(row, moment, CALENDAR)
    assert end is not None and end > moment
