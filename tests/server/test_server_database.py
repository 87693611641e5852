"""The same history and the same doors on SQLite and on PostgreSQL."""

import asyncio
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from ihanoi_desk.migrate import DatabaseTooNew, run, upgrade
from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.audit import verify
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import metadata
from tests.clock import Clock
from tests.server.conftest import City


def test_head_equals_the_tables_and_goes_down_again(empty_database: str) -> None:
    database = Database(empty_database)
    upgrade(database.engine, "server")
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    run(database.engine, "server", "downgrade", "base")
    with database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade(database.engine, "server")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 's9999'"))
    with pytest.raises(DatabaseTooNew):
        upgrade(database.engine, "server")
    database.close()


async def test_a_working_day_passes_on_either_database(
    empty_database: str, tmp_path: Path, clock: Clock
) -> None:
    settings = Settings(
        data=tmp_path, database=empty_database, demo=True, demo_cases=25, clock=clock
    )
    app = create_app(settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://city.test") as http:
        city = City(app.state.server, http, clock)
        citizen = await city.citizen()
        ids = await asyncio.gather(*(city.scene(citizen) for _ in range(6)))
        assert len(set(ids)) == 6
        desks = [await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")]
        start = (await desks[0].changes(0)).next
        outcomes = await asyncio.gather(
            *(desk.act(case_id, "accept") for case_id in ids for desk in desks)
        )
        assert [row.outcome for row in outcomes].count("applied") == 6
        await city.server.delivery.run()
        page = await desks[0].changes(start)
        assert sorted(row.case_id for row in page.changes) == sorted(ids)
        docs = [row.doc for row in page.changes if row.doc]
        assert all(doc.case.version == 2 and doc.tellings[-1].told_at for doc in docs)
        assert docs[0].case.filed_at == clock.now
        with city.server.database.read() as connection:
            assert verify(connection) > 0
    app.state.server.close()


def test_a_second_start_adds_nothing(empty_database: str, tmp_path: Path, clock: Clock) -> None:
    settings = Settings(
        data=tmp_path, database=empty_database, demo=True, demo_cases=5, clock=clock
    )
    for _ in range(2):
        server = create_app(replace(settings)).state.server
        with server.database.read() as connection:
            count = connection.execute(text("SELECT count(*) FROM cases")).scalar_one()
        server.close()
        assert count == 5
