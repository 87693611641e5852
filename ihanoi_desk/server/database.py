"""One engine for SQLite and PostgreSQL, and the two ways in: a steady read and a locked write."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock, local
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, insert, select, update
from sqlalchemy.engine import make_url

from ihanoi_desk.server.tables import counters

BUSY_MS = 15_000
RAISE = (
    update(counters)
    .where(counters.c.name == bindparam("counter"))
    .values(value=counters.c.value + 1)
    .returning(counters.c.value)
)
STAND = select(counters.c.value).where(counters.c.name == bindparam("counter"))
STANDS = select(counters.c.name, counters.c.value)


class Database:
    """Connections to the server's tables. `on_commit` runs after every committed write."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._writing = self.engine.execution_options(write=True)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite sleeps in growing steps while another connection writes; a lock wakes at once.
        self._turn: AbstractContextManager[object] = Lock() if self.is_sqlite else nullcontext()
        self._listeners: list[Callable[[], None]] = []
        self._held = local()

    def on_commit(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one steady moment of the whole database."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed whole or not at all.

        SQLite takes its one write lock at the start; PostgreSQL locks the rows it asks for.
        """
        with self._turn, self._writing.begin() as connection:
            yield connection
        if not getattr(self._held, "is_on", False):
            self._tell()

    @contextmanager
    def told_once(self) -> Iterator[None]:
        """The listeners hear of this thread's writes together, when all of them are done.

        Else every desk of a unit would ask anew for each action of a long batch.
        """
        self._held.is_on = True
        try:
            yield
        finally:
            self._held.is_on = False
            self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()

    def close(self) -> None:
        self.engine.dispose()


def next_number(connection: Connection, name: str) -> int:
    """The next value of a counter; its row stays locked until the transaction ends.

    A sequence would hand out numbers that become visible out of order.
    """
    value = connection.execute(RAISE, {"counter": name}).scalar_one_or_none()
    if value is None:
        connection.execute(insert(counters).values(name=name, value=1))
        return 1
    return int(value)


def current_number(connection: Connection, name: str) -> int:
    """The last value a counter handed out; 0 before the first."""
    value = connection.execute(STAND, {"counter": name}).scalar_one_or_none()
    return int(value or 0)


def current_numbers(connection: Connection) -> dict[str, int]:
    """The last value of every counter, in one question."""
    return {row.name: row.value for row in connection.execute(STANDS)}


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_MS / 1000}, pool_size=20)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transactions begin too late to lock; `_begin` opens them instead.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    lock = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if lock else "BEGIN")
