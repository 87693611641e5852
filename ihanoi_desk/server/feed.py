"""What changed since a position, as one officer may see it."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, or_, select

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import Change, Changes
from ihanoi_desk.server.cases import documents
from ihanoi_desk.server.database import current_numbers
from ihanoi_desk.server.presence import company
from ihanoi_desk.server.reference import Reference
from ihanoi_desk.server.scope import units_read
from ihanoi_desk.server.tables import feed

# Built once: building a statement costs more than running it.
UNITS: BindParameter[str] = bindparam("units", expanding=True)
AFTER = select(feed).where(feed.c.n > bindparam("after")).order_by(feed.c.n)
OF_ALL = AFTER.where(feed.c.what != "gone").limit(bindparam("most"))
OF_UNITS = AFTER.where(or_(feed.c.unit.in_(UNITS), feed.c.what == "catalogue")).limit(
    bindparam("most")
)


def changes(
    connection: Connection,
    reference: Reference,
    officer: Officer,
    after: int,
    limit: int,
    now: datetime,
    known_epoch: str = "",
) -> Changes:
    """At most `limit` feed rows after `after`; several of one case become its newest.

    A desk of another epoch than `known_epoch` has to fill anew and is told nothing but that. The
    position is smaller than `after` when this database was restored from an older copy.
    """
    numbers = current_numbers(connection)
    head, current = numbers["feed"], _epoch(numbers["feed_id"], officer)
    if known_epoch not in ("", current):
        return Changes(after, False, now, (), current)
    if head <= after:
        return Changes(head, False, now, (), current)
    units = units_read(officer)
    facts = {"after": after, "most": limit + 1}
    if units is None:
        rows = connection.execute(OF_ALL, facts).all()
    else:
        rows = connection.execute(OF_UNITS, {**facts, "units": units}).all()
    more = len(rows) > limit
    page = rows[:limit]
    found = tuple(_changes(connection, reference, officer, page, now))
    return Changes(page[-1].n if more else head, more, now, found, current)


def epoch(connection: Connection, officer: Officer) -> str:
    """Which feed this is, and what `officer` may see and do in it."""
    return _epoch(current_numbers(connection)["feed_id"], officer)


def _epoch(feed_id: int, officer: Officer) -> str:
    held = ",".join(f"{grant.role}:{grant.unit}" for grant in officer.grants)
    view = hashlib.sha256(held.encode()).hexdigest()[:12]
    return f"{feed_id:x}-{view}"


def _changes(
    connection: Connection,
    reference: Reference,
    officer: Officer,
    page: Sequence[Row[Any]],
    now: datetime,
) -> Iterator[Change]:
    newest = {_subject(row): row.n for row in page}
    kept = [row for row in page if newest[_subject(row)] == row.n]
    ids = [row.case_id for row in kept if row.what in ("case", "gone")]
    docs = {
        doc.case.id: doc for doc in documents(connection, ids) if officer.may_read(doc.case.unit)
    }
    open_now = {row.case_id for row in kept if row.what == "present"}
    present = company(connection, reference, officer, now, open_now) if open_now else {}
    for row in kept:
        if row.what == "catalogue":
            yield Change(row.n, "catalogue")
        elif row.what == "present":
            yield Change(row.n, "present", row.case_id, present=present.get(row.case_id, ()))
        elif row.case_id in docs:
            yield Change(row.n, "case", row.case_id, docs[row.case_id])
        else:
            yield Change(row.n, "gone", row.case_id)


def _subject(row: Row[Any]) -> tuple[str, int]:
    """Of the rows about the same subject only the last one counts."""
    return ("case" if row.what == "gone" else row.what, row.case_id)
