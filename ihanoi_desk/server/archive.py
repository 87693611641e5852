"""Search over every case an officer may read, however long it is closed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.text import fold
from ihanoi_desk.domain.wire import ArchivePage
from ihanoi_desk.server import cursor
from ihanoi_desk.server.cases import documents
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.scope import in_cases
from ihanoi_desk.server.tables import EPOCH, MICROSECOND, cases

OWNER = "archive"
MOST_WORDS = 12
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """`text`: words that must all occur; the days are of Hà Nội, both inclusive."""

    text: str = ""
    kind: str = ""
    filed_from: date | None = None
    filed_to: date | None = None


def search(
    connection: Connection, officer: Officer, wanted: Search, after: str, limit: int
) -> ArchivePage:
    """The cases filed last that fit, going on behind the cursor `after`.

    Raises ProblemRaised 422 for a cursor, kind or search that is none.
    """
    query = (
        select(cases.c.id, cases.c.filed_at)
        .where(in_cases(officer), *_conditions(wanted))
        .order_by(cases.c.filed_at.desc(), cases.c.id.desc())
        .limit(limit + 1)
    )
    if after:
        query = query.where(_behind(after))
    rows = connection.execute(query).all()
    page = rows[:limit]
    docs = tuple(documents(connection, [row.id for row in page]))
    if len(rows) == len(page):
        return ArchivePage(docs, None)
    last = page[-1]
    return ArchivePage(docs, cursor.write(OWNER, (last.filed_at - EPOCH) // MICROSECOND, last.id))


def _conditions(wanted: Search) -> list[ColumnElement[bool]]:
    # PostgreSQL takes no NUL, and nobody types one.
    found = fold(wanted.text.replace("\0", " ")).split()
    if wanted.kind and wanted.kind not in KINDS:
        raise ProblemRaised(422, "unknown_kind")
    if not found and wanted.filed_from is None and wanted.filed_to is None:
        raise ProblemRaised(422, "empty_search")
    if len(found) > MOST_WORDS:
        raise ProblemRaised(422, "too_many_words", limit=MOST_WORDS)
    conditions = [cases.c.words.contains(word, autoescape=True) for word in found]
    if wanted.kind:
        conditions.append(cases.c.kind == wanted.kind)
    if wanted.filed_from:
        conditions.append(cases.c.filed_at >= _begin(wanted.filed_from))
    if wanted.filed_to:
        conditions.append(cases.c.filed_at < _begin(wanted.filed_to) + DAY)
    return conditions


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), HANOI)


def _behind(after: str) -> ColumnElement[bool]:
    moment, case_id = cursor.read(after, OWNER, 2)
    filed_at = EPOCH + moment * MICROSECOND
    # The first half alone lets SQLite find the beginning in the index.
    return and_(
        cases.c.filed_at <= filed_at, or_(cases.c.filed_at < filed_at, cases.c.id < case_id)
    )
