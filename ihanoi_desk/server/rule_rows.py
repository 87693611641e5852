"""The rows of `catalogue` that limits and policies are made of. Nothing is overwritten: rows end.

`valid_from` and `valid_to` of a row say for cases filed on which days it holds. A row that was
withdrawn before its first day was over ends on the day it begins: it holds for no case.
"""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from ihanoi_desk.domain.rules import Rule, Table
from ihanoi_desk.server.tables import catalogue as rows

KINDS = tuple(str(table) for table in Table)


def dated(row: Row[Any]) -> dict[str, Any]:
    """The body of a row with the days on which it holds, as the values of the domain have them."""
    return {**row.body, "valid_from": row.valid_from, "valid_to": row.valid_to}


def begin(connection: Connection, new: Rule, like: Rule, version: int) -> None:
    """Add `new`; what it does not say of itself is as in `like`."""
    old = _row(connection, like)
    amount = "amount" if "amount" in old.body else "minutes"
    body = {
        **old.body,
        amount: new.amount,
        "valid_from": new.valid_from.isoformat(),
        "verified": new.verified,
        "source": new.source,
    }
    if new.table == Table.LIMITS:
        body["unit"] = new.unit
    if new.where:
        body["where"] = new.where
    code = f"{new.code}.{new.where}.{version}" if new.where else f"{new.code}.{version}"
    values = {
        "kind": str(new.table),
        "code": code,
        "valid_from": new.valid_from,
        "valid_to": new.valid_to,
        "verified": new.verified,
        "place": old.place,
        "body": body,
    }
    connection.execute(insert(rows).values(values))


def end(connection: Connection, rule: Rule, day: date | None) -> None:
    """Let `rule` hold until before `day`; None lets it go on."""
    row = _row(connection, rule)
    this = (rows.c.kind == row.kind, rows.c.code == row.code, rows.c.valid_from == row.valid_from)
    connection.execute(update(rows).where(*this).values(valid_to=day))


def _row(connection: Connection, rule: Rule) -> Row[Any]:
    query = select(rows).where(rows.c.kind == str(rule.table), rows.c.valid_from == rule.valid_from)
    return next(
        row
        for row in connection.execute(query)
        if _code(row) == rule.code
        and row.body.get("where", "") == rule.where
        and row.valid_to == rule.valid_to
    )


def _code(row: Row[Any]) -> str:
    body = row.body
    if row.kind == Table.LIMITS:
        return f"{body['kind']}.{body['clock']}.{body['urgency']}"
    return str(body["code"])
