"""The rows of `catalogue` that calendars are made of. Nothing is overwritten: rows end.

`valid_from` and `valid_to` of a row say when the server held it for true; the day it speaks of is
in its body.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from ihanoi_desk.domain.calendar_orders import CalendarHistory, DayRecord, HoursRecord
from ihanoi_desk.domain.calendars import DayOff, WorkingHours, hours_of, text_of
from ihanoi_desk.domain.units import UnitKey
from ihanoi_desk.server.tables import catalogue as rows

DAYS, HOURS = "days", "hours"


def day_of(body: dict[str, Any]) -> DayOff:
    """The value of what `catalogue` stores of a day."""
    day, hours = date.fromisoformat(body["day"]), hours_of(body.get("hours", ""))
    return DayOff(**{**body, "day": day, "hours": hours})


def working_hours_of(body: dict[str, Any]) -> WorkingHours:
    """The value of what `catalogue` stores of a unit's week."""
    week = tuple(hours_of(text) for text in body["week"])
    day = date.fromisoformat(body["valid_from"])
    return WorkingHours(**{**body, "week": week, "valid_from": day})


def add_day(connection: Connection, day: DayOff, today: date, version: int) -> None:
    body = {
        "day": day.day.isoformat(),
        "kind": day.kind,
        "name_vi": day.name_vi,
        "verified": day.verified,
        "unit": day.unit,
        "hours": text_of(day.hours),
    }
    code = f"{day.day}.{day.unit}.{version}"
    _add(connection, DAYS, code, today, day.verified, body)


def add_hours(connection: Connection, hours: WorkingHours, today: date, version: int) -> None:
    body = {
        "unit": hours.unit,
        "valid_from": hours.valid_from.isoformat(),
        "week": [text_of(day) for day in hours.week],
        "verified": hours.verified,
        "source": hours.source,
    }
    code = f"{hours.valid_from}.{hours.unit}.{version}"
    _add(connection, HOURS, code, today, hours.verified, body)


def withdraw_days(
    connection: Connection, unit: UnitKey, first: date, last: date, today: date
) -> int:
    """End what is known of the days of `unit` from `first` to `last`; how many those were."""

    def meant(body: dict[str, Any]) -> bool:
        return _unit(body) == unit and first <= date.fromisoformat(body["day"]) <= last

    return _withdraw(connection, DAYS, meant, today)


def withdraw_hours(connection: Connection, unit: UnitKey, valid_from: date, today: date) -> int:
    """End the week of `unit` that begins on `valid_from`; how many those were."""

    def meant(body: dict[str, Any]) -> bool:
        return _unit(body) == unit and body["valid_from"] == valid_from.isoformat()

    return _withdraw(connection, HOURS, meant, today)


def history(connection: Connection, unit: UnitKey) -> CalendarHistory:
    """Every row of `unit`, also those that were withdrawn."""
    days = [DayRecord(day_of(body), a, b) for body, a, b in _all(connection, DAYS, unit)]
    hours = [
        HoursRecord(working_hours_of(body), a, b) for body, a, b in _all(connection, HOURS, unit)
    ]
    days.sort(key=lambda row: (row.day.day, row.known_until or date.max), reverse=True)
    hours.sort(key=lambda row: (row.hours.valid_from, row.known_until or date.max), reverse=True)
    return CalendarHistory(tuple(hours), tuple(days))


def _add(
    connection: Connection,
    kind: str,
    code: str,
    today: date,
    verified: bool,
    body: dict[str, Any],
) -> None:
    known = {"valid_from": today, "valid_to": None, "verified": verified}
    values = {"kind": kind, "code": code, **known, "place": 0, "body": body}
    connection.execute(insert(rows).values(values))


def _withdraw(
    connection: Connection, kind: str, meant: Callable[[dict[str, Any]], bool], today: date
) -> int:
    still = or_(rows.c.valid_to.is_(None), rows.c.valid_to > today)
    found = connection.execute(select(rows).where(rows.c.kind == kind, still)).all()
    ended = [row for row in found if meant(row.body)]
    for row in ended:
        this = (rows.c.kind == kind, rows.c.code == row.code, rows.c.valid_from == row.valid_from)
        connection.execute(update(rows).where(*this).values(valid_to=max(today, row.valid_from)))
    return len(ended)


def _all(
    connection: Connection, kind: str, unit: UnitKey
) -> Iterator[tuple[dict[str, Any], date, date | None]]:
    for row in connection.execute(select(rows).where(rows.c.kind == kind)):
        if _unit(row.body) == unit:
            yield row.body, row.valid_from, row.valid_to


def _unit(body: dict[str, Any]) -> UnitKey:
    # Days that came with an earlier program name no unit: they are everybody's.
    return str(body.get("unit", ""))
