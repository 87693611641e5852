"""What changed since a position, as one officer may see it; and the snapshot it starts from."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import CaseDoc, Change, Changes, SnapshotHead
from ihanoi_desk.server.cases import documents
from ihanoi_desk.server.database import current_number
from ihanoi_desk.server.scope import in_cases, units_read
from ihanoi_desk.server.tables import cases, feed

KEPT_CLOSED = timedelta(days=90)
BATCH = 200
HEAD = TypeAdapter(SnapshotHead)
DOC = TypeAdapter(CaseDoc)


def changes(
    connection: Connection, officer: Officer, after: int, limit: int, now: datetime
) -> Changes:
    """At most `limit` feed rows after `after`; several of one case become its newest."""
    head = current_number(connection, "feed")
    query = (
        select(feed).where(feed.c.n > after, _in_feed(officer)).order_by(feed.c.n).limit(limit + 1)
    )
    rows = connection.execute(query).all()
    more = len(rows) > limit
    page = rows[:limit]
    position = page[-1].n if more else max(after, head)
    found = tuple(_changes(connection, officer, page))
    return Changes(position, more, now, found, epoch(connection, officer))


def snapshot(
    connection: Connection, officer: Officer, catalogue: Catalogue, now: datetime
) -> Iterator[bytes]:
    """Lines of JSON: the head, then every open case and the lately closed ones."""
    within = and_(
        in_cases(officer),
        or_(cases.c.closed_at.is_(None), cases.c.closed_at > now - KEPT_CLOSED),
    )
    ids = (
        connection.execute(
            select(cases.c.id)
            .where(within)
            .order_by(cases.c.closed_at.is_not(None), cases.c.closed_at.desc(), cases.c.id)
        )
        .scalars()
        .all()
    )
    n = current_number(connection, "feed")
    head = SnapshotHead(n, len(ids), catalogue, epoch(connection, officer), officer)
    yield HEAD.dump_json(head) + b"\n"
    for start in range(0, len(ids), BATCH):
        batch = documents(connection, ids[start : start + BATCH])
        yield b"".join(DOC.dump_json(doc) + b"\n" for doc in batch)


def epoch(connection: Connection, officer: Officer) -> str:
    """Which feed this is, and what `officer` may see and do in it."""
    held = ",".join(sorted(f"{grant.role}:{grant.unit}" for grant in officer.grants))
    view = hashlib.sha256(held.encode()).hexdigest()[:12]
    return f"{current_number(connection, 'feed_id'):x}-{view}"


def count_readable(connection: Connection, officer: Officer) -> int:
    """How many cases `officer` may read at all."""
    return connection.execute(
        select(func.count()).select_from(cases).where(in_cases(officer))
    ).scalar_one()


def _changes(
    connection: Connection, officer: Officer, page: Sequence[Row[Any]]
) -> Iterator[Change]:
    newest = {(row.what == "catalogue", row.case_id): row.n for row in page}
    kept = [row for row in page if newest[row.what == "catalogue", row.case_id] == row.n]
    docs = {
        doc.case.id: doc
        for doc in documents(connection, [row.case_id for row in kept if row.case_id])
        if officer.may_read(doc.case.unit)
    }
    for row in kept:
        if row.what == "catalogue":
            yield Change(row.n, "catalogue")
        elif row.case_id in docs:
            yield Change(row.n, "case", row.case_id, docs[row.case_id])
        else:
            yield Change(row.n, "gone", row.case_id)


def _in_feed(officer: Officer) -> ColumnElement[bool]:
    scope = units_read(officer)
    if scope is None:
        return feed.c.what != "gone"
    return or_(feed.c.unit.in_(scope), feed.c.what == "catalogue")
