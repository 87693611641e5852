"""A page of 50 rows of every fixed view beside the same SQL on bare SQLCipher: the same file, the
same key, a connection with the same settings."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from ihanoi_desk.client import queues, sqlite
from ihanoi_desk.client.query import lines
from ihanoi_desk.client.queues import VIEWS, Query, facts_at
from ihanoi_desk.client.row import FIELDS, Row
from ihanoi_desk.client.store import Store
from tests.benchmarks.city import find_city
from tests.benchmarks.figure import Figure, Pair, compare, milliseconds
from tests.benchmarks.kept_city import KEY, NOW

GOAL = 3.0
ROUNDS = 300
WARM = 20
PAGE = 50


@dataclass(frozen=True, slots=True)
class Notebook:
    """Stands in for a connection, and notes what it is asked."""

    bare: sqlite.Connection
    statements: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def execute(self, statement: str, parameters: dict[str, Any]) -> sqlite.Cursor:
        self.statements.append((statement, dict(parameters)))
        return self.bare.execute(statement, parameters)


def measure() -> Iterator[Figure]:
    city = find_city()
    me = city.me
    store = Store.open(city.store, KEY)
    with closing(store), closing(sqlite.connect(city.store, KEY)) as bare:
        for view in VIEWS:
            query = Query("scene", view.code)
            notes = Notebook(bare)
            expected = list(lines(notes, FIELDS, query, facts_at(store, me, NOW), [], PAGE))

            def read(query: Query = query) -> list[Row]:
                return queues.page(store, query, me, NOW, limit=PAGE)

            assert [row.id for row in read()] == [line[0] for line in expected]
            yield compare(f"queue-page:{view.code}", _take(read, notes), GOAL, "ms")


def _take(read: Callable[[], object], notes: Notebook) -> Iterator[Pair]:
    def ask() -> None:
        for statement, parameters in notes.statements:
            notes.bare.execute(statement, parameters).fetchall()

    for turn in range(WARM + ROUNDS):
        pair = milliseconds(read), milliseconds(ask)
        if turn >= WARM:
            yield pair
