"""A disk that is really full: a small one of the test's own, in a namespace of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ihanoi_desk.resources import ROOT

MOUNT = 'mount -t tmpfs -o size=12m tmpfs "$0" && exec "$@"'
CHILD = """
import json, os, sys
from datetime import UTC, datetime
from pathlib import Path
from ihanoi_desk.client import attachments, drafts, outbox, vault
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.vault import Cost, Owner
from tests.client.replica_rows import do, numbered, open_store, put
from tests.desk_key import KEY

folder = Path(sys.argv[1])
path, key_path, hole = folder / "mau.sqlite3", folder / "mau.key", folder / "hole"
owner = Owner("mau", "Trần Thị Mẫu", "handler", "", "", "", datetime.now(UTC))
cheap = Cost(64, 1, 1)
key = vault.create(key_path, owner, "cũ", cheap)
store = open_store(path)
put(store, numbered(1))
drafts.keep(store, "note:1", {"note": "giữ"})

def fill_up():
    descriptor = os.open(hole, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        while True:
            os.write(descriptor, bytes(4096))
    except OSError:
        os.close(descriptor)

def told(deed):
    try:
        deed()
    except Exception as error:
        return type(error).__name__
    return "done"

fill_up()
long = "Sẽ đi xem lúc chiều. " * 40
full = {
    "act": told(lambda: do(store, 1, "note", note=long)),
    "draft": told(lambda: drafts.keep(store, "note:1", {"note": long})),
    "file": told(lambda: attachments.keep(store, b"%PDF-" + bytes(9000), "a.pdf")),
    "password": told(lambda: vault.rewrap(key_path, key, owner, "mới", cheap)),
}
kept = [len(outbox.pending_rows(store)), drafts.find(store, "note:1")]
store.close()
hole.unlink()
tidied = Store.open(path, KEY)
drafts.find(tidied, "note:1")
tidied.close()
fill_up()
full["start"] = told(lambda: drafts.find(Store.open(path, KEY), "note:1"))
hole.unlink()
again = Store.open(path, KEY)
do(again, 1, "note", note=long)
kept += [len(outbox.pending_rows(again)), drafts.find(again, "note:1")]
again.close()
left = sorted(file.name for file in folder.rglob("*") if file.is_file())
opens = vault.unlock(key_path, "cũ").reveal() == key.reveal()
print(json.dumps({"full": full, "kept": kept, "left": left, "opens": opens}))
"""


def on_a_small_disk(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["unshare", "--map-root-user", "--mount", "sh", "-c", MOUNT, str(folder), *command],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        pytest.skip("only Linux lets everybody mount a disk of their own")


def test_it_is_told_as_full_and_nothing_is_half_written(tmp_path: Path) -> None:
    if on_a_small_disk(tmp_path, "true").returncode:
        pytest.skip("this machine lets nobody mount a disk of their own")
    done = on_a_small_disk(tmp_path, sys.executable, "-c", CHILD, str(tmp_path))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found["full"].values()) == {"DiskFull"}, found["full"]
    assert found["kept"] == [0, {"note": "giữ"}, 1, {"note": "giữ"}]
    assert found["left"] == ["mau.key", "mau.sqlite3"]
    assert found["opens"]
