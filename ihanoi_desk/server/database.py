"""One engine for SQLite and PostgreSQL, and the two ways in: a steady read and a locked write."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock, local
from typing import Any

import msgspec
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
    update,
)

from ihanoi_desk.server import news
from ihanoi_desk.server.failures import told_when_away
from ihanoi_desk.server.listening import CHANNEL, Listening
from ihanoi_desk.server.news import Topics
from ihanoi_desk.server.tables import counters

BUSY_MS = 15_000
POOL = 10
"""Steady connections of one process, and as many again while it is busy."""
PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""So that a PostgreSQL that vanished without a word is noticed; in seconds."""
RAISE = (
    update(counters)
    .where(counters.c.name == bindparam("counter"))
    .values(value=counters.c.value + 1)
    .returning(counters.c.value)
)
STAND = select(counters.c.value).where(counters.c.name == bindparam("counter"))
STANDS = select(counters.c.name, counters.c.value)


class Database:
    """Connections to the server's tables. Both ways in raise Unavailable when there is none."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(make_url(url))
        self._writing = self.engine.execution_options(write=True)
        self._hurrying = self.engine.execution_options(write=True, synchronous="NORMAL")
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite sleeps in growing steps while another connection writes; a lock wakes at once.
        self._turn: AbstractContextManager[object] = Lock() if self.is_sqlite else nullcontext()
        self._listeners: list[Callable[[Topics], None]] = []
        self._listening: list[Listening] = []
        self._held = local()
        self._file = self.engine.url.database

    def on_news(self, listener: Callable[[Topics], None]) -> None:
        """Call `listener`, on some thread, after every committed write that had news.

        On PostgreSQL those are the writes of all processes.
        """
        if self.is_sqlite:
            self._listeners.append(listener)
        else:
            _, options = self.engine.dialect.create_connect_args(self.engine.url)
            self._listening.append(Listening({**options, **PATIENCE}, listener))

    @property
    def hears(self) -> bool:
        """Whether every write is told at present; not while a listening connection is lost."""
        return all(listening.is_open for listening in self._listening)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one steady moment of the whole database."""
        with told_when_away(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed whole or not at all, and then told to the listeners.

        SQLite takes its one write lock at the start; PostgreSQL locks the rows it asks for.
        """
        held: set[str] | None = getattr(self._held, "topics", None)
        engine = self._writing if held is None else self._hurrying
        with told_when_away(), self._turn, engine.begin() as connection:
            topics = news.collect(connection)
            yield connection
            if topics and not self.is_sqlite:
                _notify(connection, topics if held is None else {*topics, news.LATER})
        if held is None:
            self._tell(frozenset(topics))
        else:
            held.update(topics)

    @contextmanager
    def answered_together(self) -> Iterator[None]:
        """This thread's writes are each whole; all are on the disk, and then told, at the end.

        Else every action of a long batch would wait for the disk, where PostgreSQL waits for each,
        and every desk of a unit would ask anew for each.
        """
        held: set[str] = set()
        self._held.topics = held
        try:
            yield
        finally:
            self._held.topics = None
            if held and self.is_sqlite:
                self._reach_disk()
            self._tell(frozenset(held))
            if held and not self.is_sqlite:
                with told_when_away(), self.engine.begin() as connection:
                    _notify(connection, held)

    def _reach_disk(self) -> None:
        """What was committed so far is on the disk: in the log, or it left it by a checkpoint."""
        with contextlib.suppress(FileNotFoundError), Path(f"{self._file}-wal").open("rb+") as log:
            os.fsync(log)

    def _tell(self, topics: Topics) -> None:
        for listener in self._listeners:
            listener(topics)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One at a time of all the processes of a database; an SQLite file has but one."""
        if self.is_sqlite:
            yield
            return
        with told_when_away(), self.engine.begin() as connection:
            hold(connection, "alone")
            yield

    def close(self) -> None:
        for listening in self._listening:
            listening.stop()
        self._listening.clear()
        self.engine.dispose()


def next_number(connection: Connection, name: str) -> int:
    """The next value of a counter; its row stays locked until the transaction ends.

    A sequence would hand out numbers that become visible out of order.
    """
    return int(connection.execute(RAISE, {"counter": name}).scalar_one())


def current_number(connection: Connection, name: str) -> int:
    """The last value a counter handed out; 0 before the first."""
    value = connection.execute(STAND, {"counter": name}).scalar_one_or_none()
    return int(value or 0)


def current_numbers(connection: Connection) -> dict[str, int]:
    """The last value of every counter, in one question."""
    return {row.name: row.value for row in connection.execute(STANDS)}


def hold(connection: Connection, name: str, *, shared: bool = False) -> None:
    """Until the transaction ends, nobody else who holds `name` goes on.

    Those who hold it shared do not keep each other waiting. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
        connection.execute(select(lock(func.hashtextextended(name, 0))))


def _notify(connection: Connection, topics: set[str]) -> None:
    # PostgreSQL hands it on with the commit.
    connection.execute(select(func.pg_notify(CHANNEL, news.to_text(topics))))


def _engine(url: URL) -> Engine:
    # Errors are logged; what people typed and the hashes of their passwords are not.
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args=PATIENCE,
            hide_parameters=True,
            json_deserializer=msgspec.json.decode,
            max_overflow=POOL,
            pool_pre_ping=True,
            pool_size=POOL,
        )
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_MS / 1000},
        hide_parameters=True,
        json_deserializer=msgspec.json.decode,
        pool_size=2 * POOL,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transactions begin too late to lock; `_begin` opens them instead.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("write", False):
        # What was answered is on the disk, also when the power goes.
        connection.exec_driver_sql(f"PRAGMA synchronous = {options.get('synchronous', 'FULL')}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")
