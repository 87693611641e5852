"""The first fill of 100,000 cases with the window open, beside bare inserts of the same rows."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ihanoi_desk.client import sqlite
from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.key import Key
from ihanoi_desk.client.replica import COLUMNS, KEEP_DOC, KEEP_WORDS, UPSERT, words
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.wire import CaseDoc
from tests.benchmarks.big_server import NUMBER, find_server_data
from tests.benchmarks.children import child
from tests.benchmarks.city import LOGIN
from tests.benchmarks.figure import Figure
from tests.benchmarks.served_city import served

GOAL = 2.5
"""At least 40 % of the rate of the bare inserts."""
STALL_MS, GROWTH_MB = 50.0, 150.0
BATCH = 2_000


def measure() -> Iterator[Figure]:
    data = find_server_data()
    with tempfile.TemporaryDirectory() as folder, served(data) as city:
        with child("fill_process", folder, city.url, LOGIN) as desk:
            said = desk.said
        seconds, floor = said["seconds"], _bare(Path(said["store"]), said["key"], Path(folder))
        yield Figure("fill-100k", seconds, floor, GOAL, "s")
        yield Figure("fill-stall", said["stall_ms"], STALL_MS, 1.0, "ms")
        yield Figure("fill-growth", said["grown_mb"], GROWTH_MB, 1.0, "MB")


def _bare(filled: Path, key: str, folder: Path) -> float:
    """Seconds of SQLCipher alone for the rows that the desk wrote, into the same tables."""
    opened = Key(bytes.fromhex(key))
    target = folder / "bare.sqlite3"
    Store.open(target, opened).close()
    seconds = 0.0
    with (
        closing(sqlite.connect(filled, opened)) as source,
        closing(sqlite.connect(target, opened)) as bare,
    ):
        ids = [line[0] for line in source.execute("SELECT id FROM cases ORDER BY id")]
        assert len(ids) == NUMBER
        for start in range(0, NUMBER, BATCH):
            rows = _rows(source, ids[start], ids[min(start + BATCH, NUMBER) - 1])
            begun = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            for statement, values in zip((UPSERT, KEEP_DOC, KEEP_WORDS), rows, strict=True):
                bare.executemany(statement, values)
            bare.execute("COMMIT")
            seconds += time.perf_counter() - begun
    return seconds


def _rows(source: sqlite.Connection, first: int, last: int) -> tuple[list[dict[str, object]], ...]:
    between = "WHERE id BETWEEN ? AND ?"
    cases = source.execute(f"SELECT {', '.join(COLUMNS)} FROM cases {between}", (first, last))
    docs = source.execute(f"SELECT id, body FROM docs {between}", (first, last)).fetchall()
    return (
        [dict(zip(COLUMNS, line, strict=True)) for line in cases],
        [{"id": case_id, "body": body} for case_id, body in docs],
        [{"id": case_id, "words": words(decode(CaseDoc, body).case)} for case_id, body in docs],
    )
