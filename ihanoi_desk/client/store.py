"""The officer's database file: one writer, short reads, one word to everybody on a change."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from ihanoi_desk import migrate

BUSY_MS = 5000
DAMAGE = frozenset({"SQLITE_NOTADB", "SQLITE_CORRUPT"})


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed. `cases` None means all of them."""

    cases: frozenset[int] | None = frozenset()
    outbox: bool = False
    catalogue: bool = False


class StoreDamaged(Exception):
    """The file is no readable database; it is left as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Store:
    """`read` and `write` lend a connection; whoever wrote says what changed."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._writing = engine.execution_options(immediate=True)
        self._lock = threading.Lock()
        self._listeners: list[Callable[[Changed], None]] = []
        self.edition = 0
        """Grows with every word of a changed catalogue."""
        self.memory: dict[str, tuple[int, Any]] = {}
        """What was made of the catalogue, with the edition it holds for."""

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Open or make the file and bring it to this program's tables.

        Raises migrate.DatabaseTooNew and StoreDamaged; the file is then untouched.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            f"sqlite:///{path}", connect_args={"check_same_thread": False}, pool_size=4
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        try:
            _check_unopened(path)
            migrate.upgrade(engine, "client")
        except DatabaseError as error:
            engine.dispose()
            if getattr(error.orig, "sqlite_errorname", "") in DAMAGE:
                raise StoreDamaged(path) from error
            raise
        except migrate.DatabaseTooNew:
            engine.dispose()
            raise
        return cls(path, engine)

    @property
    def folder(self) -> Path:
        """Where files that belong to this officer lie, beside the database."""
        return self.path.with_suffix("")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def look(self) -> Iterator[sqlite3.Connection]:
        """As `read`, on the driver itself: a queue page may not pay the toolkit per statement."""
        pooled = self._engine.raw_connection()
        try:
            driver = pooled.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.execute("BEGIN")
            yield driver
        finally:
            pooled.close()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; the other writers of this process wait."""
        with self._lock, self._writing.begin() as connection:
            yield connection

    def subscribe(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Call `listener` on every change until the given-back function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def say(self, changed: Changed) -> None:
        """Tell every listener, on this thread."""
        self.edition += changed.catalogue
        for listener in tuple(self._listeners):
            listener(changed)

    def close(self) -> None:
        self._engine.dispose()


def _check_unopened(path: Path) -> None:
    """Look at the revision without leaving a trace. Raises migrate.DatabaseTooNew.

    An ordinary connection would already write: the journal mode, or a log left by a killed program.
    """
    if not path.exists():
        return
    log = path.with_name(f"{path.name}-wal")
    mode = "mode=ro" if log.exists() else "immutable=1"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True),
    )
    try:
        with engine.connect() as connection:
            migrate.check(connection, "client")
    finally:
        engine.dispose()


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def _begin(connection: Connection) -> None:
    # A write that starts as a read could lose the race for the lock half-way through.
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
