"""What the calendar says of a day, as the month and the card show it."""

from dataclasses import dataclass
from datetime import date

from ihanoi_desk.domain.calendar import Hours, WorkingCalendar
from ihanoi_desk.domain.calendars import DayOff
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.units import UnitKey
from ui.look.look import Look

WORKED, REST = "worked", "rest"
TONES = {
    WORKED: ("surface", "text"),
    REST: ("surface-2", "text-3"),
    "public": ("violet-soft", "violet"),
    "compensatory": ("violet-soft", "violet"),
    "swap_off": ("violet-soft", "violet"),
    "swap_work": ("teal-soft", "teal"),
    "closed": ("ochre-soft", "ochre"),
    "open": ("teal-soft", "teal"),
}
"""Ground and ink of a day by its kind; the kind's word always stands beside."""


@dataclass(frozen=True, slots=True)
class Day:
    """`kind` of a special day, or ``worked`` and ``rest`` of a plain week. `is_own`: the row
    belongs to the unit shown and may be taken away here."""

    date: date
    kind: str
    name: str
    hours: Hours
    unverified: bool
    is_own: bool = False


def day_of(day: date, unit: UnitKey, catalogue: Catalogue, calendar: WorkingCalendar) -> Day:
    """`day` in the calendar of `unit`, whose own row comes before one of the city."""
    row = _row(day, unit, catalogue)
    hours = calendar.hours(day)
    unverified = calendar.is_unverified(day)
    if row is None:
        return Day(day, WORKED if hours else REST, "", hours, unverified)
    return Day(day, row.kind, row.name_vi, hours, unverified, is_own=row.unit == unit)


def _row(day: date, unit: UnitKey, catalogue: Catalogue) -> DayOff | None:
    found = [row for row in catalogue.days if row.day == day and row.unit in ("", unit)]
    return max(found, key=lambda row: row.unit, default=None)


def title(look: Look, day: date) -> str:
    """``Thứ Ba, 24/11/2026``."""
    return f"{look.say(f'weekday.long_{day.weekday()}')}, {day:%d/%m/%Y}"
