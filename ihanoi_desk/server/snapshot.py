"""Everything an officer's desk keeps, batch by batch: open cases, then lately closed ones."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, or_, select

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import CaseDoc, SnapshotHead, SnapshotMark
from ihanoi_desk.server import cursor
from ihanoi_desk.server.cases import documents
from ihanoi_desk.server.scope import in_cases
from ihanoi_desk.server.tables import cases

ENCODER = msgspec.json.Encoder()
OPEN, CLOSED = 0, 1
IS_OPEN = cases.c.closed_at.is_(None)


@dataclass(frozen=True, slots=True)
class Place:
    """The last case that was read, and in which part."""

    part: int = OPEN
    case_id: int = 0

    def to_text(self, view: str) -> str:
        """A cursor that is good for the feed and the rights named by `view`."""
        return cursor.write(view, self.part, self.case_id)


def read_place(text: str, view: str) -> Place:
    """Raises ProblemRaised 422 for a cursor that is none, or of another view."""
    if not text:
        return Place()
    part, case_id = cursor.read(text, view, 2)
    return Place(CLOSED if part else OPEN, case_id)


def count(connection: Connection, officer: Officer, closed_since: datetime) -> int:
    """How many cases the whole snapshot holds."""
    kept = or_(IS_OPEN, cases.c.closed_at > closed_since)
    query = select(func.count()).select_from(cases).where(in_cases(officer), kept)
    return connection.execute(query).scalar_one()


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbers of the cases still to come; the first `opened` of them are open."""

    ids: "array[int]"
    opened: int

    def batches(self, size: int) -> Iterator[tuple[list[int], Place | None]]:
        """At most `size` numbers, and where it goes on behind them; None after the last.

        One batch comes at least, though it may be empty.
        """
        for start in range(0, max(len(self.ids), 1), size):
            some = self.ids[start : start + size].tolist()
            end = start + size
            if end >= len(self.ids):
                yield some, None
            else:
                yield some, Place(OPEN if end <= self.opened else CLOSED, some[-1])


def plan(connection: Connection, officer: Officer, place: Place, closed_since: datetime) -> Plan:
    """What comes after `place`: open cases as they were filed, then closed ones, the last first.

    In the order of their numbers, because a desk's tables then grow at one end; any other order
    doubles its work. So they are all looked up before the first: no index has this order.
    """
    scope = in_cases(officer)
    opened = select(cases.c.id).where(scope, IS_OPEN, cases.c.id > place.case_id)
    closed = select(cases.c.id).where(scope, cases.c.closed_at > closed_since)
    ids = array("q")
    if place.part == OPEN:
        ids.extend(connection.execute(opened.order_by(cases.c.id)).scalars())
    else:
        closed = closed.where(cases.c.id < place.case_id)
    count_open = len(ids)
    ids.extend(connection.execute(closed.order_by(cases.c.id.desc())).scalars())
    return Plan(ids, count_open)


def read(connection: Connection, officer: Officer, ids: list[int]) -> list[CaseDoc]:
    """The cases as they are now, without those that left the officer's reach."""
    return [doc for doc in documents(connection, ids) if officer.may_read(doc.case.unit)]


def first_line(head: SnapshotHead) -> bytes:
    return ENCODER.encode(head) + b"\n"


def lines(docs: Iterable[CaseDoc], mark: SnapshotMark) -> bytes:
    """A batch as it travels: a case a line, and the mark."""
    return ENCODER.encode_lines([*docs, mark])
