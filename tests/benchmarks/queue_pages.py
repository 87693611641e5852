"""A page of 50 rows of every fixed view beside the same SQL on bare sqlite3."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Engine, event

from ihanoi_desk.client import queues
from ihanoi_desk.client.queues import VIEWS, Query
from ihanoi_desk.client.store import Store
from tests.benchmarks.city import NOW, find_city
from tests.benchmarks.figure import Figure, Pair, compare, milliseconds

GOAL = 3.0
ROUNDS = 300
WARM = 20
Statement = tuple[str, tuple[Any, ...]]


def measure() -> Iterator[Figure]:
    city = find_city()
    me = city.me
    store = Store.open(city.store)
    with closing(store), closing(sqlite3.connect(city.store)) as bare:
        for view in VIEWS:
            query = Query("scene", view.code)

            def read(query: Query = query) -> object:
                return queues.page(store, query, me, NOW, limit=50)

            with _record() as statements:
                read()
            pairs = list(_take(read, bare, statements))
            yield compare(f"queue-page:{view.code}", pairs, GOAL, "ms")


def _take(read: Any, bare: sqlite3.Connection, statements: list[Statement]) -> Iterator[Pair]:
    def ask() -> None:
        for statement, parameters in statements:
            bare.execute(statement, parameters).fetchall()

    for turn in range(WARM + ROUNDS):
        pair = milliseconds(read), milliseconds(ask)
        if turn >= WARM:
            yield pair


@contextmanager
def _record() -> Iterator[list[Statement]]:
    """The statements on cases that reach the driver meanwhile, as they reach it."""
    kept: list[Statement] = []

    def note(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> None:
        if "FROM cases" in statement:
            kept.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield kept
    finally:
        event.remove(Engine, "before_cursor_execute", note)
