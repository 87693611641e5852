"""What a list shows, and the SQL that reads it: constant text per shape, so that caches hit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from ihanoi_desk.client.row import Row
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.views import BY_CODE, Facts
from ihanoi_desk.domain.text import fold

Line = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map, degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float | None, lon: float | None) -> bool:
        if lat is None or lon is None:
            return False
        return self.south <= lat <= self.north and self.west <= lon <= self.east


@dataclass(frozen=True, slots=True)
class Query:
    """A view of one kind, narrowed by words and by the map."""

    kind: str
    view: str
    search: str = ""
    box: Box | None = None


def lines(
    connection: Connection,
    fields: str,
    query: Query,
    facts: Facts,
    without: list[int],
    limit: int = -1,
    after: Row | None = None,
) -> Iterator[Line]:
    """The stored lines of `query` in order, leaving out the cases `without`."""
    words = match_words(query.search)
    flags = (bool(words), query.box is not None, bool(without), bool(facts.elsewhere))
    parameters: dict[str, Any] = {**facts.parameters, "kind": query.kind, "words": words}
    if query.box:
        box = query.box
        parameters |= {"south": box.south, "north": box.north, "west": box.west, "east": box.east}
    if without:
        parameters["without"] = str(without)
    for is_open in BY_CODE[query.view].parts:
        if after and after.is_open and not is_open:
            after = None
        elif after and is_open and not after.is_open:
            continue
        if after:
            parameters |= {"after_us": after.sort_us, "after_id": after.id}
        parameters["most"] = limit
        statement = _statement(fields, query.view, is_open, *flags, after is not None)
        found = connection.execute(statement, parameters)
        if limit < 0:
            yield from found
            continue
        some = found.fetchall()
        yield from some
        limit -= len(some)
        if limit <= 0:
            return


def numbers(connection: Connection, fields: str, *rest: Any) -> Iterator[Any]:
    """The fields of all lines in one flat row, for arrays."""
    return chain.from_iterable(lines(connection, fields, *rest))


def speaking_of(connection: Connection, search: str, among: list[int]) -> set[int]:
    """Which of the cases `among` the words of `search` find."""
    words = match_words(search)
    if not words:
        return set(among)
    found = connection.execute(
        "SELECT rowid FROM case_words WHERE case_words MATCH ?"
        " AND rowid IN (SELECT value FROM json_each(?))",
        (words, str(among)),
    )
    return {line[0] for line in found}


def match_words(search: str) -> str:
    """Every word a prefix, quoted so that nothing in it is FTS5 syntax; empty asks for nothing."""
    plain = "".join(char if char.isalnum() else " " for char in fold(search))
    return " ".join(f'"{word}"*' for word in plain.split())


@cache
def _statement(
    fields: str,
    view: str,
    is_open: bool,
    words: bool,
    box: bool,
    without: bool,
    several_hours: bool,
    after: bool,
) -> str:
    shape = BY_CODE[view]
    conditions = [shape.where(is_open, several_hours)]
    if words:
        conditions.append("id IN (SELECT rowid FROM case_words WHERE case_words MATCH :words)")
    if box:
        conditions.append("lat BETWEEN :south AND :north AND lon BETWEEN :west AND :east")
    if without:
        conditions.append("id NOT IN (SELECT value FROM json_each(:without))")
    if after:
        beyond = ">" if is_open else "<"
        conditions.append(f"(sort_us, id) {beyond} (:after_us, :after_id)")
    way = "ASC" if is_open else "DESC"
    # Words find few rows, so the planner may start there; else the index of the view is walked.
    index = "" if words else f" INDEXED BY {shape.index}"
    return (
        f"SELECT {fields} FROM cases{index} WHERE {' AND '.join(conditions)}"
        f" ORDER BY sort_us {way}, id {way} LIMIT :most"
    )
