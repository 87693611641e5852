"""Everything an officer's desk keeps, page by page: open cases, then lately closed ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, func, or_, select

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import CaseDoc, SnapshotHead, SnapshotMark
from ihanoi_desk.server import cursor
from ihanoi_desk.server.cases import documents
from ihanoi_desk.server.scope import in_cases
from ihanoi_desk.server.tables import EPOCH, MICROSECOND, cases

HEAD = TypeAdapter(SnapshotHead)
DOC = TypeAdapter(CaseDoc)
MARK = TypeAdapter(SnapshotMark)
OPEN, CLOSED = 0, 1
IS_OPEN = cases.c.closed_at.is_(None)


@dataclass(frozen=True, slots=True)
class Place:
    """The last case that was read: an open one where `closed_at` is None."""

    case_id: int = 0
    closed_at: datetime | None = None

    def to_text(self, view: str) -> str:
        """A cursor that is good for the feed and the rights named by `view`."""
        if self.closed_at is None:
            return cursor.write(view, OPEN, 0, self.case_id)
        return cursor.write(view, CLOSED, (self.closed_at - EPOCH) // MICROSECOND, self.case_id)


def read_place(text: str, view: str) -> Place:
    """Raises ProblemRaised 422 for a cursor that is none, or of another view."""
    if not text:
        return Place()
    part, moment, case_id = cursor.read(text, view, 3)
    return Place(case_id, None if part == OPEN else EPOCH + moment * MICROSECOND)


def count(connection: Connection, officer: Officer, closed_since: datetime) -> int:
    """How many cases the whole snapshot holds."""
    kept = or_(IS_OPEN, cases.c.closed_at > closed_since)
    query = select(func.count()).select_from(cases).where(in_cases(officer), kept)
    return connection.execute(query).scalar_one()


def page(
    connection: Connection, officer: Officer, place: Place, closed_since: datetime, size: int
) -> tuple[list[CaseDoc], Place | None]:
    """The next cases after `place`, at most `size`, and where to go on; None after the last."""
    ids = _open(connection, officer, place, size) if place.closed_at is None else []
    if len(ids) < size:
        ids += _closed(connection, officer, place, closed_since, size - len(ids))
    docs = documents(connection, ids)
    if len(docs) < size:
        return docs, None
    return docs, Place(docs[-1].case.id, docs[-1].case.closed_at)


def lines(docs: Iterable[CaseDoc], mark: SnapshotMark) -> bytes:
    """A batch as it travels: a case a line, and the mark."""
    return b"".join(DOC.dump_json(doc) + b"\n" for doc in docs) + MARK.dump_json(mark) + b"\n"


def _open(connection: Connection, officer: Officer, place: Place, most: int) -> list[int]:
    query = select(cases.c.id).where(in_cases(officer), IS_OPEN, cases.c.id > place.case_id)
    return list(connection.execute(query.order_by(cases.c.id).limit(most)).scalars())


def _closed(
    connection: Connection, officer: Officer, place: Place, since: datetime, most: int
) -> list[int]:
    query = select(cases.c.id).where(in_cases(officer), cases.c.closed_at > since)
    if place.closed_at is not None:
        # The first half alone lets SQLite find the beginning in the index.
        query = query.where(
            cases.c.closed_at <= place.closed_at,
            or_(cases.c.closed_at < place.closed_at, cases.c.id < place.case_id),
        )
    newest_first = query.order_by(cases.c.closed_at.desc(), cases.c.id.desc())
    return list(connection.execute(newest_first.limit(most)).scalars())
