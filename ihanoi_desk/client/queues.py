"""Reading queues: a page, the whole order, counts and map points, each with the outbox folded in.

The SQL text is constant per view, so that SQLite's and SQLAlchemy's caches both hit.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import merge
from typing import Any

from sqlalchemy import Connection, TextClause, text

from ihanoi_desk.client import pending, reference, replica
from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.moments import EPOCH, from_us
from ihanoi_desk.client.pending import REFUSED, Pending
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.views import BY_CODE, VIEWS, Facts, View
from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.text import fold
from ihanoi_desk.domain.wire import CaseDoc

__all__ = ["VIEWS", "Box", "Counts", "Query", "Row", "counts", "ids", "page", "rows"]

FIELDS = (
    "id, code, kind, state, urgency, category, headline, place, unit, holder_id, holder_name,"
    " lat, lon, hops, filed_us, due_us, closed_us, sort_us, is_open"
)
STATE_NUMBERS = {state.value: number for number, state in enumerate(State)}
POSITION_FIELDS = (
    "id, lat, lon, CASE state "
    + " ".join(f"WHEN '{state}' THEN {number}" for state, number in STATE_NUMBERS.items())
    + " END, is_open AND sort_us < :now, urgency = 'urgent'"
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map, degrees."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Query:
    """What a list shows: a view of one kind, narrowed by words and by the map."""

    kind: str
    view: str
    search: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a queue. `sending`: an action waits; `refused`: the newest one was refused."""

    id: int
    code: str
    kind: str
    state: str
    urgency: str
    category: str
    headline: str
    place: str
    unit: str
    holder_id: int | None
    holder_name: str | None
    lat: float | None
    lon: float | None
    hops: int
    filed_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    sort_us: int
    is_open: int
    sending: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases each view holds."""

    views: dict[tuple[str, str], int]

    def view(self, kind: str, view: str) -> int:
        return self.views.get((kind, view), 0)

    def kind(self, kind: str) -> int:
        """Open cases of a kind, for the rail."""
        return self.view(kind, "open")


def page(store: Store, query: Query, me: Officer, now: datetime, limit: int = 50) -> list[Row]:
    """The first `limit` rows of `query` in the order of least working time left."""
    facts = _facts(store, me, now)
    with store.read() as connection:
        folded = _folded(connection, store, me)
        found = _read(connection, FIELDS, query, facts, folded, limit)
        stored = [_row(*line) for line in found]
    return _merged(stored, query, facts, folded)[:limit]


def ids(store: Store, query: Query, me: Officer, now: datetime) -> "array[int]":
    """The ids of every row of `query` in order."""
    facts = _facts(store, me, now)
    with store.read() as connection:
        folded = _folded(connection, store, me)
        found = _read(connection, "is_open, sort_us, id", query, facts, folded, -1)
        stored = [(line[0], line[1], line[2]) for line in found]
    extra = [(row.is_open, row.sort_us, row.id) for row in _fitting(query, facts, folded)]
    if extra:
        stored = list(merge(stored, sorted(extra, key=_place), key=_place))
    return array("q", (line[2] for line in stored))


def positions(store: Store, query: Query, me: Officer, now: datetime) -> list[Sequence[float]]:
    """id, latitude, longitude, number of the state, late, urgent of every row of `query`."""
    facts = _facts(store, me, now)
    with store.read() as connection:
        folded = _folded(connection, store, me)
        found = list(_read(connection, POSITION_FIELDS, query, facts, folded, -1))
    for row in _fitting(query, facts, folded):
        late = row.is_open and row.sort_us < facts.now_us
        state = STATE_NUMBERS[row.state]
        found.append((row.id, row.lat, row.lon, state, late, row.urgency == "urgent"))
    return found


def rows(store: Store, wanted: Sequence[int], me: Officer) -> list[Row]:
    """The rows of `wanted` in that order; those no longer in the replica are left out."""
    marks = ", ".join(str(int(case_id)) for case_id in wanted)
    with store.read() as connection:
        folded = _folded(connection, store, me)
        lines = connection.exec_driver_sql(f"SELECT {FIELDS} FROM cases WHERE id IN ({marks})")
        found = {line[0]: _row(*line) for line in lines}
    found.update({case_id: row for case_id, row in folded.items() if case_id in found})
    return [found[case_id] for case_id in wanted if case_id in found]


def counts(store: Store, me: Officer, now: datetime) -> Counts:
    """All views of all kinds in one reading."""
    facts = _facts(store, me, now)
    with store.read() as connection:
        folded = _folded(connection, store, me)
        total = {
            (kind, view): number
            for kind, *numbers in connection.execute(_count_statement(), _parameters(facts))
            for view, number in zip(COUNTED, numbers, strict=True)
        }
        before = _stored(connection, folded)
    for sign, some in ((-1, before), (1, folded.values())):
        for row in some:
            for view in _views_of(row, facts):
                total[row.kind, view] = total.get((row.kind, view), 0) + sign
    return Counts(total)


# --- SQL -------------------------------------------------------------------------------------

COUNTED = (*(view.code for view in VIEWS), "open")


@cache
def _count_statement() -> TextClause:
    sums = [f"SUM({' OR '.join(f'({_own(view, part)})' for part in view.parts)})" for view in VIEWS]
    sums.append("SUM(is_open)")
    return text(f"SELECT kind, {', '.join(sums)} FROM cases GROUP BY kind")


def _own(view: View, is_open: bool) -> str:
    return view.where(is_open).removeprefix("kind = :kind AND ")


@cache
def _statement(fields: str, view: str, is_open: bool, flags: frozenset[str]) -> TextClause:
    conditions = [BY_CODE[view].where(is_open)]
    if "search" in flags:
        conditions.append("id IN (SELECT rowid FROM case_words WHERE case_words MATCH :words)")
    if "box" in flags:
        conditions.append("lat BETWEEN :south AND :north AND lon BETWEEN :west AND :east")
    if "folded" in flags:
        conditions.append("id NOT IN (SELECT value FROM json_each(:folded))")
    way = "ASC" if is_open else "DESC"
    return text(
        f"SELECT {fields} FROM cases WHERE {' AND '.join(conditions)}"
        f" ORDER BY sort_us {way}, id {way} LIMIT :most"
    )


def _read(
    connection: Connection,
    fields: str,
    query: Query,
    facts: Facts,
    folded: dict[int, Row],
    limit: int,
) -> Iterator[Any]:
    parameters = _parameters(facts) | {"kind": query.kind, "most": limit}
    flags = set()
    if query.search:
        flags.add("search")
        parameters["words"] = match_words(query.search)
    if query.box:
        flags.add("box")
        box = query.box
        parameters |= {
            "south": box.south,
            "west": box.west,
            "north": box.north,
            "east": box.east,
        }
    if folded:
        flags.add("folded")
        parameters["folded"] = str(list(folded))
    left = limit
    for is_open in BY_CODE[query.view].parts:
        parameters["most"] = left
        statement = _statement(fields, query.view, is_open, frozenset(flags))
        lines = connection.execute(statement, parameters).all()
        yield from lines
        if limit >= 0:
            left -= len(lines)
            if left <= 0:
                return


def match_words(search: str) -> str:
    """Every word a prefix, quoted so that nothing in it is FTS5 syntax."""
    return " ".join(f'"{word.replace(chr(34), "")}"*' for word in fold(search).split())


def _facts(store: Store, me: Officer, now: datetime) -> Facts:
    return Facts.at(me.id, now, reference.calendar(store))


def _parameters(facts: Facts) -> dict[str, Any]:
    return {"me": facts.me, "now": facts.now_us, "soon": facts.soon_us}


def _row(
    id: int,
    code: str,
    kind: str,
    state: str,
    urgency: str,
    category: str,
    headline: str,
    place: str,
    unit: str,
    holder_id: int | None,
    holder_name: str | None,
    lat: float | None,
    lon: float | None,
    hops: int,
    filed_us: int,
    due_us: int | None,
    closed_us: int | None,
    sort_us: int,
    is_open: int,
    sending: bool = False,
    refused: bool = False,
) -> Row:
    return Row(
        id,
        code,
        kind,
        state,
        urgency,
        category,
        headline,
        place,
        unit,
        holder_id,
        holder_name,
        lat,
        lon,
        hops,
        from_us(filed_us) or EPOCH,
        from_us(due_us),
        from_us(closed_us),
        sort_us,
        is_open,
        sending,
        refused,
    )


# --- the outbox over the replica --------------------------------------------------------------


def _folded(connection: Connection, store: Store, me: Officer) -> dict[int, Row]:
    """The cases with outbox rows, as they will be."""
    waiting: dict[int, list[Pending]] = {}
    for row in pending.read_all(connection):
        waiting.setdefault(row.action.case_id, []).append(row)
    if not waiting:
        return {}
    book = reference.catalogue(store).rulebook()
    listed = ", ".join(str(case_id) for case_id in waiting)
    docs = connection.exec_driver_sql(f"SELECT id, body FROM docs WHERE id IN ({listed})")
    folded = {}
    for case_id, doc in docs:
        some = waiting[case_id]
        case, _ = pending.fold(decode(CaseDoc, doc).case, some, me, book)
        fields = replica.columns(case)
        folded[case_id] = _row(
            **fields,
            sending=any(row.state != REFUSED for row in some),
            refused=some[-1].state == REFUSED,
        )
    return folded


def _stored(connection: Connection, folded: Iterable[int]) -> list[Row]:
    listed = ", ".join(str(case_id) for case_id in folded)
    if not listed:
        return []
    lines = connection.exec_driver_sql(f"SELECT {FIELDS} FROM cases WHERE id IN ({listed})")
    return [_row(*line) for line in lines]


def _views_of(row: Row, facts: Facts) -> list[str]:
    fitting = [view.code for view in VIEWS if _matches(view, row, facts)]
    return [*fitting, "open"] if row.is_open else fitting


def _matches(view: View, row: Row, facts: Facts) -> bool:
    return view.matches(row.state, bool(row.is_open), row.sort_us, row.holder_id, row.hops, facts)


def _fitting(query: Query, facts: Facts, folded: dict[int, Row]) -> list[Row]:
    view = BY_CODE[query.view]
    wanted = fold(query.search).split()
    return [
        row
        for row in folded.values()
        if row.kind == query.kind
        and _matches(view, row, facts)
        and _inside(query.box, row)
        and _speaks_of(wanted, row)
    ]


def _inside(box: Box | None, row: Row) -> bool:
    if box is None:
        return True
    if row.lat is None or row.lon is None:
        return False
    return box.south <= row.lat <= box.north and box.west <= row.lon <= box.east


def _speaks_of(wanted: list[str], row: Row) -> bool:
    have = fold(f"{row.code} {row.headline} {row.place} {row.holder_name or ''}")
    words = have.replace("-", " ").split()
    return all(
        any(word.startswith(part) for word in words)
        for term in wanted
        for part in term.replace("-", " ").split()
    )


def _merged(stored: list[Row], query: Query, facts: Facts, folded: dict[int, Row]) -> list[Row]:
    extra = _fitting(query, facts, folded)
    if not extra:
        return stored
    return sorted([*stored, *extra], key=lambda row: _place((row.is_open, row.sort_us, row.id)))


def _place(line: tuple[int, int, int]) -> tuple[int, int, int]:
    """Open ones first, by limit; then closed ones, newest first."""
    is_open, sort_us, case_id = line
    return (0, sort_us, case_id) if is_open else (1, -sort_us, -case_id)
