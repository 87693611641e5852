"""Breaking an officer's file as a dying disk does: pages that come back different."""

import random
from contextlib import closing
from pathlib import Path

from ihanoi_desk.client import sqlite
from ihanoi_desk.client.key import Key
from ihanoi_desk.client.salvage import CARRIED

PAGE = 4096
NEEDED = (
    "SELECT * FROM sqlite_master",
    *(f"SELECT * FROM {table} NOT INDEXED" for table in (*CARRIED, "alembic_version", "marks")),
    "SELECT name FROM marks WHERE name > ''",
    "SELECT key FROM settings WHERE key > ''",
)
"""What a start reads, and what is carried over."""


def spoil_replica(path: Path, key: Key) -> int:
    """Garbage in every page but those that a start and the officer's rows need; how many.

    The log has to be taken in before.
    """
    whole = path.read_bytes()
    tried = path.with_name(f"{path.name}.tried")
    pages = []
    for page in range(1, len(whole) // PAGE):
        tried.write_bytes(with_garbage(whole, [page]))
        try:
            with closing(sqlite.look(tried, key)) as connection:
                for statement in NEEDED:
                    connection.execute(statement).fetchall()
        except sqlite.DatabaseError:
            continue
        pages.append(page)
    tried.unlink()
    spoiled = with_garbage(whole, pages)
    # In place: programs that have the file open shall see it.
    with path.open("r+b") as file:
        file.write(spoiled)
    return len(pages)


def with_garbage(whole: bytes, pages: list[int]) -> bytes:
    body = bytearray(whole)
    for page in pages:
        start = page * PAGE + 100
        body[start : start + 500] = random.Random(page).randbytes(500)
    return bytes(body)
