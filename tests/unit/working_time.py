"""Rows of hours and days for the tests of clocks, and a unit that works on Saturday mornings."""

from datetime import date

from ihanoi_desk.domain.calendar import OFFICE_WEEK, Week
from ihanoi_desk.domain.calendars import DayOff, WorkingHours, calendars, hours_of
from tests.unit.town import LAKE, seed_days, seed_hours

SATURDAY: Week = (*OFFICE_WEEK[:5], hours_of("08:00-12:00"), ())


def hours(unit: str, since: str, week: Week, verified: bool = True) -> WorkingHours:
    return WorkingHours(unit, date.fromisoformat(since), week, verified, "")


def day(text: str, kind: str, unit: str = "", at: str = "", verified: bool = True) -> DayOff:
    return DayOff(date.fromisoformat(text), kind, "", verified, unit, hours_of(at))


OWN = calendars(
    (*seed_hours(), hours(LAKE.key, "2025-06-01", SATURDAY)),
    (*seed_days(), day("2026-03-08", "open", LAKE.key, "09:00-11:00")),
).of(LAKE.key)
