"""What a start costs: an up-to-date file and the first page load nothing they do not need."""

import subprocess
import sys
from pathlib import Path

from ihanoi_desk import migrate
from ihanoi_desk.client import sqlite, tables
from ihanoi_desk.client.store import Store
from ihanoi_desk.resources import ROOT
from tests.desk_key import KEY, encrypted_engine


def test_partial_indexes_are_those_of_the_tables(tmp_path: Path) -> None:
    migrated, described = (sqlite.connect(tmp_path / name, KEY) for name in ("a", "b"))
    engine = encrypted_engine(tmp_path / "a")
    migrate.upgrade(engine, "client")
    engine.dispose()
    other = encrypted_engine(tmp_path / "b")
    tables.metadata.create_all(other)
    other.dispose()
    query = "SELECT name FROM pragma_index_list('cases') WHERE partial ORDER BY name"
    assert migrated.execute(query).fetchall() == described.execute(query).fetchall() != []
    migrated.close()
    described.close()


def test_an_up_to_date_file_and_a_page_need_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite3"
    Store.open(path, KEY).close()
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from ihanoi_desk.client import queues
from ihanoi_desk.client.key import Key
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.officers import Grant, Officer, Role
store = Store.open(Path({str(path)!r}), Key(bytes(range(32))))
query = queues.Query("scene", "to_receive")
now = datetime(2026, 11, 23, 2, tzinfo=UTC)
me = Officer(1, "mau", "Trần Thị Mẫu", (Grant(Role.HANDLER, "mau"),))
assert queues.page(store, query, me, now) == []
heavy = {{"alembic", "argon2", "cryptography", "httpx", "numpy", "pydantic"}}
print(*sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
