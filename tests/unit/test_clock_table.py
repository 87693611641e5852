"""When a clock runs out: worked out by hand, minute by minute, from the calendar of the seed data.

A line reads: who works how, the limit (hours or days), the start, the waits for the citizen, the
days granted by an extension, and the end. ``office`` is Monday to Friday 08:00-12:00 and
13:30-17:30; ``saturday`` works Saturday mornings as well; ``special`` does so too but stays closed
on 14 and 21 February and 29 August 2026 and opens on Sunday 8 March 2026 from 09:00 to 11:00;
``from June`` works Saturday mornings since 1 June 2026.
"""

import re
from datetime import date, timedelta

import pytest

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.calendars import calendars
from ihanoi_desk.domain.clocks import Wait, due_if_answered_now, handle_due
from ihanoi_desk.domain.deadlines import Limit, LimitUnit
from tests.unit.town import hanoi, seed_days, seed_hours
from tests.unit.working_time import SATURDAY, day, hours

ALL = calendars(
    (
        *seed_hours(),
        hours("saturday", "2024-01-01", SATURDAY),
        hours("special", "2024-01-01", SATURDAY),
        hours("from June", "2026-06-01", SATURDAY),
    ),
    (
        *seed_days(),
        day("2026-02-14", "closed", "special"),
        day("2026-02-21", "closed", "special"),
        day("2026-08-29", "closed", "special"),
        day("2026-03-08", "open", "special", "09:00-11:00"),
    ),
)

TABLE = [
    # The worked examples of the rules.
    ("office", "4h", "2026-03-06 16:30", "", 0, "2026-03-09 11:00"),
    ("office", "8h", "2026-03-06 17:00", "", 0, "2026-03-09 17:00"),
    ("office", "4h", "2026-08-28 17:00", "", 0, "2026-09-03 11:30"),
    # A day, lunch, the evening, the weekend.
    ("office", "4h", "2026-03-02 08:00", "", 0, "2026-03-02 12:00"),
    ("office", "4h", "2026-03-02 09:15", "", 0, "2026-03-02 14:45"),
    ("office", "4h", "2026-03-02 12:00", "", 0, "2026-03-02 17:30"),
    ("office", "4h", "2026-03-02 12:40", "", 0, "2026-03-02 17:30"),
    ("office", "4h", "2026-03-02 13:30", "", 0, "2026-03-02 17:30"),
    ("office", "4h", "2026-03-02 13:31", "", 0, "2026-03-03 08:01"),
    ("office", "8h", "2026-03-02 08:30", "", 0, "2026-03-03 08:30"),
    ("office", "8h", "2026-03-02 11:59", "", 0, "2026-03-03 11:59"),
    ("office", "4h", "2026-03-02 17:30", "", 0, "2026-03-03 12:00"),
    ("office", "4h", "2026-03-07 09:00", "", 0, "2026-03-09 12:00"),
    ("office", "4h", "2026-03-08 23:59", "", 0, "2026-03-09 12:00"),
    # Days: the first is not counted, the last ends with its close.
    ("office", "5d", "2026-03-02 08:30", "", 0, "2026-03-09 17:30"),
    ("office", "5d", "2026-03-02 23:59", "", 0, "2026-03-09 17:30"),
    ("office", "5d", "2026-03-06 16:30", "", 0, "2026-03-13 17:30"),
    ("office", "5d", "2026-03-07 10:00", "", 0, "2026-03-13 17:30"),
    ("office", "15d", "2026-03-02 08:30", "", 0, "2026-03-23 17:30"),
    ("office", "1d", "2026-03-06 17:29", "", 0, "2026-03-09 17:30"),
    # Tết 2026: 14 to 22 February.
    ("office", "4h", "2026-02-13 16:30", "", 0, "2026-02-23 11:00"),
    ("office", "8h", "2026-02-13 15:00", "", 0, "2026-02-23 15:00"),
    ("office", "8h", "2026-02-15 09:00", "", 0, "2026-02-23 17:30"),
    ("office", "4h", "2026-02-19 22:00", "", 0, "2026-02-23 12:00"),
    ("office", "5d", "2026-02-11 09:00", "", 0, "2026-02-25 17:30"),
    ("office", "15d", "2026-02-09 10:00", "", 0, "2026-03-09 17:30"),
    ("office", "1d", "2026-02-13 08:00", "", 0, "2026-02-23 17:30"),
    # Tết 2027: 4 to 10 February, an estimate.
    ("office", "4h", "2027-02-03 16:30", "", 0, "2027-02-11 11:00"),
    ("office", "8h", "2027-02-03 17:00", "", 0, "2027-02-11 17:00"),
    ("office", "5d", "2027-02-01 09:00", "", 0, "2027-02-15 17:30"),
    ("office", "15d", "2027-01-29 09:00", "", 0, "2027-02-26 17:30"),
    ("office", "4h", "2027-02-06 00:05", "", 0, "2027-02-11 12:00"),
    ("saturday", "4h", "2027-02-03 16:30", "", 0, "2027-02-11 11:00"),
    # New Year, and 2 January 2026 made up on Saturday the 10th.
    ("office", "4h", "2025-12-31 16:30", "", 0, "2026-01-05 11:00"),
    ("office", "2d", "2025-12-31 16:30", "", 0, "2026-01-06 17:30"),
    ("office", "1d", "2026-01-02 09:00", "", 0, "2026-01-05 17:30"),
    ("office", "5d", "2026-01-05 09:00", "", 0, "2026-01-10 17:30"),
    ("office", "8h", "2026-01-09 17:00", "", 0, "2026-01-10 17:00"),
    ("office", "4h", "2026-01-10 15:00", "", 0, "2026-01-12 09:30"),
    ("saturday", "8h", "2026-01-09 17:00", "", 0, "2026-01-10 17:00"),
    ("office", "4h", "2026-12-31 16:30", "", 0, "2027-01-04 11:00"),
    ("office", "5d", "2026-12-31 16:30", "", 0, "2027-01-08 17:30"),
    ("office", "15d", "2026-12-21 08:00", "", 0, "2027-01-12 17:30"),
    # Hùng Vương, 30 April, 1 May.
    ("office", "4h", "2026-04-24 16:00", "", 0, "2026-04-28 10:30"),
    ("office", "5d", "2026-04-23 09:00", "", 0, "2026-05-05 17:30"),
    ("office", "8h", "2026-04-29 15:30", "", 0, "2026-05-04 15:30"),
    ("office", "4h", "2027-04-15 16:30", "", 0, "2027-04-19 11:00"),
    ("office", "1d", "2027-04-29 09:00", "", 0, "2027-05-04 17:30"),
    ("office", "8h", "2027-04-29 17:00", "", 0, "2027-05-04 17:00"),
    ("saturday", "1d", "2027-04-29 09:00", "", 0, "2027-05-04 17:30"),
    # National Day, and 31 August 2026 made up on Saturday 22 August.
    ("office", "8h", "2026-08-21 17:00", "", 0, "2026-08-22 17:00"),
    ("office", "1d", "2026-08-21 17:00", "", 0, "2026-08-22 17:30"),
    ("office", "4h", "2026-08-22 16:30", "", 0, "2026-08-24 11:00"),
    ("saturday", "4h", "2026-08-22 16:30", "", 0, "2026-08-24 11:00"),
    ("office", "4h", "2026-08-31 09:00", "", 0, "2026-09-03 12:00"),
    ("office", "5d", "2026-08-26 09:00", "", 0, "2026-09-07 17:30"),
    ("office", "4h", "2027-09-01 17:00", "", 0, "2027-09-06 11:30"),
    # 24 November, Ngày Văn hóa Việt Nam, not confirmed.
    ("office", "4h", "2026-11-23 16:30", "", 0, "2026-11-25 11:00"),
    ("office", "8h", "2026-11-24 10:00", "", 0, "2026-11-25 17:30"),
    ("office", "5d", "2026-11-20 09:00", "", 0, "2026-11-30 17:30"),
    ("office", "1d", "2027-11-23 09:00", "", 0, "2027-11-25 17:30"),
    # Saturday mornings, days of one unit, a week that changes.
    ("saturday", "4h", "2026-03-06 17:00", "", 0, "2026-03-07 11:30"),
    ("saturday", "8h", "2026-03-06 16:30", "", 0, "2026-03-09 11:00"),
    ("saturday", "4h", "2026-03-07 10:00", "", 0, "2026-03-09 10:00"),
    ("saturday", "4h", "2026-03-07 12:00", "", 0, "2026-03-09 12:00"),
    ("saturday", "5d", "2026-03-02 08:30", "", 0, "2026-03-07 12:00"),
    ("special", "4h", "2026-02-13 16:30", "", 0, "2026-02-23 11:00"),
    ("special", "4h", "2026-08-28 17:00", "", 0, "2026-09-03 11:30"),
    ("special", "4h", "2026-03-07 11:00", "", 0, "2026-03-09 09:00"),
    ("special", "1d", "2026-03-07 09:00", "", 0, "2026-03-08 11:00"),
    ("from June", "4h", "2026-05-29 17:00", "", 0, "2026-06-01 11:30"),
    ("from June", "4h", "2026-06-05 17:00", "", 0, "2026-06-06 11:30"),
    # Waiting for the citizen.
    ("office", "4h", "2026-03-02 08:00", "03-02 09:00/03-02 11:00", 0, "2026-03-02 15:30"),
    ("office", "4h", "2026-03-02 16:00", "03-02 17:00/03-04 09:00", 0, "2026-03-04 12:00"),
    ("office", "4h", "2026-03-06 16:30", "03-06 17:00/03-07 20:00", 0, "2026-03-09 11:30"),
    ("office", "4h", "2026-03-02 09:00", "03-02 12:15/03-02 13:00", 0, "2026-03-02 14:30"),
    ("office", "4h", "2026-03-02 08:00", "03-02 14:00/03-03 14:00", 0, "2026-03-02 12:00"),
    ("office", "4h", "2026-03-02 08:00", "03-02 12:00/03-03 14:00", 0, "2026-03-02 12:00"),
    ("office", "4h", "2026-03-02 08:00", "03-02 10:00", 0, None),
    ("office", "4h", "2026-03-02 08:00", "03-02 14:00", 0, "2026-03-02 12:00"),
    (
        *("office", "4h", "2026-03-02 08:00"),
        *("03-02 09:00/03-02 11:00 03-02 15:00/03-03 09:00", 0, "2026-03-03 09:30"),
    ),
    ("office", "5d", "2026-03-02 08:30", "03-03 08:00/03-04 12:00", 0, "2026-03-11 12:00"),
    ("office", "5d", "2026-03-02 08:30", "03-06 16:30/03-09 09:00", 0, "2026-03-10 10:00"),
    (
        *("office", "5d", "2026-03-02 08:30"),
        *("03-03 08:00/03-03 10:00 03-05 13:30/03-05 17:30", 0, "2026-03-10 15:30"),
    ),
    ("office", "5d", "2026-02-09 09:00", "02-13 16:30/02-24 08:00", 0, "2026-02-25 09:00"),
    ("saturday", "4h", "2026-03-06 16:30", "03-06 17:00/03-09 08:00", 0, "2026-03-09 11:30"),
    # One extension.
    ("office", "15d", "2026-03-02 08:30", "", 5, "2026-03-30 17:30"),
    ("office", "15d", "2026-02-09 10:00", "", 10, "2026-03-23 17:30"),
    ("office", "5d", "2026-04-23 09:00", "", 1, "2026-05-06 17:30"),
    ("office", "15d", "2026-12-21 08:00", "", 5, "2027-01-19 17:30"),
    ("office", "4h", "2026-03-02 08:00", "", 1, "2026-03-03 17:30"),
    ("office", "15d", "2026-03-02 08:30", "03-10 08:00/03-10 17:30", 5, "2026-03-31 17:30"),
    ("office", "15d", "2026-03-02 08:30", "03-24 08:00/03-25 08:00", 5, "2026-03-31 17:30"),
    # One receipt under three levels of urgency, then the same with a wait.
    ("office", "4h", "2026-03-06 16:30", "03-09 08:00/03-09 10:00", 0, "2026-03-09 14:30"),
    ("office", "5d", "2026-03-06 16:30", "03-09 08:00/03-09 10:00", 0, "2026-03-16 10:00"),
    ("office", "15d", "2026-03-06 16:30", "", 0, "2026-03-27 17:30"),
    ("office", "15d", "2026-03-06 16:30", "03-09 08:00/03-09 10:00", 0, "2026-03-30 10:00"),
]


def limit_of(text: str) -> Limit:
    unit = LimitUnit.WORKING_HOURS if text.endswith("h") else LimitUnit.WORKING_DAYS
    return Limit("scene", "handle", "*", int(text[:-1]), unit, date(2025, 3, 1), True, "")


def waits_of(text: str, year: str) -> list[Wait]:
    """``03-02 09:00/03-02 11:00`` in `year`; without an end the answer is awaited."""
    pairs = re.findall(r"(\S{5} \S{5})(?:/(\S{5} \S{5}))?", text)
    return [
        Wait(hanoi(f"{year}-{start}"), hanoi(f"{year}-{end}") if end else None)
        for start, end in pairs
    ]


def calendar_of(name: str) -> WorkingCalendar:
    return ALL.of(name)


@pytest.mark.parametrize(("name", "limit", "start", "waits", "extra", "end"), TABLE)
def test_the_end(
    name: str, limit: str, start: str, waits: str, extra: int, end: str | None
) -> None:
    found = handle_due(
        limit_of(limit), hanoi(start), waits_of(waits, start[:4]), extra, calendar_of(name)
    )
    assert found == (hanoi(end) if end else None)


def test_the_table_is_long_enough_to_prove_something() -> None:
    assert len(set(TABLE)) == len(TABLE) >= 60


@pytest.mark.parametrize(
    ("limit", "start", "wait", "now", "end"),
    [
        ("4h", "2026-03-02 08:00", "03-02 10:00", "2026-03-02 10:00", "2026-03-02 12:00"),
        ("4h", "2026-03-02 08:00", "03-02 10:00", "2026-03-02 11:30", "2026-03-02 15:00"),
        ("4h", "2026-03-02 08:00", "03-02 10:00", "2026-03-04 09:00", "2026-03-04 11:00"),
        ("4h", "2026-03-06 16:30", "03-06 17:00", "2026-03-08 21:00", "2026-03-09 11:30"),
        ("4h", "2026-03-02 08:00", "03-02 14:00", "2026-03-04 09:00", "2026-03-02 12:00"),
        ("5d", "2026-03-02 08:30", "03-03 08:00", "2026-03-04 12:00", "2026-03-11 12:00"),
        ("5d", "2026-02-09 09:00", "02-13 16:30", "2026-02-24 08:00", "2026-02-25 09:00"),
    ],
)
def test_the_end_if_the_citizen_answered_now(
    limit: str, start: str, wait: str, now: str, end: str
) -> None:
    waits = waits_of(wait, start[:4])
    found = due_if_answered_now(
        limit_of(limit), hanoi(start), waits, 0, calendar_of("office"), hanoi(now)
    )
    assert found == hanoi(end)


def test_without_a_limit_nothing_runs_out() -> None:
    assert handle_due(None, hanoi("2026-03-02 08:00"), (), 0, calendar_of("office")) is None


@pytest.mark.parametrize("name", ["office", "saturday", "special", "from June"])
def test_no_wait_and_no_extension_change_nothing_by_being_empty(name: str) -> None:
    start, calendar = hanoi("2026-03-02 08:00"), calendar_of(name)
    moment = handle_due(limit_of("4h"), start, [Wait(start, start)], 0, calendar)
    assert moment == calendar.add(start, timedelta(hours=4))
