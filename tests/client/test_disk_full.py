"""A disk without room: told by its name, nothing half-written, and work goes on with room."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ihanoi_desk.client import attachments, drafts, outbox, reference, replica
from ihanoi_desk.client.errors import DiskFull, DiskTrouble
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.whole import ensure_room
from ihanoi_desk.resources import ROOT
from tests.client.replica_rows import NOW, UNDO, document, numbered, put, want
from tests.desk_key import KEY
from tests.server.conftest import photo
from tests.unit.town import HANDLER

WORDS = "Sẽ đi xem lúc chiều. " * 40
UNLIMITED = 4_294_967_294


@contextmanager
def no_room(store: Store) -> Iterator[None]:
    """The file may not grow by a page."""
    with store.read() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    yield
    with store.read() as connection:
        connection.execute(f"PRAGMA max_page_count = {UNLIMITED}")


def test_an_action_is_there_or_not_and_its_draft_stays(store: Store) -> None:
    put(store, numbered(1))
    drafts.keep(store, "note:1", {"note": WORDS})
    done = []
    with no_room(store):
        while True:
            action = want(1, "note", note=WORDS)
            try:
                outbox.do(store, action, HANDLER, NOW, UNDO)
            except DiskFull:
                break
            done.append(action.id)
        with pytest.raises(DiskFull):
            outbox.do(store, action, HANDLER, NOW, UNDO, draft="note:1")
        assert drafts.find(store, "note:1") == {"note": WORDS}
    assert [row.action.id for row in outbox.pending_rows(store)] == done
    outbox.do(store, action, HANDLER, NOW, UNDO, draft="note:1")
    assert drafts.find(store, "note:1") is None
    assert len(outbox.pending_rows(store)) == len(done) + 1


def test_a_file_that_cannot_be_noted_is_not_left_behind(store: Store) -> None:
    with no_room(store), pytest.raises(DiskFull):
        while True:
            attachments.keep(store, photo().content, "Ảnh.jpg" + WORDS)
    kept = {file.name for file in store.folder.rglob("*") if file.is_file()}
    with store.read() as connection:
        assert kept == {row[0] for row in connection.execute("SELECT id FROM outbox_files")}


def test_a_batch_of_the_server_is_taken_whole_or_not(store: Store) -> None:
    docs = [document(numbered(number, content=WORDS)) for number in range(1, 50)]
    with no_room(store), pytest.raises(DiskFull), store.write() as connection:
        replica.put(connection, docs)
    with store.read() as connection:
        assert connection.execute("SELECT COUNT(*) FROM docs").fetchone() == (0,)
        assert connection.execute("SELECT COUNT(*) FROM case_words").fetchone() == (0,)
    put(store, *(doc.case for doc in docs))
    assert reference.catalogue(store).units


def test_what_surely_does_not_fit_is_not_begun(tmp_path: Path) -> None:
    ensure_room(tmp_path, 0)
    with pytest.raises(DiskFull):
        ensure_room(tmp_path, 1 << 60)


def test_a_disk_that_went_away_is_told_with_what_the_system_says(tmp_path: Path) -> None:
    path = tmp_path / "desk" / "mau.sqlite3"
    Store.open(path, KEY).close()
    shutil.rmtree(path.parent)
    with closing(Store(path, KEY)) as store, pytest.raises(DiskTrouble) as told, store.read():
        pass
    assert told.value.path == path
    assert "open" in told.value.problem


CHILD = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from ihanoi_desk.client import attachments, vault
from ihanoi_desk.client.errors import DiskFull
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.vault import Cost, Key, Owner
folder = Path(sys.argv[1])
store = Store.open(folder / "mau.sqlite3", Key(bytes(range(32))))
owner = Owner("mau", "Trần Thị Mẫu", "handler", "", "", "", datetime.now(UTC))
cheap = Cost(64, 1, 1)
key = vault.create(folder / "mau.key", owner, "cũ", cheap)
resource.setrlimit(resource.RLIMIT_FSIZE, (200, resource.RLIM_INFINITY))
for write in (
    lambda: vault.rewrap(folder / "mau.key", key, owner, "mới", cheap),
    lambda: vault.create(folder / "khac.key", owner, "mới", cheap),
    lambda: attachments.keep(store, b"%PDF-" + bytes(9000), "a.pdf"),
):
    try:
        write()
    except DiskFull:
        print("full")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert vault.unlock(folder / "mau.key", "cũ").reveal() == key.reveal()
print(*sorted(file.name for file in folder.rglob("*") if file.is_file()))
store.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are a matter of POSIX")
def test_a_real_write_that_fails_leaves_the_former_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    *full, files = done.stdout.splitlines()
    assert full == ["full"] * 3
    assert {"mau.key", "mau.sqlite3"} <= set(files.split())
    assert set(files.split()) <= {
        "mau.key",
        *(f"mau.sqlite3{tail}" for tail in ("", "-shm", "-wal")),
    }
