"""Writing the server's cases into the replica. Only sync and settled actions come here."""

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.moments import MICROSECOND, NEVER, RESTING, to_us
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.domain.cases import Case, Course
from ihanoi_desk.domain.found_by import found_by
from ihanoi_desk.domain.kind_fields import missing, sorting_field
from ihanoi_desk.domain.text import fold
from ihanoi_desk.domain.transitions import find
from ihanoi_desk.domain.wire import CaseDoc

COLUMNS = (
    "id",
    "code",
    "kind",
    "state",
    "urgency",
    "category",
    "headline",
    "place",
    "unit",
    "holder_id",
    "holder_name",
    "lat",
    "lon",
    "hops",
    "risen",
    "master_id",
    "unclassified",
    "sort_code",
    "rest_us",
    "asked_days",
    "alarms",
    "filed_us",
    "due_us",
    "closed_us",
    "is_open",
    "sort_us",
    "version",
)
UPSERT = (
    f"INSERT OR REPLACE INTO cases ({', '.join(COLUMNS)})"
    f" VALUES ({', '.join(f':{name}' for name in COLUMNS)})"
)
FORGET_WORDS = "DELETE FROM case_words WHERE rowid = :id"
KEEP_WORDS = "INSERT INTO case_words (rowid, words) VALUES (:id, :words)"
KEEP_DOC = "INSERT OR REPLACE INTO docs (id, body) VALUES (:id, :body)"
DELETE = tuple(
    f"DELETE FROM {table} WHERE {key} = :id"
    for table, key in (
        ("cases", "id"),
        ("docs", "id"),
        ("case_words", "rowid"),
        ("present", "case_id"),
    )
)
VERSIONS = "SELECT id, version FROM cases WHERE id IN (SELECT value FROM json_each(:ids))"
SOME = "SELECT id FROM cases LIMIT :most"
OLD = (
    "SELECT id FROM cases WHERE is_open = 0 AND closed_us < :before"
    " AND id NOT IN (SELECT case_id FROM outbox)"
)


def headline(case: Case) -> str:
    """The title, or the first line of what was written."""
    return " ".join((case.title or case.content.strip().partition("\n")[0]).split())


def columns(case: Case) -> dict[str, Any]:
    """The queue columns of `case`; what was escalated is in its history."""
    due = to_us(case.due_at) if case.due_at else None
    rest = case.left_at_rest // MICROSECOND if case.left_at_rest is not None else None
    closed = to_us(case.closed_at) if case.closed_at else None
    order = _open_order(due, rest) if case.is_open else (closed or 0)
    sorting = sorting_field(case.kind)
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
        "risen": int(case.course is Course.RISEN),
        "master_id": case.master_id,
        "unclassified": int(sorting is not None and _lacks_facts(case)),
        "sort_code": case.facts.get(sorting.code, "") if sorting else "",
        "rest_us": rest,
        "asked_days": case.extension_asked.days if case.extension_asked else 0,
        "filed_us": to_us(case.filed_at),
        "due_us": due,
        "closed_us": closed,
        "is_open": int(case.is_open),
        "sort_us": order,
        "version": case.version,
    }


def _open_order(due: int | None, rest: int | None) -> int:
    """Running clocks by their limit; behind them those at rest, with the least time left first."""
    if due is not None:
        return due
    return NEVER if rest is None else RESTING + rest


def _lacks_facts(case: Case) -> bool:
    """Whether somebody still has to classify the case, and may."""
    open_questions = missing(case.kind, case.facts, case.rule_set)
    return bool(open_questions) and find(case, "classify") is not None


def alarms(doc: CaseDoc) -> str:
    """What was escalated about the present limit and when, ``code@microseconds`` each."""
    if not doc.case.is_open:
        return ""
    told = {step.reason: to_us(step.at) for step in doc.steps if step.verb == "escalate"}
    return " ".join(f"{code}@{told.get(code, 0)}" for code in doc.case.alarms)


def words(case: Case) -> str:
    """What a search looks through."""
    return f"{found_by(case)} {fold(case.holder_name or '')}"


@dataclass(frozen=True, slots=True)
class Row:
    """What the tables hold of one case, ready to be written."""

    columns: dict[str, Any]
    body: str
    words: str

    @property
    def id(self) -> int:
        found: int = self.columns["id"]
        return found


def row(doc: CaseDoc) -> Row:
    return _row(doc.case, alarms(doc), encode(doc))


def row_of(line: bytes) -> Row:
    """The row of a document as it came. Raises BadAnswer.

    Steps, files and the rest are looked at when the case is shown: of 100,000 documents that is
    most of the reading. Only what was escalated stands in the steps.
    """
    case = decode(_CaseAlone, line).case
    told = alarms(decode(CaseDoc, line)) if case.alarms else ""
    return _row(case, told, line.decode())


@dataclass(frozen=True, slots=True)
class _CaseAlone:
    case: Case


def _row(case: Case, told: str, body: str) -> Row:
    return Row({**columns(case), "alarms": told}, body, words(case))


def put(connection: Connection, docs: Iterable[CaseDoc]) -> None:
    """Insert or replace; a case that is already there in a later version stays."""
    put_rows(connection, [row(doc) for doc in docs])


def put_rows(connection: Connection, rows: list[Row]) -> None:
    """The same with the work done before that needs no lock."""
    stored = _versions(connection, [new.columns["id"] for new in rows])
    kept = [new for new in rows if new.columns["version"] >= stored.get(new.columns["id"], -1)]
    _write(connection, kept, stored)


def advance(connection: Connection, doc: CaseDoc) -> None:
    """Take in a case from an answer, if it is held here and older.

    An answer may be overtaken by the feed; it must not bring back what the feed took away, nor
    what it knows better (who was told of the same step).
    """
    stored = _versions(connection, [doc.case.id])
    if stored.get(doc.case.id, doc.case.version) < doc.case.version:
        _write(connection, [row(doc)], stored)


def retreat(connection: Connection, case_id: int, basis: int | None) -> None:
    """Let go of a case that an answer says is out of reach.

    `basis` is the version the action was made on: a later one came with the feed, which knows
    better, for the case may have been sent back while the answer was on its way.
    """
    stored = _versions(connection, [case_id]).get(case_id, 0)
    if basis is None or stored <= basis:
        drop(connection, [case_id])


def _versions(connection: Connection, ids: list[int]) -> dict[int, int]:
    return dict(connection.execute(VERSIONS, {"ids": json.dumps(ids)}).fetchall())


def _write(connection: Connection, rows: list[Row], stored: Container[int]) -> None:
    ids = [new.columns["id"] for new in rows]
    connection.executemany(FORGET_WORDS, [{"id": old} for old in ids if old in stored])
    connection.executemany(UPSERT, [new.columns for new in rows])
    connection.executemany(
        KEEP_DOC, [{"id": at, "body": new.body} for at, new in zip(ids, rows, strict=True)]
    )
    connection.executemany(
        KEEP_WORDS, [{"id": at, "words": new.words} for at, new in zip(ids, rows, strict=True)]
    )


def drop(connection: Connection, ids: Iterable[int]) -> None:
    rows = [{"id": case_id} for case_id in ids]
    for statement in DELETE:
        connection.executemany(statement, rows)


def drop_closed(connection: Connection, before: datetime) -> int:
    """Forget what was closed earlier, and how many that were; the replica stays bounded without a
    new fill."""
    old = connection.execute(OLD, {"before": to_us(before)}).fetchall()
    drop(connection, [case_id for (case_id,) in old])
    return len(old)


def clear_some(connection: Connection, most: int) -> int:
    """Forget so many cases before a new fill, and how many that were; outbox, drafts and settings
    stay."""
    found = connection.execute(SOME, {"most": most}).fetchall()
    drop(connection, [case_id for (case_id,) in found])
    return len(found)
