"""The one door for changes of working calendars: rows, limits, audit, news in one transaction."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Connection

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.calendar_orders import (
    CalendarEffect,
    CalendarHistory,
    DayOrder,
    HolidayList,
    HoursOrder,
)
from ihanoi_desk.domain.calendars import EVERY_UNIT, checked_day, checked_week
from ihanoi_desk.domain.holiday_list import WrongList, read_list
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.units import CITY_CODE, UnitKey, code_of
from ihanoi_desk.domain.wire import FieldError
from ihanoi_desk.language import say
from ihanoi_desk.server import audit, calendar_rows, steps
from ihanoi_desk.server.database import Database, hold
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.problems import ProblemRaised, missing
from ihanoi_desk.server.reference import COUNTER, Reference, touch
from ihanoi_desk.server.rescheduling import reschedule

LONGEST = 200
Write = Callable[[Connection, date, int], tuple[int, int]]
"""Writes rows of today under a version; how many were added and withdrawn."""


class _Rehearsed(Exception):
    """Ends a transaction that was only to show its effect."""

    def __init__(self, effect: CalendarEffect) -> None:
        super().__init__("rehearsed")
        self.effect = effect


class CalendarOrders:
    """Orders of administrators. Those of a unit's own calendar may come from the unit, those of
    the city's only from the city."""

    def __init__(
        self, database: Database, reference: Reference, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._reference = reference
        self._clock = clock

    def history(self, unit: UnitKey, officer: Officer) -> CalendarHistory:
        """What was ever entered for `unit`; of the city with EVERY_UNIT."""
        check_role(officer, unit)
        with self._database.read() as connection:
            self._check_unit(connection, unit)
            return calendar_rows.history(connection, unit)

    def replace_hours(self, order: HoursOrder, officer: Officer) -> CalendarEffect:
        """Another week from a day on; an earlier order for the same day ends."""
        hours = order.hours
        check_role(officer, hours.unit)
        checked_week(hours.week)
        check_length("source", hours.source)

        def write(connection: Connection, today: date, version: int) -> tuple[int, int]:
            ended = calendar_rows.withdraw_hours(connection, hours.unit, hours.valid_from, today)
            calendar_rows.add_hours(connection, hours, today, version)
            return 1, ended

        why = say("vi", "calendar.new_hours", day=hours.valid_from)
        return self._change(officer, hours.unit, "working_hours", why, write, order.rehearsal)

    def put_day(self, order: DayOrder, officer: Officer) -> CalendarEffect:
        """A day that differs from the week; what was known of it ends."""
        check_role(officer, order.day.unit)
        day = checked_day(order.day)
        if not day.name_vi.strip():
            raise missing("name_vi")
        check_length("name_vi", day.name_vi)

        def write(connection: Connection, today: date, version: int) -> tuple[int, int]:
            ended = calendar_rows.withdraw_days(connection, day.unit, day.day, day.day, today)
            calendar_rows.add_day(connection, day, today, version)
            return 1, ended

        why = say("vi", "calendar.new_day", day=day.day, name=day.name_vi)
        return self._change(officer, day.unit, "special_day", why, write, order.rehearsal)

    def remove_day(
        self, unit: UnitKey, day: date, rehearsal: bool, officer: Officer
    ) -> CalendarEffect:
        """The day is like any other again; one that was so already stays so."""
        check_role(officer, unit)

        def write(connection: Connection, today: date, version: int) -> tuple[int, int]:
            return 0, calendar_rows.withdraw_days(connection, unit, day, day, today)

        why = say("vi", "calendar.no_day", day=day)
        return self._change(officer, unit, "no_special_day", why, write, rehearsal)

    def import_holidays(self, order: HolidayList, officer: Officer) -> CalendarEffect:
        """The city's days from the first to the last of the list become those of the list."""
        check_role(officer, EVERY_UNIT)
        try:
            days = read_list(order.csv)
        except WrongList as wrong:
            raise _told(wrong) from wrong
        first, last = days[0].day, days[-1].day

        def write(connection: Connection, today: date, version: int) -> tuple[int, int]:
            ended = calendar_rows.withdraw_days(connection, EVERY_UNIT, first, last, today)
            for day in days:
                calendar_rows.add_day(connection, day, today, version)
            return len(days), ended

        why = say("vi", "calendar.new_list", first=first, last=last)
        return self._change(officer, EVERY_UNIT, "holiday_list", why, write, order.rehearsal)

    @retried
    def _change(
        self,
        officer: Officer,
        unit: UnitKey,
        what: str,
        why: str,
        write: Write,
        rehearsal: bool,
    ) -> CalendarEffect:
        now = self._clock()
        today = now.astimezone(HANOI).date()
        try:
            with self._database.write() as connection:
                self._check_unit(connection, unit)
                hold(connection, COUNTER)
                added, ended = write(connection, today, touch(connection))
                catalogue, book = self._reference.unsaved(connection, now)
                moved = reschedule(connection, unit, why, catalogue, book, now)
                effect = CalendarEffect(
                    added, ended, moved["open"], moved["later"], moved["earlier"]
                )
                if rehearsal:
                    raise _Rehearsed(effect)
                facts = {"why": why, "moved": effect.moved, "added": added, "withdrawn": ended}
                audit.append(connection, now, f"officer:{officer.id}", what, unit or "*", facts)
                steps.announce(connection, 0, unit, now, what="catalogue")
        except _Rehearsed as end:
            return end.effect
        return effect

    def _check_unit(self, connection: Connection, unit: UnitKey) -> None:
        book = self._reference.rulebook(connection, self._clock())
        if unit != EVERY_UNIT and unit not in book.units:
            raise ProblemRaised(422, "unknown_unit_code")


def check_role(officer: Officer, unit: UnitKey) -> None:
    """Raises ProblemRaised unless `officer` administers the city, or `unit` itself."""
    held = officer.units_with({Role.ADMINISTRATOR})
    if not any(code_of(at) == CITY_CODE or at == unit for at in held):
        raise ProblemRaised(403, "not_your_role")


def check_length(name: str, text: str) -> None:
    """Raises ProblemRaised for a field that is longer than anybody writes."""
    if len(text) > LONGEST:
        raise ProblemRaised(422, "too_long", field=name, limit=LONGEST)


def _told(wrong: WrongList) -> ProblemRaised:
    errors = [
        FieldError(str(row.line), row.code, say("vi", f"holiday_list.{row.code}", value=row.value))
        for row in wrong.lines
    ]
    return ProblemRaised(422, "bad_holiday_list", errors=errors, count=len(errors))
