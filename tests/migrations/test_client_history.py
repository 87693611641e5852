"""The officer's file: its history makes exactly its tables, and carries what was not yet sent."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from ihanoi_desk.client import drafts, outbox, queues, settings
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.tables import metadata
from ihanoi_desk.domain.cases import ExtensionRequest, State
from ihanoi_desk.migrate import HEADS, History, run, upgrade
from ihanoi_desk.resources import MIGRATIONS
from tests.client.replica_rows import NOW, do, numbered, open_store, put
from tests.desk_key import KEY, encrypted_engine
from tests.unit.town import HANDLER, IN_STATE, SUPERVISOR


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = encrypted_engine(tmp_path / "mau.sqlite3")
    yield made
    made.dispose()


def script(history: str) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(MIGRATIONS / history))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def schema(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return set(found.scalars())


@pytest.mark.parametrize("history", ["client", "server"])
def test_the_known_head_is_the_newest_script(history: History) -> None:
    assert script(history).get_heads() == [HEADS[history]]


def test_the_history_makes_exactly_the_tables(engine: Engine) -> None:
    upgrade(engine, "client")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    not (kind == "table" and (name or "").startswith("case_words"))
                ),
            },
        )
        assert compare_metadata(context, metadata) == []
    assert any("fts5" in line for line in schema(engine))


def test_up_down_up_leaves_the_same_schema(engine: Engine) -> None:
    upgrade(engine, "client")
    first = schema(engine)
    run(engine, "client", "downgrade", "base")
    assert {line.split()[2] for line in schema(engine)} == {"alembic_version"}
    upgrade(engine, "client")
    assert schema(engine) == first


def test_what_waits_survives_every_step_of_the_history(tmp_path: Path) -> None:
    path = tmp_path / "mau-1.sqlite3"
    store = open_store(path)
    put(store, numbered(1))
    do(store, 1, "accept")
    do(store, 1, "note", note="Sẽ đi xem.")
    drafts.keep(store, "case:1:resolve", {"text": "Đã vá"})
    settings.put(store, "view", "mine")
    waiting = outbox.pending_rows(store)
    store.close()
    engine = encrypted_engine(path)
    steps = [entry.revision for entry in script("client").walk_revisions()]
    for revision in [*steps, *reversed(steps)]:
        run(engine, "client", "downgrade", revision)
        upgrade(engine, "client")
    engine.dispose()
    store = Store.open(path, KEY)
    # The first revision does not know on which version of the case an action was made.
    assert outbox.pending_rows(store) == [replace(row, basis=None) for row in waiting]
    assert drafts.find(store, "case:1:resolve") == {"text": "Đã vá"}
    assert settings.get(store, "view", "") == "mine"
    store.close()


def test_what_was_asked_for_before_the_upgrade_waits_in_the_superiors_view(tmp_path: Path) -> None:
    path = tmp_path / "mau-1.sqlite3"
    asked = ExtensionRequest(
        author_id=HANDLER.id, author_name=HANDLER.name, at=NOW, days=4, why="Chờ cắt điện."
    )
    work = IN_STATE[State.ACCEPTED]("scene")
    store = open_store(path)
    put(
        store,
        numbered(1),
        replace(work, id=2, code="HT-000002", extension_asked=asked),
        replace(work, id=3, code="HT-000003"),
        replace(IN_STATE[State.APPROVAL]("scene"), id=4, code="HT-000004"),
    )
    do(store, 3, "ask_citizen", text="Xin ảnh rõ hơn.")
    waiting = outbox.pending_rows(store)
    store.close()
    engine = encrypted_engine(path)
    run(engine, "client", "downgrade", "c0007")
    engine.dispose()
    store = Store.open(path, KEY)
    rows = queues.page(store, queues.Query("scene", "approval"), SUPERVISOR, NOW)
    assert {row.id: row.asked_days for row in rows} == {2: 4, 4: 0}
    assert queues.counts(store, SUPERVISOR, NOW).view("scene", "approval") == 2
    assert outbox.pending_rows(store) == waiting
    store.close()
