"""What is typed survives; a file from the future or a broken one is left exactly as it is."""

import os
import random
from contextlib import closing
from pathlib import Path

import pytest

from ihanoi_desk.client import drafts, settings, sqlite
from ihanoi_desk.client.store import Store, StoreDamaged
from ihanoi_desk.migrate import DatabaseTooNew
from tests.client.replica_rows import open_store
from tests.desk_key import KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk" / "mau-1.sqlite3"


def contents(path: Path) -> dict[str, bytes]:
    """The database and whatever lies beside it, except SQLite's index of its log."""
    return {
        file.name: file.read_bytes()
        for file in path.parent.iterdir()
        if not file.name.endswith("-shm")
    }


def test_drafts_and_settings_survive_a_reopen(path: Path) -> None:
    store = open_store(path)
    typed = {"text": 'Đã "vá" \n xong', "files": ["a", "b"], "at": None}
    drafts.keep(store, "case:1:resolve", {"text": "nửa chừng"})
    drafts.keep(store, "case:1:resolve", typed)
    drafts.keep(store, "case:2:note", {})
    settings.put(store, "view", "mine")
    settings.put(store, "sizes", [1, 2.5])
    store.close()
    store = Store.open(path, KEY)
    assert drafts.find(store, "case:1:resolve") == typed
    assert drafts.find(store, "case:2:note") == {}
    assert drafts.find(store, "case:3:note") is None
    assert settings.get(store, "view", "to_receive") == "mine"
    assert settings.get(store, "sizes", None) == [1, 2.5]
    assert settings.get(store, "zoom", 1.0) == 1.0
    drafts.forget(store, "case:1:resolve")
    assert drafts.find(store, "case:1:resolve") is None
    store.close()


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_newer_file_is_refused_and_untouched(path: Path, journal: str) -> None:
    open_store(path).close()
    with closing(sqlite.connect(path, KEY)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz'")
        connection.execute(f"PRAGMA journal_mode = {journal}")
    before = contents(path)
    with pytest.raises(DatabaseTooNew) as newer:
        Store.open(path, KEY)
    assert newer.value.revision == "zzzz"
    assert contents(path) == before


def test_a_newer_file_whose_program_was_killed_is_untouched_too(path: Path) -> None:
    open_store(path).close()
    live = sqlite.connect(path, KEY)
    live.execute("PRAGMA wal_autocheckpoint = 0")
    live.execute("UPDATE alembic_version SET version_num = 'zzzz'")
    copy = path.parent.parent / "killed" / path.name
    copy.parent.mkdir()
    for file in path.parent.iterdir():
        if file.is_file() and not file.name.endswith("-shm"):
            (copy.parent / file.name).write_bytes(file.read_bytes())
    live.close()
    before = contents(copy)
    assert len(before) == 2
    with pytest.raises(DatabaseTooNew):
        Store.open(copy, KEY)
    assert contents(copy) == before


@pytest.mark.parametrize("size", [100, 4096, 50_000])
def test_a_file_that_is_no_database_is_told_and_untouched(path: Path, size: int) -> None:
    path.parent.mkdir()
    path.write_bytes(random.Random(size).randbytes(size))
    before = contents(path)
    with pytest.raises(StoreDamaged) as damaged:
        Store.open(path, KEY)
    assert damaged.value.path == path
    assert contents(path) == before


def test_a_torn_header_is_told_and_untouched(path: Path) -> None:
    open_store(path).close()
    with path.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(3000))
    before = path.read_bytes()
    with pytest.raises(StoreDamaged):
        Store.open(path, KEY)
    assert path.read_bytes() == before
