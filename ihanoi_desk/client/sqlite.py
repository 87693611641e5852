"""The driver of the officer's encrypted file; nobody else imports one.

SQLCipher's module has the interface of the standard `sqlite3`, with classes of its own.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from ihanoi_desk.client.key import Key

if TYPE_CHECKING:
    # SQLCipher's module comes without types.
    import sqlite3 as driver
    from sqlite3 import Connection, Cursor, DatabaseError, IntegrityError, OperationalError
else:
    from sqlcipher3 import dbapi2 as driver
    from sqlcipher3.dbapi2 import (
        Connection,
        Cursor,
        DatabaseError,
        IntegrityError,
        OperationalError,
    )

__all__ = [
    "Connection",
    "Cursor",
    "DatabaseError",
    "IntegrityError",
    "OperationalError",
    "connect",
    "driver",
    "is_damage",
    "is_disk_trouble",
    "is_full",
    "is_plain",
    "literal",
    "look",
    "settle_with",
]

BUSY_MS = 5000
LOG_PAGES = 32_000
"""So far the log grows before a commit has to empty it, which is a pause for whoever committed. Who
writes much empties it earlier, after his commit; a hundred thousand cases come half as far."""
KEPT_KB, KEPT_IN_BULK_KB = 8_000, 16_000
"""How much of the file a connection keeps decrypted. Many cases in a row touch the same pages of
every index again and again, and each time one comes back it is decrypted and checked anew."""
PLAIN_HEADER = b"SQLite format 3\0"


def connect(path: Path, key: Key | None) -> Connection:
    """A connection as the store uses them: transactions are begun by hand, never by the driver.

    `key` None is for the files of earlier programs, which were not encrypted.
    """
    connection = driver.connect(path, check_same_thread=False, isolation_level=None)
    _unlock(connection, key)
    connection.execute("PRAGMA journal_mode = WAL")
    settle_with(connection, durable=False)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    return connection


def settle_with(connection: Connection, durable: bool, bulk: bool = False) -> None:
    """How the next transactions are written.

    A `durable` commit waits until the disk has it, and all commits before it. One that does not
    wait is whole all the same, but may be gone when the power goes. `bulk` is for many cases in a
    row, and takes more memory until something else is written.
    """
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    connection.execute(f"PRAGMA cache_size = -{KEPT_IN_BULK_KB if bulk else KEPT_KB}")


def look(path: Path, key: Key | None) -> Connection:
    """A connection that leaves no trace, for a file that may not be ours to write.

    An ordinary one would already write: the journal mode, or a log left by a killed program.
    """
    log = path.with_name(f"{path.name}-wal")
    mode = "mode=ro" if log.exists() else "immutable=1"
    connection = driver.connect(
        f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None
    )
    _unlock(connection, key)
    return connection


def literal(key: Key) -> str:
    """The key as SQLCipher takes it without deriving another one from it."""
    return f"x'{key.reveal().hex()}'"


def _unlock(connection: Connection, key: Key | None) -> None:
    # It would write to the terminal of its own accord; the exceptions say the same.
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        connection.execute(f'PRAGMA key = "{literal(key)}"')


def is_plain(path: Path) -> bool:
    """Whether `path` is a database that anybody can read."""
    try:
        with path.open("rb") as file:
            return file.read(len(PLAIN_HEADER)) == PLAIN_HEADER
    except FileNotFoundError:
        return False


def is_damage(error: DatabaseError) -> bool:
    """Whether pages are broken, forged, or written under another key."""
    return _code(error) in ("SQLITE_NOTADB", "SQLITE_CORRUPT")


def is_full(error: DatabaseError) -> bool:
    return _code(error) == "SQLITE_FULL"


def is_disk_trouble(error: DatabaseError) -> bool:
    return _code(error) in ("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")


def _code(error: DatabaseError) -> str:
    # Errors of the driver itself, such as a closed connection, carry none. Extended codes begin
    # with the plain one.
    name = str(getattr(error, "sqlite_errorname", ""))
    return "_".join(name.split("_")[:2])
