"""Calendars of units: whose rows hold, from when, and how hours are written."""

from datetime import date, datetime, time, timedelta

import pytest

from ihanoi_desk.domain.calendar import OFFICE_WEEK, WorkingCalendar
from ihanoi_desk.domain.calendars import (
    calendars,
    checked_week,
    hours_of,
    text_of,
)
from ihanoi_desk.domain.refusals import Refused
from tests.unit.town import BOOK, CALENDAR, GATE, LAKE, hanoi, seed_days, seed_hours
from tests.unit.working_time import SATURDAY, day, hours

EARLY = hours_of("07:30-11:30, 13:00-17:00")
HERE, THERE = LAKE.key, GATE.key


def open_at(found: WorkingCalendar, text: str) -> str:
    return text_of(found.hours(date.fromisoformat(text)))


def test_without_rows_every_unit_works_office_hours() -> None:
    found = calendars((), ())
    assert found.of(HERE) is found.of(THERE) is found.city
    assert open_at(found.of(HERE), "2026-03-02") == "08:00-12:00, 13:30-17:30"


def test_the_bundled_hours_are_office_hours_and_two_units_work_on_saturday() -> None:
    assert open_at(CALENDAR, "2026-03-02") == "08:00-12:00, 13:30-17:30"
    assert open_at(CALENDAR, "2026-03-07") == ""
    centre = BOOK.calendar_for("TTPVHCC@2025-07-01")
    assert open_at(centre, "2026-03-07") == "08:00-12:00"
    assert centre.is_unverified(date(2026, 3, 7)) and not CALENDAR.is_unverified(date(2026, 3, 6))
    assert BOOK.calendar_for(HERE) is CALENDAR


@pytest.mark.parametrize(
    ("on", "here", "there"),
    [
        ("2026-03-02", "08:00-12:00, 13:30-17:30", "08:00-12:00, 13:30-17:30"),
        ("2026-05-30", "", ""),
        ("2026-06-06", "08:00-12:00", ""),
        ("2026-09-07", "08:00-12:00, 13:30-17:30", "07:30-11:30, 13:00-17:00"),
        ("2026-09-12", "08:00-12:00", ""),
    ],
)
def test_an_own_week_replaces_those_of_the_city_from_its_day_on(
    on: str, here: str, there: str
) -> None:
    rows = (
        hours("", "2026-09-01", (EARLY,) * 5 + ((), ())),
        hours(HERE, "2026-06-01", SATURDAY),
        hours("", "2024-01-01", OFFICE_WEEK),
    )
    found = calendars(rows, ())
    assert (open_at(found.of(HERE), on), open_at(found.of(THERE), on)) == (here, there)


@pytest.mark.parametrize(
    ("on", "here", "there"),
    [
        ("2026-01-02", "08:00-12:00", ""),
        ("2026-01-10", "", "08:00-12:00, 13:30-17:30"),
        ("2026-03-08", "09:00-11:00", ""),
        ("2026-03-09", "", "08:00-12:00, 13:30-17:30"),
        ("2026-02-16", "", ""),
    ],
)
def test_a_units_own_day_comes_before_a_day_of_the_city(on: str, here: str, there: str) -> None:
    own = (
        day("2026-01-02", "open", HERE, "08:00-12:00"),
        day("2026-01-10", "closed", HERE),
        day("2026-03-08", "open", HERE, "09:00-11:00"),
        day("2026-03-09", "closed", HERE),
    )
    found = calendars(seed_hours(), (*own, *seed_days()))
    assert (open_at(found.of(HERE), on), open_at(found.of(THERE), on)) == (here, there)


def test_a_day_is_unverified_by_its_own_row_or_by_its_week() -> None:
    rows = (hours(HERE, "2026-06-01", SATURDAY, verified=False),)
    found = calendars(rows, (day("2026-05-04", "closed", HERE, verified=False),)).of(HERE)
    marked = [on for on in (3, 4, 5) if found.is_unverified(date(2026, 5, on))]
    assert marked == [4]
    assert not found.is_unverified(date(2026, 5, 31)) and found.is_unverified(date(2026, 6, 1))


def test_a_swapped_day_is_worked_in_the_units_own_hours() -> None:
    found = calendars((hours(HERE, "2026-01-01", (EARLY,) * 5 + ((), ())),), seed_days())
    assert open_at(found.of(HERE), "2026-08-22") == "07:30-11:30, 13:00-17:00"
    start = hanoi("2026-08-21 16:30")
    assert found.of(HERE).add(start, timedelta(hours=4)) == hanoi("2026-08-22 11:00")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("   ", ()),
        ("08:00-12:00", ((time(8), time(12)),)),
        ("8:00 – 12:00", ((time(8), time(12)),)),
        ("7h30-11h30,13h00-17h00", ((time(7, 30), time(11, 30)), (time(13), time(17)))),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, found: object) -> None:
    assert hours_of(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "sáng",
        "08:00",
        "12:00-08:00",
        "08:00-08:00",
        "08:00-24:00",
        "08:00-12:60",
        "08:00-12:00,11:00-17:00",
        "13:30-17:30, 08:00-12:00",
        "08:00-12:00,",
    ],
)
def test_wrong_hours_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        hours_of(text)
    assert refusal.value.code == "bad_hours"


@pytest.mark.parametrize("week", [(), OFFICE_WEEK[:6], ((),) * 7])
def test_a_week_has_seven_days_and_is_open_at_least_once(week: tuple[()]) -> None:
    with pytest.raises(Refused) as refusal:
        checked_week(week)
    assert refusal.value.code == "never_open"


def test_written_hours_read_back() -> None:
    assert hours_of(text_of(EARLY)) == EARLY


@pytest.mark.parametrize(
    ("end", "minutes", "start"),
    [
        ("2026-03-09 11:00", 240, "2026-03-06 16:30"),
        ("2026-03-09 08:00", 60, "2026-03-06 16:30"),
        ("2026-03-02 14:00", 60, "2026-03-02 11:30"),
        ("2026-03-02 12:45", 30, "2026-03-02 11:30"),
        ("2026-02-23 09:00", 120, "2026-02-13 16:30"),
        ("2026-03-02 10:00", 0, "2026-03-02 10:00"),
        ("2026-03-07 10:00", 0, "2026-03-06 17:30"),
    ],
)
def test_working_time_before_a_moment(end: str, minutes: int, start: str) -> None:
    assert CALENDAR.before(hanoi(end), timedelta(minutes=minutes)) == hanoi(start)


@pytest.mark.parametrize(
    ("moment", "closed"),
    [
        ("2026-03-02 07:00", "2026-03-02 07:00"),
        ("2026-03-02 08:00", "2026-03-02 12:00"),
        ("2026-03-02 12:00", "2026-03-02 12:00"),
        ("2026-03-02 17:29", "2026-03-02 17:30"),
        ("2026-03-07 09:00", "2026-03-07 09:00"),
    ],
)
def test_the_next_closed_moment(moment: str, closed: str) -> None:
    assert CALENDAR.next_closed(hanoi(moment)) == hanoi(closed)


def test_the_next_close_of_adjoining_sessions_is_that_of_the_last() -> None:
    week = (hours_of("08:00-12:00"), *OFFICE_WEEK[1:])
    joined = (((time(8), time(12)), (time(12), time(15))), *week[1:])
    found = calendars((hours("", "2024-01-01", joined),), ()).city
    assert found.next_closed(datetime.fromisoformat("2026-03-02T09:00+07:00")).hour == 15
