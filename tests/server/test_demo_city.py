"""The demo city: who works there, what lies on the desks, and that it is the same every time."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from ihanoi_desk.domain.cases import OPEN_STATES, Rating, State
from ihanoi_desk.server import publishing
from ihanoi_desk.server.audit import verify
from ihanoi_desk.server.cases import case_of
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.seed.demo import sign_ins
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import attachments, cases, pushes, steps
from tests.clock import Clock
from tests.databases import DIALECTS, SQLITE, Databases

HOAN_KIEM = "00070@2025-07-01"
NOW = Clock().now


@pytest.fixture(scope="module", params=DIALECTS)
def city(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    seen: list[tuple[int, int]] = []
    folder = tmp_path_factory.mktemp("demo")
    with databases.empty(request.param, folder) as address:
        server = Server(
            Settings(
                data=folder,
                database=address,
                demo=True,
                clock=Clock(),
                progress=lambda done, total: seen.append((done, total)),
            )
        )
        assert seen[-1][0] == seen[-1][1] > 1000
        yield server
        server.close()


def test_everybody_is_fictitious_and_distinct(city: Server) -> None:
    with city.database.read() as connection:
        catalogue = city.reference.catalogue(connection, city.clock())
    offered = sign_ins(catalogue)
    assert 30 <= len(offered) <= 40
    assert len({row.name for row in offered}) == len(offered)
    assert all(
        any(f" {mark} " in row.name for mark in ("Thử", "Mẫu", "Ví Dụ", "Giả Định"))
        for row in offered
    )
    roles = Counter(row.role for row in offered if row.unit_name == "Phường Hoàn Kiếm")
    assert roles == {"handler": 2, "coordinator": 1, "supervisor": 1, "administrator": 1}
    assert {"auditor", "administrator"} <= {row.role for row in offered}
    assert len(catalogue.units) == 137


def test_the_month_looks_like_a_month(city: Server) -> None:
    with city.database.read() as connection:
        rows = connection.execute(select(cases)).all()
        events = connection.execute(select(pushes)).all()
        assert verify(connection) > 1000
    now = city.clock()
    states = Counter(row.state for row in rows)
    assert len(rows) == 400
    done = states["resolved"] + states["closed"]
    assert 0.72 < done / 400 < 0.88
    assert states["resolved"] < states["closed"]
    assert 0.03 < states["rejected"] / 400 < 0.10
    here = [row for row in rows if row.unit == HOAN_KIEM]
    still_open = [row for row in here if row.closed_at is None]
    assert 50 <= len(here) <= 75
    assert 36 <= len(still_open) <= 48
    assert {row.state for row in still_open} == OPEN_STATES
    assert any(row.hops for row in still_open)
    late = [row for row in still_open if (due_at := case_of(row).due_at) and due_at < now]
    assert 1 <= len(late) <= 12
    assert all(row.filed_at <= now for row in rows)
    assert all(row.told_at is not None for row in events)
    assert {row.kind for row in rows} == {"scene", "procedure", "waste", "initiative"}


def test_every_state_and_turn_of_a_case_is_there(city: Server) -> None:
    with city.database.read() as connection:
        verbs = set(connection.execute(select(steps.c.verb)).scalars())
        rows = connection.execute(select(cases).where(cases.c.unit == HOAN_KIEM)).all()
        book = city.reference.rulebook(connection, city.clock())
        published = publishing.page(connection, city.reference.catalogue(connection, NOW), "")
    found = [case_of(row) for row in rows]
    assert {case.state for case in found} >= set(State) - {State.REJECTED}
    assert verbs >= {"ask_citizen", "answer", "propose", "approve", "rate", "reopen", "close"}
    assert verbs >= {"escalate", "merge", "publish", "ask_extension", "urgency", "classify"}
    assert any(case.master_id for case in found)
    assert any(case.extension_asked for case in found)
    assert any(case.alarms for case in found if case.is_open)
    assert {case.rating for case in found} >= set(Rating)
    assert len(published.results) == 2
    assert all(file.role == "published" for row in published.results for file in row.attachments)
    # Urgent results of Hoàn Kiếm want a superior; nobody else's do.
    policies = [row for row in book.policies if row.code == "approval" and row.where]
    assert [(row.where, row.amount) for row in policies] == [(HOAN_KIEM, 1)]
    assert all(city.clock() < row.look_at for row in rows if row.look_at)


def test_histories_are_in_order_and_pictures_exist(city: Server) -> None:
    with city.database.read() as connection:
        lines = connection.execute(select(steps).order_by(steps.c.case_id, steps.c.seq)).all()
        files = connection.execute(select(attachments.c.sha256)).scalars().all()
    for before, after in pairwise(lines):
        if before.case_id == after.case_id:
            assert (after.seq, after.at >= before.at) == (before.seq + 1, True)
    assert 30 <= len(set(files)) <= 60
    assert all(city.blobs.path(sha).exists() for sha in files)
    assert city.blobs.thumbnail(files[0]).stat().st_size > 1000


def test_the_same_moment_gives_the_same_city(city: Server, tmp_path: Path) -> None:
    other = Server(Settings(data=tmp_path, demo=True, clock=Clock()))
    try:
        with city.database.read() as one, other.database.read() as two:
            for table in (cases, steps):
                ordered = select(table).order_by(*table.primary_key)
                assert one.execute(ordered).all() == two.execute(ordered).all()
    finally:
        other.close()


# What the people do does not depend on the database, and PostgreSQL takes longer to be told.
@pytest.mark.parametrize("dialect", [SQLITE])
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 24, 19, 12, tzinfo=UTC),
        datetime(2027, 2, 8, 1, 30, tzinfo=UTC),
        datetime(2026, 8, 31, 16, 59, tzinfo=UTC),
    ],
    ids=["night", "tet", "swapped day"],
)
def test_the_city_is_made_whenever_it_is_asked_for(
    empty_database: str, tmp_path: Path, now: datetime
) -> None:
    server = Server(Settings(data=tmp_path, database=empty_database, demo=True, clock=lambda: now))
    with server.database.read() as connection:
        assert len(connection.execute(select(cases.c.id)).all()) == 400
    server.close()
