"""A damaged file: noticed, set aside, and what the officer wrote goes on in a fresh one."""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ihanoi_desk.client import cases, drafts, outbox, sqlite
from ihanoi_desk.client import settings as kept_settings
from ihanoi_desk.client.salvage import CARRIED, REFILLED, carry_over
from ihanoi_desk.client.store import Store, StoreDamaged
from ihanoi_desk.client.tables import metadata
from tests.client.replica_rows import NOW, do, numbered, open_store, put
from tests.desk_key import KEY
from tests.spoil import PAGE, with_garbage
from tests.unit.town import HANDLER

ROWS = 40
READ = (*CARRIED, "alembic_version")
PROFILE = settings(settings.get_profile("client"), max_examples=15)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file of a few hundred pages, most of them the replica's."""
    path = tmp_path_factory.mktemp("whole") / "mau.sqlite3"
    store = open_store(path)
    put(store, *(numbered(number, content=f"Ổ gà {number}. " * 150) for number in range(1, 101)))
    for number in range(1, ROWS + 1):
        do(store, number, "accept")
        drafts.keep(store, f"resolve:{number}", {"text": f"Bản nháp {number} " * 30})
    kept_settings.put(store, "view", "mine")
    with store.write() as connection:
        # A batch of the replica that lies behind the officer's own pages.
        connection.execute("UPDATE docs SET body = body || body WHERE id % 2")
    store.close()
    return path.read_bytes()


@pytest.fixture(scope="module")
def own_pages(whole: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """Without which pages a table cannot be read, found by trying; "" stands for the whole file."""
    path = tmp_path_factory.mktemp("tried") / "mau.sqlite3"
    found: dict[str, list[int]] = {"": [], **{table: [] for table in READ}}
    for page in range(len(whole) // PAGE):
        path.write_bytes(with_garbage(whole, [page]))
        try:
            with closing(sqlite.look(path, KEY)) as connection:
                connection.execute("SELECT name FROM sqlite_master").fetchall()
        except sqlite.DatabaseError:
            found[""].append(page)
            continue
        for table in READ:
            try:
                with closing(sqlite.look(path, KEY)) as connection:
                    connection.execute(f"SELECT * FROM {table} NOT INDEXED").fetchall()
            except sqlite.DatabaseError:
                found[table].append(page)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk" / "mau-1.sqlite3"


def lay(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def actions(store: Store) -> set[int]:
    return {row.action.case_id for row in outbox.pending_rows(store)}


def test_every_table_is_either_carried_or_refilled() -> None:
    assert {*CARRIED, *REFILLED} == set(metadata.tables)
    assert not {*CARRIED} & {*REFILLED}


def test_a_replica_that_went_bad_costs_the_officer_nothing(
    path: Path, whole: bytes, own_pages: dict[str, list[int]]
) -> None:
    needed = {page for pages in own_pages.values() for page in pages}
    bad = [page for page in range(len(whole) // PAGE) if page not in needed]
    assert len(bad) > 100
    lay(path, with_garbage(whole, bad))
    saved = carry_over(path, KEY, NOW)
    assert (saved.waiting, saved.drafts) == (ROWS, ROWS)
    assert saved.aside.read_bytes() == with_garbage(whole, bad)
    with closing(Store.open(path, KEY)) as store:
        assert actions(store) == set(range(1, ROWS + 1))
        for number in range(1, ROWS + 1):
            assert drafts.find(store, f"resolve:{number}")
        assert kept_settings.get(store, "view", "") == "mine"
        with store.read() as connection:
            assert connection.execute("SELECT COUNT(*) FROM cases").fetchone() == (0,)
            assert connection.execute("SELECT COUNT(*) FROM marks").fetchone() == (0,)


@pytest.mark.parametrize("table", ["outbox", "drafts"])
def test_a_bad_page_among_the_own_rows_costs_only_its_rows(
    path: Path, whole: bytes, own_pages: dict[str, list[int]], table: str
) -> None:
    leaves = own_pages[table][1:]
    assert len(leaves) > 2
    lost_by_page = []
    for page in leaves:
        lay(path, with_garbage(whole, [page]))
        saved = carry_over(path, KEY, NOW)
        other = {"outbox": saved.drafts, "drafts": saved.waiting}[table]
        assert other == ROWS
        lost_by_page.append(ROWS - {"outbox": saved.waiting, "drafts": saved.drafts}[table])
    assert all(0 < lost < ROWS for lost in lost_by_page)
    assert sum(lost_by_page) <= 2 * ROWS


def test_two_bad_pages_leave_what_lies_between(
    path: Path, whole: bytes, own_pages: dict[str, list[int]]
) -> None:
    leaves = own_pages["drafts"][1:]
    lost = []
    for pages in ([leaves[1]], [leaves[-2]], [leaves[1], leaves[-2]]):
        lay(path, with_garbage(whole, pages))
        lost.append(ROWS - carry_over(path, KEY, NOW).drafts)
    assert lost[2] == lost[0] + lost[1] < ROWS


@PROFILE
@given(st.data())
def test_whatever_went_bad_work_goes_on(
    path: Path, whole: bytes, own_pages: dict[str, list[int]], data: st.DataObject
) -> None:
    pages = data.draw(st.lists(st.integers(0, len(whole) // PAGE - 1), unique=True, max_size=200))
    lay(path, with_garbage(whole, pages))
    saved = carry_over(path, KEY, NOW)
    with closing(Store.open(path, KEY)) as store:
        assert len(actions(store)) == saved.waiting
        if not {*pages} & {*own_pages[""], *own_pages["outbox"]}:
            assert saved.waiting == ROWS
        put(store, numbered(500))
        do(store, 500, "accept")
        assert 500 in actions(store)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_file_cut_short_goes_on(path: Path, whole: bytes, cut: float) -> None:
    lay(path, whole[: int(len(whole) * cut) // 512 * 512])
    carry_over(path, KEY, NOW)
    Store.open(path, KEY).close()


def test_what_still_lies_in_the_log_is_carried_too(path: Path) -> None:
    store = open_store(path)
    put(store, numbered(1))
    do(store, 1, "accept")
    left = {file: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}
    store.close()
    for file, body in left.items():
        file.write_bytes(body)
    assert carry_over(path, KEY, NOW).waiting == 1
    with closing(Store.open(path, KEY)) as store:
        assert actions(store) == {1}


def test_a_page_that_breaks_while_reading_is_told_once_heard(
    path: Path, whole: bytes, own_pages: dict[str, list[int]]
) -> None:
    needed = {page for pages in own_pages.values() for page in pages}
    bad = [page for page in range(len(whole) // PAGE) if page not in needed]
    lay(path, with_garbage(whole, bad))
    heard: list[str] = []
    with closing(Store.open(path, KEY)) as store:
        store.on_damage(lambda: heard.append("broken"))
        with pytest.raises(StoreDamaged) as damaged:
            cases.read(store, 7, HANDLER, NOW)
        assert damaged.value.path == path
        assert heard == ["broken"]


def test_a_power_cut_while_replacing_keeps_the_salvaged_rows(
    path: Path, whole: bytes, own_pages: dict[str, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = {page for pages in own_pages.values() for page in pages}
    bad = [page for page in range(len(whole) // PAGE) if page not in needed]
    real = Path.replace
    for step in range(4):
        for file in path.parent.glob("*"):
            file.unlink()
        lay(path, with_garbage(whole, bad))
        left = step

        def cut(self: Path, target: Path) -> Path:
            nonlocal left
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
            return real(self, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", cut)
            try:
                carry_over(path, KEY, NOW)
            except KeyboardInterrupt:
                pass
            else:
                assert step == 3
        with closing(Store.open(path, KEY)) as store:
            assert actions(store) == set(range(1, ROWS + 1)), step
