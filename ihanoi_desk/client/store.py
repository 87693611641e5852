"""The officer's encrypted database: one writer, short reads, one word to everybody on a change."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ihanoi_desk import migrate
from ihanoi_desk.client import plain, replacing, sqlite
from ihanoi_desk.client.errors import DiskFull, DiskTrouble
from ihanoi_desk.client.key import Key, KeyDropped
from ihanoi_desk.client.sealed import Seal
from ihanoi_desk.client.sqlite import Connection, DatabaseError
from ihanoi_desk.client.turns import Turns
from ihanoi_desk.client.whole import PRIVATE_FOLDER, is_full


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
    """The file is no database that this key opens, or a page of it is broken; it is left as it is.

    `salvage.carry_over` saves what can still be read.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Store:
    """`read` and `write` lend a connection; whoever wrote says what changed.

    Everyday statements go straight to SQLite: importing SQLAlchemy would take longer than bringing
    up the whole list, and only a file of another revision needs it, for the migrations.
    """

    def __init__(self, path: Path, key: Key) -> None:
        self.path = path
        self.seal = Seal(key)
        """Encrypts the files that lie beside the database."""
        self._key = key
        self._idle: list[Connection] = []
        self._closed = False
        self._turns = Turns()
        self._listeners: list[Callable[[Changed], None]] = []
        self._on_damage: Callable[[], object] | None = None
        self.edition = 0
        """Grows with every word of a changed catalogue."""
        self.memory: dict[str, tuple[int, Any]] = {}
        """What was made of the catalogue, with the edition it holds for."""

    @classmethod
    def open(cls, path: Path, key: Key) -> "Store":
        """Open or make the file and bring it to this program's tables.

        A file that an earlier program left unencrypted is encrypted first. Raises
        migrate.DatabaseTooNew and StoreDamaged, the file is then untouched; DiskFull and
        DiskTrouble.
        """
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        with _told(path):
            replacing.resume(path)
            plain.resume(path)
            is_plain = sqlite.is_plain(path)
            found = _revision(path, None if is_plain else key)
            migrate.check(found, "client")
            if is_plain:
                plain.encrypt(path, key)
            if found != migrate.HEADS["client"]:
                _migrate(path, key)
        return cls(path, key)

    @property
    def folder(self) -> Path:
        """Where files that belong to this officer lie, beside the database."""
        return self.path.with_suffix("")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One steady moment of the file."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self, durable: bool = False, bulk: bool = False) -> Iterator[Connection]:
        """One transaction; the other writers of this process wait.

        What only this machine has is written `durable`: it outlives a power cut from here on. What
        the server has as well need not wait for the disk. `bulk`: one of many in a row.
        """
        settle = partial(sqlite.settle_with, durable=durable, bulk=bulk)
        # A write that starts as a read could lose the race for the lock half-way through.
        with self._turns.taken(), self._transaction("BEGIN IMMEDIATE", settle) as connection:
            yield connection

    def empty_log(self) -> None:
        """Move what was committed from the log into the file, beside readers and writers."""
        with _told(self.path), self._connected() as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for the end of the present `write`: a click must not wait long."""
        return self._turns.is_awaited

    @contextmanager
    def _transaction(
        self, begin: str, settle: Callable[[Connection], None] = lambda connection: None
    ) -> Iterator[Connection]:
        try:
            with _told(self.path), self._connected() as connection:
                try:
                    settle(connection)
                    connection.execute(begin)
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
        except StoreDamaged:
            if self._on_damage:
                self._on_damage()
            raise

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        if self._closed:
            raise KeyDropped
        connection = self._idle.pop() if self._idle else sqlite.connect(self.path, self._key)
        try:
            yield connection
        finally:
            self._put_back(connection)

    def _put_back(self, connection: Connection) -> None:
        if self._closed:
            connection.close()
        else:
            self._idle.append(connection)

    def on_damage(self, listener: Callable[[], object]) -> None:
        """Call `listener`, on whichever thread it happens, when a page turns out to be broken."""
        self._on_damage = listener

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
        self.seal.forget()
        while self._idle:
            self._idle.pop().close()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """The driver's errors that have a meaning of their own for the officer."""
    try:
        yield
    except DatabaseError as error:
        if sqlite.is_damage(error):
            raise StoreDamaged(path) from error
        is_trouble = sqlite.is_disk_trouble(error)
        # A log that cannot even be begun is told as trouble, whatever the reason.
        if sqlite.is_full(error) or (is_trouble and is_full(path.parent)):
            raise DiskFull(str(path)) from error
        if is_trouble:
            raise DiskTrouble(path, str(error)) from error
        raise


def _revision(path: Path, key: Key | None) -> str | None:
    """The revision of the file, looked at without leaving a trace; None when it is new."""
    if not path.exists():
        return None
    with closing(sqlite.look(path, key)) as connection:
        named = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        if named.fetchone() is None:
            return None
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(found[0]) if found else None


def _migrate(path: Path, key: Key) -> None:
    from sqlalchemy import create_engine  # late for the reason given at Store
    from sqlalchemy.exc import DBAPIError

    engine = create_engine(
        "sqlite://", module=sqlite.driver, creator=lambda: sqlite.connect(path, key)
    )
    try:
        migrate.upgrade(engine, "client")
    except DBAPIError as error:
        if isinstance(error.orig, DatabaseError):
            raise error.orig from error
        raise
    finally:
        engine.dispose()
