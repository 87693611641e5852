"""Working time: hand-checked moments over lunch, nights, weekends, Tết and swapped days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ihanoi_desk.domain.calendar import HANOI, OFFICE_SESSIONS, WorkingCalendar
from tests.unit.town import CALENDAR, hanoi

ZERO = timedelta()

WORKED = [
    # The three examples of the working rules.
    ("2026-03-06 16:30", "4:00", "2026-03-09 11:00"),
    ("2026-03-06 17:00", "8:00", "2026-03-09 17:00"),
    ("2026-08-28 17:00", "4:00", "2026-09-03 11:30"),
    # Within a day and over lunch.
    ("2026-03-02 08:00", "0:30", "2026-03-02 08:30"),
    ("2026-03-02 11:30", "0:30", "2026-03-02 12:00"),
    ("2026-03-02 11:30", "1:00", "2026-03-02 14:00"),
    ("2026-03-02 12:00", "1:00", "2026-03-02 14:30"),
    ("2026-03-02 12:45", "1:00", "2026-03-02 14:30"),
    ("2026-03-02 13:29", "0:01", "2026-03-02 13:31"),
    ("2026-03-02 08:00", "8:00", "2026-03-02 17:30"),
    # Before eight, after five, at night.
    ("2026-03-02 06:00", "4:00", "2026-03-02 12:00"),
    ("2026-03-02 17:30", "0:01", "2026-03-03 08:01"),
    ("2026-03-02 17:29", "0:02", "2026-03-03 08:01"),
    ("2026-03-02 20:15", "4:00", "2026-03-03 12:00"),
    ("2026-03-02 23:59", "0:30", "2026-03-03 08:30"),
    ("2026-03-03 00:01", "0:30", "2026-03-03 08:30"),
    ("2026-03-02 08:30", "8:00", "2026-03-03 08:30"),
    # Over the weekend, from within it, a whole week.
    ("2026-03-07 10:00", "4:00", "2026-03-09 12:00"),
    ("2026-03-08 23:00", "5:00", "2026-03-09 14:30"),
    ("2026-03-06 17:29", "0:02", "2026-03-09 08:01"),
    ("2026-03-02 08:00", "40:00", "2026-03-06 17:30"),
    ("2026-03-02 08:00", "40:01", "2026-03-09 08:01"),
    # Tết 2026: 14 to 22 February.
    ("2026-02-13 16:30", "4:00", "2026-02-23 11:00"),
    ("2026-02-13 17:30", "1:00", "2026-02-23 09:00"),
    ("2026-02-17 09:00", "8:00", "2026-02-23 17:30"),
    ("2026-02-22 23:59", "0:01", "2026-02-23 08:01"),
    # New Year: 2 January off, made up on Saturday the 10th.
    ("2025-12-31 16:30", "4:00", "2026-01-05 11:00"),
    ("2026-01-02 09:00", "1:00", "2026-01-05 09:00"),
    ("2026-01-09 16:30", "4:00", "2026-01-10 11:00"),
    ("2026-01-10 09:00", "2:00", "2026-01-10 11:00"),
    ("2026-01-10 17:00", "1:00", "2026-01-12 08:30"),
    # National Day: 31 August off, made up on Saturday 22 August.
    ("2026-08-21 17:00", "8:00", "2026-08-22 17:00"),
    ("2026-08-22 16:30", "4:00", "2026-08-24 11:00"),
    ("2026-08-31 09:00", "1:00", "2026-09-03 09:00"),
    ("2026-09-02 12:00", "8:00", "2026-09-03 17:30"),
    # Hùng Vương on a Sunday with Monday off; 30 April and 1 May; 24 November.
    ("2026-04-24 17:00", "1:00", "2026-04-28 08:30"),
    ("2026-04-29 17:00", "1:00", "2026-05-04 08:30"),
    ("2026-11-23 17:00", "1:00", "2026-11-25 08:30"),
]


def hours(text: str) -> timedelta:
    whole, minutes = text.split(":")
    return timedelta(hours=int(whole), minutes=int(minutes))


@pytest.mark.parametrize(("start", "amount", "end"), WORKED)
def test_add(start: str, amount: str, end: str) -> None:
    assert CALENDAR.add(hanoi(start), hours(amount)) == hanoi(end)


@pytest.mark.parametrize(("start", "amount", "end"), WORKED)
def test_between_measures_the_same_way(start: str, amount: str, end: str) -> None:
    assert CALENDAR.between(hanoi(start), hanoi(end)) == hours(amount)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02 08:30", 1, "2026-03-03 17:30"),
        ("2026-03-02 23:59", 1, "2026-03-03 17:30"),
        ("2026-03-03 00:30", 1, "2026-03-04 17:30"),
        ("2026-03-02 08:30", 5, "2026-03-09 17:30"),
        ("2026-03-02 08:30", 15, "2026-03-23 17:30"),
        ("2026-03-07 10:00", 1, "2026-03-09 17:30"),
        ("2026-03-08 23:00", 1, "2026-03-09 17:30"),
        ("2026-02-13 09:00", 1, "2026-02-23 17:30"),
        ("2026-02-17 09:00", 2, "2026-02-24 17:30"),
        ("2026-01-09 09:00", 1, "2026-01-10 17:30"),
        ("2026-01-09 09:00", 2, "2026-01-12 17:30"),
        ("2026-08-28 09:00", 5, "2026-09-09 17:30"),
    ],
)
def test_days_count_from_the_next_one(start: str, days: int, end: str) -> None:
    assert CALENDAR.add_days(hanoi(start), days) == hanoi(end)


@pytest.mark.parametrize("days", [0, -1])
def test_days_cannot_be_added_backwards(days: int) -> None:
    with pytest.raises(ValueError, match="backwards"):
        CALENDAR.add_days(hanoi("2026-03-02 08:30"), days)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-02 07:59", False),
        ("2026-03-02 08:00", True),
        ("2026-03-02 11:59", True),
        ("2026-03-02 12:00", False),
        ("2026-03-02 13:30", True),
        ("2026-03-02 17:30", False),
        ("2026-03-07 09:00", False),
        ("2026-01-10 09:00", True),
        ("2026-08-31 09:00", False),
        ("2026-02-17 09:00", False),
    ],
)
def test_is_open(moment: str, is_open: bool) -> None:
    assert CALENDAR.is_open(hanoi(moment)) is is_open


def test_a_unit_may_work_on_saturday_morning() -> None:
    week = ((OFFICE_SESSIONS,) * 5) + (OFFICE_SESSIONS[:1], ())
    calendar = WorkingCalendar(week=week)
    assert calendar.add(hanoi("2026-03-06 17:00"), hours("4:30")) == hanoi("2026-03-07 12:00")
    assert calendar.add(hanoi("2026-03-06 17:00"), hours("5:00")) == hanoi("2026-03-09 08:30")
    assert calendar.add_days(hanoi("2026-03-06 09:00"), 1) == hanoi("2026-03-07 12:00")


def test_a_swapped_saturday_is_worked_even_when_it_is_also_off() -> None:
    day = date(2026, 1, 10)
    calendar = WorkingCalendar(days_off=frozenset({day}), swap_work=frozenset({day}))
    assert [(a.time(), b.time()) for a, b in calendar.sessions(day)] == list(OFFICE_SESSIONS)


def test_moments_come_back_in_the_zone_they_came_in() -> None:
    start = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert CALENDAR.add(start, hours("1:00")).tzinfo is UTC
    assert CALENDAR.add(start.astimezone(HANOI), hours("1:00")).tzinfo is HANOI
    assert CALENDAR.add_days(start, 1).tzinfo is UTC


def test_estimated_days_are_marked() -> None:
    assert {date(2026, 11, 24), date(2027, 2, 8)} <= CALENDAR.unverified
    assert date(2026, 2, 17) not in CALENDAR.unverified


NEVER = WorkingCalendar(week=((),) * 7)
BACKWARDS = WorkingCalendar(week=(((time(12), time(8)),),) * 7)


@pytest.mark.parametrize("broken", [NEVER, BACKWARDS], ids=["never open", "closes before it opens"])
def test_a_broken_calendar_raises_and_does_not_hang(broken: WorkingCalendar) -> None:
    start = hanoi("2026-03-02 08:30")
    with pytest.raises(ValueError, match="never opens"):
        broken.add(start, hours("1:00"))
    assert broken.between(start, start + timedelta(days=30)) == ZERO
    assert not broken.is_open(start)


def test_no_working_day_is_ever_found_in_a_closed_calendar() -> None:
    with pytest.raises(ValueError, match="never opens"):
        NEVER.add_days(hanoi("2026-03-02 08:30"), 1)


def test_working_time_cannot_be_added_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        CALENDAR.add(hanoi("2026-03-02 08:30"), hours("0:01") * -1)


# --- what must hold for every moment ------------------------------------------------------------

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 11, 30), timezones=st.just(UTC))
EDGES = st.builds(
    lambda day, at: datetime.combine(day, at, HANOI).astimezone(UTC),
    st.dates(date(2024, 1, 1), date(2027, 11, 30)),
    st.sampled_from([edge for session in OFFICE_SESSIONS for edge in session]),
)
STARTS = MOMENTS | EDGES
AMOUNTS = st.timedeltas(ZERO, timedelta(hours=130)) | st.integers(0, 60).map(
    lambda halves: timedelta(minutes=30 * halves)
)


@given(STARTS, STARTS, AMOUNTS)
def test_later_starts_never_end_earlier(one: datetime, other: datetime, amount: timedelta) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.add(first, amount) <= CALENDAR.add(second, amount)


@given(STARTS, AMOUNTS, AMOUNTS)
def test_more_work_never_ends_earlier(start: datetime, one: timedelta, other: timedelta) -> None:
    less, more = sorted((one, other))
    assert start <= CALENDAR.add(start, less) <= CALENDAR.add(start, more)


@given(STARTS, AMOUNTS, AMOUNTS)
@example(hanoi("2026-03-02 08:00"), timedelta(hours=4), ZERO)
@example(hanoi("2026-03-06 09:30"), timedelta(hours=6, minutes=30), ZERO)
def test_work_can_be_added_in_parts(start: datetime, one: timedelta, other: timedelta) -> None:
    assert CALENDAR.add(CALENDAR.add(start, one), other) == CALENDAR.add(start, one + other)


@given(STARTS, AMOUNTS)
def test_no_end_lies_in_closed_time(start: datetime, amount: timedelta) -> None:
    end = CALENDAR.add(start, amount)
    periods = CALENDAR.sessions(end.astimezone(HANOI).date())
    assert any(opens <= end <= closes for opens, closes in periods)


@given(STARTS, AMOUNTS)
def test_between_undoes_add(start: datetime, amount: timedelta) -> None:
    assert CALENDAR.between(start, CALENDAR.add(start, amount)) == amount


@given(STARTS, STARTS)
def test_between_is_symmetric(one: datetime, other: datetime) -> None:
    assert CALENDAR.between(one, other) == -CALENDAR.between(other, one)
    assert abs(CALENDAR.between(one, other)) <= abs(one - other)


@given(STARTS, STARTS, STARTS)
def test_between_adds_up(one: datetime, other: datetime, third: datetime) -> None:
    a, b, c = sorted((one, other, third))
    assert CALENDAR.between(a, b) + CALENDAR.between(b, c) == CALENDAR.between(a, c)


@given(STARTS, st.integers(1, 30))
def test_days_end_at_a_close_on_a_later_day(start: datetime, days: int) -> None:
    end = CALENDAR.add_days(start, days)
    local = end.astimezone(HANOI)
    assert local.date() > start.astimezone(HANOI).date()
    assert local.time() == time(17, 30)
    assert CALENDAR.add_days(end, 1) == CALENDAR.add_days(start, days + 1)
