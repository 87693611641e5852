"""What an administrator's desk and the server tell each other about working calendars."""

from dataclasses import dataclass
from datetime import date

from ihanoi_desk.domain.calendars import DayOff, WorkingHours


@dataclass(frozen=True, slots=True)
class HoursOrder:
    """Let a unit work another week from a day on. `rehearsal`: only say what it would change."""

    hours: WorkingHours
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class DayOrder:
    """Add a day that differs from the week, or replace what is known of it."""

    day: DayOff
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class HolidayList:
    """A CSV list; it replaces the city's days from its first to its last date."""

    csv: str
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEffect:
    """What an order changed, or would change: rows of the calendar, limits of open cases."""

    added: int
    withdrawn: int
    open_cases: int
    later: int
    """How many of them end later than before; `earlier` the same the other way."""
    earlier: int

    @property
    def moved(self) -> int:
        return self.later + self.earlier


@dataclass(frozen=True, slots=True)
class HoursRecord:
    """A week with the days on which the server held it for true; None: still."""

    hours: WorkingHours
    known_from: date
    known_until: date | None = None


@dataclass(frozen=True, slots=True)
class DayRecord:
    day: DayOff
    known_from: date
    known_until: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarHistory:
    """Everything that was ever entered for one unit, withdrawn rows included, latest first."""

    hours: tuple[HoursRecord, ...]
    days: tuple[DayRecord, ...]
