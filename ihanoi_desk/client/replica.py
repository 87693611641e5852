"""Writing the server's cases into the replica. Only sync and settled actions come here."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, text

from ihanoi_desk.client import tables
from ihanoi_desk.client.codec import encode
from ihanoi_desk.client.moments import NEVER, to_us
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.text import fold
from ihanoi_desk.domain.wire import CaseDoc

COLUMNS = tuple(column.name for column in tables.cases.columns)
UPSERT = text(
    f"INSERT OR REPLACE INTO cases ({', '.join(COLUMNS)})"
    f" VALUES ({', '.join(f':{name}' for name in COLUMNS)})"
)
FORGET_WORDS = text("DELETE FROM case_words WHERE rowid = :id")
KEEP_WORDS = text("INSERT INTO case_words (rowid, words) VALUES (:id, :words)")
KEEP_DOC = text("INSERT OR REPLACE INTO docs (id, body) VALUES (:id, :body)")
DELETE = tuple(
    text(f"DELETE FROM {table} WHERE {key} = :id")
    for table, key in (("cases", "id"), ("docs", "id"), ("case_words", "rowid"))
)


def headline(case: Case) -> str:
    """The title, or the first line of what was written."""
    return " ".join((case.title or case.content.strip().partition("\n")[0]).split())


def columns(case: Case) -> dict[str, Any]:
    """The queue columns of `case`."""
    due = to_us(case.due_at) if case.due_at else None
    closed = to_us(case.closed_at) if case.closed_at else None
    order = (due if due is not None else NEVER) if case.is_open else (closed or 0)
    return {
        "id": case.id,
        "code": case.code,
        "kind": case.kind,
        "state": case.state.value,
        "urgency": case.urgency.value,
        "category": case.category,
        "headline": headline(case),
        "place": case.place,
        "unit": case.unit,
        "holder_id": case.holder_id,
        "holder_name": case.holder_name,
        "lat": case.lat,
        "lon": case.lon,
        "hops": len(case.hops),
        "filed_us": to_us(case.filed_at),
        "due_us": due,
        "closed_us": closed,
        "is_open": int(case.is_open),
        "sort_us": order,
    }


def words(case: Case) -> str:
    """What a search looks through."""
    return fold(f"{case.code} {case.title} {case.content} {case.place} {case.holder_name or ''}")


def put(connection: Connection, docs: Iterable[CaseDoc], fresh: bool = False) -> None:
    """Insert or replace; `fresh` says that none of them can be there yet."""
    kept = list(docs)
    if not kept:
        return
    texts = [{"id": doc.case.id, "words": words(doc.case)} for doc in kept]
    connection.execute(UPSERT, [columns(doc.case) for doc in kept])
    connection.execute(KEEP_DOC, [{"id": doc.case.id, "body": encode(doc)} for doc in kept])
    if not fresh:
        connection.execute(FORGET_WORDS, texts)
    connection.execute(KEEP_WORDS, texts)


def drop(connection: Connection, ids: Iterable[int]) -> None:
    rows = [{"id": case_id} for case_id in ids]
    if rows:
        for statement in DELETE:
            connection.execute(statement, rows)


def clear(connection: Connection) -> None:
    """Empty the replica before a new fill; outbox, drafts and settings stay."""
    for table in ("cases", "docs", "case_words"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
