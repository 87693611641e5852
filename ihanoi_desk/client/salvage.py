"""A damaged database: what the officer wrote is carried into a fresh one, the rest comes anew."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ihanoi_desk.client import dropped, replacing, sqlite
from ihanoi_desk.client.key import Key
from ihanoi_desk.client.sqlite import Connection, DatabaseError
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.whole import shred

CARRIED = ("outbox", "outbox_files", "drafts", "settings", "sent")
REFILLED = ("cases", "docs", "present", "marks")
PATIENCE = 1000
"""Rows in a line that cannot be read before the rest of a hole is given up."""

Line = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many outbox rows and drafts could be read, and where the damaged file lies now."""

    waiting: int
    drafts: int
    aside: Path


def carry_over(path: Path, key: Key, now: datetime) -> Salvaged:
    """Set the damaged file at `path` aside and put a fresh one in its place.

    Raises DiskFull and OSError; the damaged file is then still where it was.
    """
    was_open = sqlite.is_plain(path)
    carried = {}
    with closing(Store.open(replacing.begin(path), key)) as fresh:
        for table in CARRIED:
            carried[table] = _carry(path, None if was_open else key, table, fresh)
        typed = carried["drafts"] - len(dropped.read(fresh))
    aside = replacing.aside_name(path, "damaged", now)
    replacing.finish(path, aside)
    if was_open:
        # What an earlier program left unencrypted does not stay so.
        for file in (aside, *replacing.logs(aside)):
            shred(file)
    return Salvaged(carried["outbox"], typed, aside)


def _carry(path: Path, key: Key | None, table: str, fresh: Store) -> int:
    """How many rows of `table` could be read."""
    with fresh.write() as connection:
        wanted = _columns(connection, table)
        try:
            with closing(sqlite.look(path, key)) as damaged:
                columns = sorted(wanted & _columns(damaged, table))
        except DatabaseError as error:
            if sqlite.is_damage(error):
                return 0
            raise
        lines = list(_Wreck(path, key, table, columns).lines()) if columns else []
        connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [line[1:] for line in lines],
        )
    return len(lines)


def _columns(connection: Connection, table: str) -> set[str]:
    return {line[1] for line in connection.execute(f"PRAGMA table_info({table})")}


class _Wreck:
    """One table of a damaged file. A line is its row number, then `columns`."""

    def __init__(self, path: Path, key: Key | None, table: str, columns: list[str]) -> None:
        self._path, self._key = path, key
        self._select = f"SELECT rowid, {', '.join(columns)} FROM {table}"

    def lines(self) -> Iterator[Line]:
        """Every row that can be read: from the front, from the back, then one by one between."""
        front, is_whole = self._read("ORDER BY rowid")
        yield from front
        if is_whole:
            return
        lowest = front[-1][0] if front else 0
        back, _ = self._read(f"WHERE rowid > {lowest} ORDER BY rowid DESC")
        yield from back
        failed, number = 0, lowest
        highest = back[-1][0] if back else None
        while failed < PATIENCE and (highest is None or number + 1 < highest):
            number += 1
            found, _ = self._read(f"WHERE rowid = {number}")
            failed = 0 if found else failed + 1
            yield from found

    def _read(self, rest: str) -> tuple[list[Line], bool]:
        """What came before a broken page, and whether none was met."""
        found: list[Line] = []
        try:
            # A connection that met a broken page reads nothing any more.
            with closing(sqlite.look(self._path, self._key)) as connection:
                for line in connection.execute(f"{self._select} {rest}"):
                    found.append(line)
        except DatabaseError as error:
            if sqlite.is_damage(error):
                return found, False
            raise
        return found, True
