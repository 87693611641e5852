"""Encrypting what an earlier program left open: its database and the files beside it.

Every step may be the last one before a power cut: either the open file is still in its place, or
the encrypted one is, whole and checked, and the open one only waits to be wiped.
"""

from contextlib import closing
from pathlib import Path

from ihanoi_desk.client import replacing, sqlite
from ihanoi_desk.client.key import Key
from ihanoi_desk.client.sealed import MARK, Seal
from ihanoi_desk.client.sqlite import Connection, DatabaseError
from ihanoi_desk.client.whole import ensure_room, shred

OPEN = ".open"
"""Ends the name of an open file whose encrypted copy stands in its place."""


def resume(path: Path) -> None:
    """Wipe the open file whose encrypted copy stands in its place; without a copy it goes back."""
    aside = _aside(path)
    if not aside.exists():
        return
    if path.exists():
        shred(aside)
    else:
        aside.rename(path)


def encrypt(path: Path, key: Key) -> None:
    """Replace the open database at `path` by an encrypted one with the same content.

    Raises DiskFull, OSError and the driver's errors; the open file is then still there.
    """
    ensure_room(path.parent, path.stat().st_size)
    _seal_files(path.with_suffix(""), Seal(key))
    partial = replacing.begin(path)
    _export(path, partial, key)
    _check(path, partial, key)
    replacing.finish(path, _aside(path))
    resume(path)


def forget_pictures(folder: Path) -> None:
    """Wipe the pictures that an earlier program cached unencrypted; they can be had again."""
    for file in [found for found in folder.rglob("*") if found.is_file()]:
        with file.open("rb") as opened:
            is_sealed = opened.read(len(MARK)) == MARK
        if not is_sealed:
            shred(file)


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}{OPEN}")


def _seal_files(folder: Path, seal: Seal) -> None:
    for aside in folder.rglob(f"*{OPEN}"):
        resume(aside.with_suffix(""))
    for file in [found for found in folder.rglob("*") if found.is_file()]:
        body = file.read_bytes()
        if not body.startswith(MARK):
            file.rename(_aside(file))
            seal.write(file, body, durable=True)
            resume(file)


def _export(path: Path, partial: Path, key: Key) -> None:
    with closing(sqlite.connect(path, None)) as connection:
        # Takes the log of a killed program in; without one the file alone is the database.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(
            f'ATTACH DATABASE ? AS encrypted KEY "{sqlite.literal(key)}"', (str(partial),)
        )
        connection.execute("SELECT sqlcipher_export('encrypted')")
        connection.execute("DETACH DATABASE encrypted")


def _check(path: Path, partial: Path, key: Key) -> None:
    """Raises DatabaseError unless the copy is whole and holds as much as the original."""
    with closing(sqlite.look(path, None)) as old, closing(sqlite.look(partial, key)) as new:
        broken = new.execute("PRAGMA cipher_integrity_check").fetchall()
        if broken or _counts(old) != _counts(new):
            raise DatabaseError("the encrypted copy is not whole")


def _counts(connection: Connection) -> dict[str, int]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]
        for (name,) in tables
    }
