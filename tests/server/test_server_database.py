"""The same history and the same doors on SQLite and on PostgreSQL."""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
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
from tests.server.conftest import City, Clock

BIN = Path("/usr/lib/postgresql/15/bin")
USER = "postgres"


def as_postgres(*command: str) -> None:
    account = pwd.getpwnam(USER) if os.geteuid() == 0 else None
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        cwd="/",
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a private cluster that listens on a socket in its own folder."""
    if not (BIN / "initdb").exists():
        reason = f"PostgreSQL 15 is not installed at {BIN}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="ihanoi-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    data, log = str(folder / "data"), str(folder / "log")
    as_postgres(str(BIN / "initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    try:
        as_postgres(str(BIN / "pg_ctl"), "-D", data, "-l", log, "-w", "-o", options, "start")
        yield f"postgresql://{USER}@/postgres?host={folder}"
        as_postgres(str(BIN / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'server.sqlite3'}"
        return
    address: str = request.getfixturevalue("postgres")
    yield address
    database = Database(address)
    with database.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    database.close()


def test_head_equals_the_tables_and_goes_down_again(url: str) -> None:
    database = Database(url)
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
    url: str, tmp_path: Path, clock: Clock
) -> None:
    settings = Settings(data=tmp_path, database=url, demo=True, demo_cases=25, clock=clock)
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
        city.server.delivery.run(clock.now)
        page = await desks[0].changes(start)
        assert sorted(row.case_id for row in page.changes) == sorted(ids)
        docs = [row.doc for row in page.changes if row.doc]
        assert all(doc.case.version == 2 and doc.tellings[-1].told_at for doc in docs)
        assert docs[0].case.filed_at == clock.now
        with city.server.database.read() as connection:
            assert verify(connection) > 0
    app.state.server.close()


def test_a_second_start_adds_nothing(url: str, tmp_path: Path, clock: Clock) -> None:
    settings = Settings(data=tmp_path, database=url, demo=True, demo_cases=5, clock=clock)
    for _ in range(2):
        server = create_app(replace(settings)).state.server
        with server.database.read() as connection:
            count = connection.execute(text("SELECT count(*) FROM cases")).scalar_one()
        server.close()
        assert count == 5
