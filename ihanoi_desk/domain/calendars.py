"""The working calendars of all units, made from dated rows that administrators edit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise

from ihanoi_desk.domain.calendar import DatedWeek, Hours, Week, WorkingCalendar
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.units import UnitKey

EVERY_UNIT = ""
"""As the `unit` of a row: holds for every unit without a row of its own."""
SWAP_WORK = "swap_work"
CLOSED_DAYS = frozenset({"public", "compensatory", "swap_off"})
CITY_KINDS = CLOSED_DAYS | {SWAP_WORK}
SPECIAL_OPEN, SPECIAL_CLOSED = "open", "closed"
UNIT_KINDS = frozenset({SPECIAL_OPEN, SPECIAL_CLOSED})
SESSION = re.compile(r"(\d{1,2})[:h](\d{2})\s*[-–—]\s*(\d{1,2})[:h](\d{2})")


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that differs from the plain week.

    `kind` of a day of the whole city: public, compensatory, swap_off, swap_work. A `unit` has days
    of its own, ``closed`` or ``open`` at `hours`, which for it replace those of the city.
    """

    day: date
    kind: str
    name_vi: str
    verified: bool
    unit: UnitKey = EVERY_UNIT
    hours: Hours = ()


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The week that `unit` works from `valid_from` on. `source` says where that stands."""

    unit: UnitKey
    valid_from: date
    week: Week
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Calendars:
    """`city` holds for every unit that is not in `own`."""

    city: WorkingCalendar = field(default_factory=WorkingCalendar)
    own: Mapping[UnitKey, WorkingCalendar] = field(default_factory=dict, hash=False)

    def of(self, unit: UnitKey) -> WorkingCalendar:
        return self.own.get(unit, self.city)


def calendars(hours: Iterable[WorkingHours], days: Iterable[DayOff]) -> Calendars:
    """The calendar of every unit; the order of the rows does not matter."""
    weeks, specials = tuple(hours), tuple(days)
    units = ({row.unit for row in weeks} | {row.unit for row in specials}) - {EVERY_UNIT}
    return Calendars(
        _calendar(EVERY_UNIT, weeks, specials),
        {unit: _calendar(unit, weeks, specials) for unit in sorted(units)},
    )


def _calendar(
    unit: UnitKey, weeks: tuple[WorkingHours, ...], days: tuple[DayOff, ...]
) -> WorkingCalendar:
    own = [row for row in days if row.unit == unit and unit != EVERY_UNIT]
    replaced = {row.day for row in own}
    shared = [row for row in days if row.unit == EVERY_UNIT and row.day not in replaced]
    return WorkingCalendar(
        days_off=frozenset(row.day for row in shared if row.kind in CLOSED_DAYS),
        swap_work=frozenset(row.day for row in shared if row.kind == SWAP_WORK),
        unverified=frozenset(row.day for row in (*shared, *own) if not row.verified),
        later=_weeks(unit, weeks),
        special={row.day: row.hours if row.kind == SPECIAL_OPEN else () for row in own},
    )


def _weeks(unit: UnitKey, rows: tuple[WorkingHours, ...]) -> tuple[DatedWeek, ...]:
    """Those of the city until the unit's first own week, then only the unit's."""
    own = [row for row in rows if row.unit == unit]
    first = min((row.valid_from for row in own), default=date.max)
    before = [row for row in rows if row.unit == EVERY_UNIT and row.valid_from < first]
    in_order = sorted({*before, *own}, key=lambda row: row.valid_from)
    return tuple(DatedWeek(row.valid_from, row.week, row.verified) for row in in_order)


def checked_day(day: DayOff) -> DayOff:
    """`day`, if its kind fits whose day it is and its hours are proper. Raises Refused."""
    kinds = CITY_KINDS if day.unit == EVERY_UNIT else UNIT_KINDS
    if day.kind not in kinds:
        raise Refused("unknown_day_kind", kind=day.kind)
    if bool(checked(day.hours)) != (day.kind == SPECIAL_OPEN):
        raise Refused("bad_hours", hours=text_of(day.hours))
    return day


def hours_of(text: str) -> Hours:
    """``08:00-12:00, 13:30-17:30`` as sessions; empty text is a closed day.

    Raises Refused for anything that is not a list of sessions in order.
    """
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    return checked(tuple(_session(part) for part in parts))


def checked(hours: Hours) -> Hours:
    """`hours`, if each session ends after it begins and before the next. Raises Refused."""
    edges = [edge for session in hours for edge in session]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise Refused("bad_hours", hours=text_of(hours))
    return hours


def checked_week(week: Week) -> Week:
    """`week`, if it has seven days of proper hours of which one is open. Raises Refused."""
    if len(week) != 7 or not any(checked(hours) for hours in week):
        raise Refused("never_open")
    return week


def text_of(hours: Hours) -> str:
    """The opposite of `hours_of`."""
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in hours)


def _session(text: str) -> tuple[time, time]:
    found = SESSION.fullmatch(text)
    if found is None:
        raise Refused("bad_hours", hours=text)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    try:
        return time(from_hour, from_minute), time(to_hour, to_minute)
    except ValueError as error:
        raise Refused("bad_hours", hours=text) from error
