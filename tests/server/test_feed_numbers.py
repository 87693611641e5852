"""Whoever pages through the feed while others write meets every number once and in order."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, pairwise

import pytest
from sqlalchemy import insert, select

from ihanoi_desk.server import audit, feed, steps
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import feed as feed_table
from ihanoi_desk.server.tables import units
from tests.clock import Clock

WRITERS, READERS, WRITES = 6, 3, 40
HERE = "00070@2025-07-01"


@pytest.fixture
def places(settings: Settings) -> Iterator[list[Server]]:
    """Servers that share nothing but the database."""
    found = [Server(settings) for _ in range(1 if settings.is_sqlite else 3)]
    yield found
    for server in found:
        server.close()


def test_every_reader_sees_every_number_once_in_order(places: list[Server], clock: Clock) -> None:
    numbers = count(1)
    barrier = threading.Barrier(WRITERS + READERS)
    reference = places[0].reference
    with places[0].database.read() as connection:
        people = reference.catalogue(connection, clock.now).officers
    everywhere = next(row for row in people if row.login == "thanhpho.daumoi")

    def write(database: Database) -> None:
        barrier.wait()
        for turn in range(WRITES):
            with database.write() as connection:
                # Transactions of unlike length, so that a later one often overtakes an earlier.
                for _ in range(turn % 4):
                    connection.execute(select(units.c.key)).all()
                steps.announce(connection, next(numbers), HERE, clock.now)
                for _ in range((turn + 1) % 4):
                    connection.execute(select(units.c.key)).all()
                if turn % 3 == 0:
                    audit.append(connection, clock.now, "thu", "thu", "thu")
                if turn % 7 == 0:
                    steps.announce(connection, next(numbers), HERE, clock.now)

    total = WRITERS * sum(1 + (turn % 7 == 0) for turn in range(WRITES))

    def read(database: Database) -> list[int]:
        barrier.wait()
        position, seen = 0, list[int]()
        while len(seen) < total:
            with database.read() as connection:
                page = feed.changes(connection, reference, everywhere, position, 3, clock.now)
            assert all(before.n < after.n for before, after in pairwise(page.changes))
            assert all(row.n > position for row in page.changes)
            seen += [row.n for row in page.changes]
            assert page.next == max([position, *(row.n for row in page.changes)])
            position = page.next
        return seen

    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        taking = [pool.submit(read, places[turn % len(places)].database) for turn in range(READERS)]
        making = [
            pool.submit(write, places[turn % len(places)].database) for turn in range(WRITERS)
        ]
        for writer in making:
            writer.result(60)
        for reader in taking:
            assert reader.result(60) == list(range(1, total + 1))
    with places[0].database.read() as connection:
        assert audit.verify(connection) == WRITERS * sum(turn % 3 == 0 for turn in range(WRITES))


def test_a_transaction_that_fails_leaves_no_hole(places: list[Server], clock: Clock) -> None:
    database = places[0].database
    row = {"n": 1, "what": "case", "case_id": 1, "unit": HERE, "at": clock.now}
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        steps.announce(connection, 1, HERE, clock.now)
        raise ZeroDivisionError
    with database.write() as connection:
        connection.execute(insert(feed_table), row)
