"""The officer's database file: one writer, short reads, one word to everybody on a change."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ihanoi_desk import migrate

BUSY_MS = 5000
DAMAGE = frozenset({"SQLITE_NOTADB", "SQLITE_CORRUPT"})


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed. `cases` None means all of them.

    `me`: the officer's rights; `present`: the cases on which other colleagues are now.
    """

    cases: frozenset[int] | None = frozenset()
    outbox: bool = False
    catalogue: bool = False
    me: bool = False
    present: frozenset[int] = frozenset()


class StoreDamaged(Exception):
    """The file is no readable database; it is left as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Store:
    """`read` and `write` lend a connection; whoever wrote says what changed.

    Everyday statements go straight to SQLite: importing SQLAlchemy would take longer than bringing
    up the whole list, and only a file of another revision needs it, for the migrations.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
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
        try:
            found = _revision(path)
            migrate.check(found, "client")
            if found != migrate.HEADS["client"]:
                _migrate(path)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname in DAMAGE:
                raise StoreDamaged(path) from error
            raise
        return cls(path)

    @property
    def folder(self) -> Path:
        """Where files that belong to this officer lie, beside the database."""
        return self.path.with_suffix("")

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One steady moment of the file."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction; the other writers of this process wait."""
        # A write that starts as a read could lose the race for the lock half-way through.
        with self._lock, self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        connection = self._idle.pop() if self._idle else connect(self.path)
        try:
            connection.execute(begin)
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)

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
        self._closed = True
        while self._idle:
            self._idle.pop().close()


def connect(path: Path) -> sqlite3.Connection:
    """A connection as the store uses them: transactions are begun by hand, never by the driver."""
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    return connection


def _revision(path: Path) -> str | None:
    """The revision of the file, looked at without leaving a trace; None when it is new.

    An ordinary connection would already write: the journal mode, or a log left by a killed program.
    """
    if not path.exists():
        return None
    log = path.with_name(f"{path.name}-wal")
    mode = "mode=ro" if log.exists() else "immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)
    try:
        named = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        if named.fetchone() is None:
            return None
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(found[0]) if found else None
    finally:
        connection.close()


def _migrate(path: Path) -> None:
    from sqlalchemy import create_engine  # late for the reason given at Store

    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path))
    try:
        migrate.upgrade(engine, "client")
    finally:
        engine.dispose()
