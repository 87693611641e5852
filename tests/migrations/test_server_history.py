"""The server's database: an old one with a city in it comes to head whole, on either database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, delete, inspect, or_, select, text

from ihanoi_desk.domain.found_by import found_by
from ihanoi_desk.migrate import run, upgrade
from ihanoi_desk.server import audit
from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.cases import case_of
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import EPOCH, MICROSECOND, cases, catalogue, feed, steps
from tests.clock import Clock
from tests.databases import DIALECTS, Databases
from tests.server.conftest import City

FIRST = "s0001"
CASES = 20
NEW_COUNTERS = frozenset({"feed", "audit", "catalogue", "case", "feed_id"})
OF_PICTURES = (
    *("taken_at", "lat", "lon", "duration_s", "source_id", "original_sha256", "redactions"),
    "is_broken",
)
OF_CASES = (
    *("words", "course", "receive_from", "handle_from", "rating", "reopenings", "published_at"),
    *("master_id", "look_at", "more"),
)
ADDED_LATER = {"cases": OF_CASES, "attachments": OF_PICTURES, "steps": ("facts",)}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=DIALECTS)
def old(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    """A city that lived and was left to a program of the first revision."""
    with databases.empty(request.param, tmp_path) as address:
        settings = Settings(
            data=tmp_path, database=address, demo=True, demo_cases=CASES, clock=Clock()
        )
        Server(settings).close()
        database = Database(address)
        run(database.engine, "server", "downgrade", FIRST)
        database.close()
        yield settings


def rows_of(connection: Connection) -> Rows:
    """Every row of every table that the first revision knew, in order."""
    names = inspect(connection).get_table_names()
    found: Rows = {}
    for name in sorted(set(names) - {"alembic_version", "presence", "refusals"}):
        rows = [dict(row._mapping) for row in connection.execute(text(f"SELECT * FROM {name}"))]
        for row in rows:
            for column in ADDED_LATER.get(name, ()):
                row.pop(column, None)
        if name == "counters":
            rows = [row for row in rows if row["name"] != "feed_id" and row["value"]]
        found[name] = sorted(rows, key=repr)
    return found


def all_rows(database: Database) -> Rows:
    with database.engine.connect() as connection:
        return rows_of(connection)


def test_an_old_city_keeps_every_row_and_can_be_searched(old: Settings) -> None:
    database = Database(old.url)
    before = all_rows(database)
    assert len(before["cases"]) == CASES
    assert all(before[name] for name in ("steps", "pushes", "feed", "audit", "attachments"))
    upgrade(database.engine, "server")
    assert all_rows(database) == before
    with database.read() as connection:
        for row in connection.execute(select(cases)):
            assert row.handle_from == row.received_at
            assert (row.receive_from > row.filed_at) == bool(row.hops)
            assert row.words == found_by(case_of(row)) != ""
        counters = dict(connection.execute(text("SELECT name, value FROM counters")).all())
        assert set(counters) >= NEW_COUNTERS
        assert counters["feed_id"] > 0
        assert audit.verify(connection) == counters["audit"]
    database.close()


def test_an_old_city_goes_up_and_down_and_up(old: Settings) -> None:
    database = Database(old.url)
    before = all_rows(database)
    for _ in range(2):
        upgrade(database.engine, "server")
        run(database.engine, "server", "downgrade", FIRST)
        assert all_rows(database) == before
    database.close()


def test_an_upgrade_wakes_nobody_for_what_is_long_past(old: Settings) -> None:
    database = Database(old.url)
    now = Clock()
    now.now = datetime.now(UTC)
    with database.engine.begin() as connection:
        names = connection.execute(text("SELECT id FROM cases ORDER BY id")).scalars().all()
        long_closed, answered, overdue, untaken = names[:4]
        for case_id, state, days in (
            (long_closed, "resolved", 400),
            (answered, "resolved", 3),
            (overdue, "accepted", 90),
            (untaken, "new", 90),
        ):
            is_open = state != "resolved"
            then = (now() - timedelta(days=days) - EPOCH) // MICROSECOND
            values = {
                "state": state,
                "urgency": "urgent" if state == "new" else "normal",
                "due": then,
                "received": None if state == "new" else then,
                "closed": None if is_open else then,
                "id": case_id,
            }
            changed = (
                "UPDATE cases SET state = :state, urgency = :urgency, receive_due_at = :due,"
                " handle_due_at = :due, received_at = :received, closed_at = :closed"
                " WHERE id = :id"
            )
            connection.execute(text(changed), values)
        last = connection.execute(text("SELECT max(made_at) FROM steps")).scalar_one()
    server = Server(replace(old, clock=now))
    server.duty.run()
    with server.database.read() as connection:
        due = dict(connection.execute(select(cases.c.id, cases.c.look_at)).all())
        new = select(steps.c.case_id, steps.c.verb).where(
            steps.c.made_at > EPOCH + last * MICROSECOND
        )
        done = [tuple(row) for row in connection.execute(new) if row.case_id in names[:4]]
    assert due[long_closed] is None
    assert due[answered] is not None
    assert sorted(done) == [(overdue, "escalate"), (untaken, "escalate")]
    server.close()
    database.close()


def without_new_tables(settings: Settings) -> None:
    """As a program left the catalogue that knew neither hours nor escalations, and no limit for
    classifying."""
    database = Database(settings.url)
    with database.engine.begin() as connection:
        new = catalogue.c.kind.in_(("hours", "escalations", "alarms"))
        line = catalogue.c.code == "procedure.classify.*"
        connection.execute(delete(catalogue).where(or_(new, line)))
    database.close()


async def test_an_old_city_goes_on_working(old: Settings) -> None:
    without_new_tables(old)
    app = create_app(old)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://city.test") as http:
        city = City(app.state.server, http, Clock())
        before = await (await city.desk("thanhpho.kiemtra")).changes(0)
        with city.server.database.read() as connection:
            told = connection.execute(select(feed.c.n).where(feed.c.what == "catalogue")).all()
            known = city.server.reference.catalogue(connection, city.clock.now)
        assert len(told) == 1, "the desks hear of tables that came with the new program"
        assert known.hours and known.escalations and known.alarms
        assert [row.kind for row in known.limits if row.clock == "classify"] == ["procedure"]
        desk = await city.desk("hoankiem.canbo1")
        case_id = await city.scene(await city.citizen(), content="Ổ gà sau khi nâng cấp")
        outcome = await desk.act(case_id, "accept")
        assert outcome.outcome == "applied"
        news = (await desk.changes(before.next)).changes
        assert [change.case_id for change in news if change.what == "case"] == [case_id]
        found = (await desk.get("/v1/archive", q="o ga sau khi")).json()
        assert [doc["case"]["id"] for doc in found["cases"]] == [case_id]
    app.state.server.close()


def test_an_empty_old_database_gets_its_counters(databases: Databases, tmp_path: Path) -> None:
    for dialect in DIALECTS:
        with databases.empty(dialect, tmp_path) as address:
            database = Database(address)
            upgrade(database.engine, "server", FIRST)
            upgrade(database.engine, "server")
            with database.read() as connection:
                counters = dict(connection.execute(text("SELECT name, value FROM counters")).all())
            assert set(counters) == NEW_COUNTERS
            assert {value for name, value in counters.items() if name != "feed_id"} == {0}
            database.close()
