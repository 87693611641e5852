"""Loads the bundled seed tables into a new server: units, rules, templates, days and hours."""

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from ihanoi_desk.domain.calendars import EVERY_UNIT
from ihanoi_desk.domain.units import unit_key
from ihanoi_desk.resources import RESOURCES
from ihanoi_desk.server.reference import touch
from ihanoi_desk.server.steps import announce
from ihanoi_desk.server.tables import catalogue, units

SEED = RESOURCES / "seed"
REFORM = date(2025, 7, 1)
"""Two-level government: every commune of today exists since this day."""
BEFORE_REFORM = date(2025, 1, 1)
RULES_FROM = date(2025, 3, 1)
"""QĐ 1207/QĐ-UBND was signed on 28 February 2025."""

CALENDARS = frozenset({"days", "hours"})
"""Tables that administrators fill themselves: what comes later could contradict them."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Line = dict[str, str]


def table(name: str) -> list[Line]:
    """The rows of a seed table."""
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(connection: Connection, now: datetime) -> bool:
    """Fill an empty database; False when it already holds units.

    A database of an earlier program gains the tables and rows that are new in this one, and the
    desks hear of it. A row that was ever there stays as it is.
    """
    is_new = not connection.execute(select(func.count()).select_from(units)).scalar_one()
    if is_new:
        connection.execute(insert(units), list(_units()))
    rows = connection.execute(select(catalogue.c.kind, catalogue.c.code).distinct()).all()
    known, kinds = {(row.kind, row.code) for row in rows}, {row.kind for row in rows}
    added = [
        row
        for row in _catalogue()
        if row["kind"] not in kinds
        or (row["kind"] not in CALENDARS and (row["kind"], row["code"]) not in known)
    ]
    if added:
        connection.execute(insert(catalogue), added)
    if is_new or added:
        touch(connection)
    if added and not is_new:
        announce(connection, 0, EVERY_UNIT, now, what="catalogue")
    return is_new


def _units() -> Iterator[dict[str, object]]:
    yield from _period("units_2025-06-30.csv", BEFORE_REFORM, REFORM)
    yield from _period("units_2025-07-01.csv", REFORM, None)
    yield from _period("departments.csv", REFORM, None)


def _period(name: str, start: date, end: date | None) -> Iterator[dict[str, object]]:
    for row in table(name):
        yield {
            "key": unit_key(row["code"], start),
            "code": row["code"],
            "valid_from": start,
            "valid_to": end,
            "name": row["name"],
            "full_name": row["full_name"],
            "type": row["type"],
            "parent_code": row["parent_code"],
        }


def _catalogue() -> Iterator[dict[str, object]]:
    for kind, file, code, body in TABLES:
        for place, row in enumerate(table(file)):
            yield {
                "kind": kind,
                "code": code(row),
                "valid_from": _valid_from(row),
                "valid_to": None,
                "verified": _verified(kind, row),
                "place": place,
                "body": body(row),
            }


def _valid_from(row: Line) -> date:
    # A day off is a fact of the calendar, so it holds for the past as well.
    if "weekday" in row:
        return date.fromisoformat(row["date"]) - timedelta(days=800)
    return date.fromisoformat(row["valid_from"]) if "valid_from" in row else RULES_FROM


def _verified(kind: str, row: Line) -> bool:
    if kind == "days":
        return row["status"] == "official"
    return row.get("verified") == "true"


def _category(row: Line) -> dict[str, object]:
    names = {unit["name"]: unit["code"] for unit in table("departments.csv")}
    owner = row["default_unit"].partition("department:")[2]
    keys = ("code", "kind", "group", "name_vi", "name_en", "default_urgency")
    return {**{key: row[key] for key in keys}, "department": names.get(owner)}


def _amount(row: Line) -> dict[str, object]:
    return {**row, "amount": int(row["amount"]), "verified": row["verified"] == "true"}


def _day(row: Line) -> dict[str, object]:
    return {
        "day": row["date"],
        "kind": row["kind"],
        "name_vi": row["name_vi"],
        "verified": row["status"] == "official",
    }


def _hours(row: Line) -> dict[str, object]:
    return {
        "unit": "" if row["unit"] == "*" else unit_key(row["unit"], REFORM),
        "valid_from": row["valid_from"],
        "week": [row[day] for day in WEEKDAYS],
        "verified": row["verified"] == "true",
        "source": row["source"],
    }


def _telling(row: Line) -> dict[str, object]:
    return {**row, "minutes": int(row["minutes"]), "verified": row["verified"] == "true"}


def _identity_reason(row: Line) -> dict[str, object]:
    names = {key: row[key] for key in ("code", "name_vi", "name_en")}
    return {**names, "needs_note": row["needs_note"] == "true"}


def _identity_right(row: Line) -> dict[str, object]:
    return {"role": row["role"], "only_holder": row["only_holder"] == "true"}


def _public_contact(row: Line) -> dict[str, object]:
    return {key: row[key] for key in ("value", "name_vi", "use")}


def _response(row: Line) -> dict[str, object]:
    return {**row, "kind": "all" if row["kind"] == "*" else row["kind"]}


TABLES: tuple[tuple[str, str, Callable[[Line], str], Callable[[Line], dict[str, object]]], ...] = (
    ("categories", "categories.csv", lambda row: row["code"], _category),
    ("reasons", "rejection_reasons.csv", lambda row: row["code"], lambda row: {**row}),
    ("responses", "response_templates.csv", lambda row: row["code"], _response),
    ("pushes", "push_templates.csv", lambda row: row["event"], lambda row: {**row}),
    (
        "limits",
        "limits.csv",
        lambda row: f"{row['kind']}.{row['clock']}.{row['urgency']}",
        _amount,
    ),
    ("identity_reasons", "identity_reasons.csv", lambda row: row["code"], _identity_reason),
    ("identity_rights", "identity_rights.csv", lambda row: row["role"], _identity_right),
    ("public_contacts", "public_contacts.csv", lambda row: row["value"], _public_contact),
    ("policies", "policies.csv", lambda row: row["code"], _amount),
    ("days", "holidays.csv", lambda row: f"{row['date']}.{row['kind']}", _day),
    ("hours", "working_hours.csv", lambda row: f"{row['unit']}.{row['valid_from']}", _hours),
    ("escalations", "escalations.csv", lambda row: row["code"], _telling),
    ("alarms", "duty_alarms.csv", lambda row: row["code"], _telling),
)
