"""A file that an earlier program left unencrypted: encrypted once, and nothing in it is lost."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from ihanoi_desk.client import attachments, drafts, outbox, settings, sqlite
from ihanoi_desk.client.codec import encode
from ihanoi_desk.client.sealed import Seal
from ihanoi_desk.client.session import Session
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.client.store import Store, StoreDamaged
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.migrate import HEADS, DatabaseTooNew, run
from tests.client.replica_rows import NOW
from tests.desk_key import KEY
from tests.server.conftest import photo
from tests.unit.town import HANDLER

ACTION = Action(id="viec-cu", case_id=7, verb="resolve", at=NOW, text="Đã vá xong.")
FILE_ID, FILE_NAME = "0123456789abcdef", "Ảnh sau.jpg"
SECRETS = ["Đã vá xong.", "nửa chừng", FILE_NAME, "CREATE TABLE"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desks" / "mau-1.sqlite3"


def make_open_file(path: Path, revision: str) -> None:
    """What the program of `revision` wrote, with rows that wait."""
    path.parent.mkdir(parents=True)
    engine = create_engine(f"sqlite:///{path}")
    run(engine, "client", "upgrade", revision)
    engine.dispose()
    body = photo().content
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            "INSERT INTO outbox (action_id, case_id, case_code, officer_id, body, made_us,"
            " leaves_us, state) VALUES (?, 7, 'HT-000007', 1, ?, 1, 2, 'waiting')",
            (ACTION.id, encode(ACTION)),
        )
        connection.execute("INSERT INTO drafts VALUES ('note:7', '{\"text\": \"nửa chừng\"}')")
        connection.execute("INSERT INTO settings VALUES ('view', '\"mine\"')")
        connection.execute("INSERT INTO case_words (rowid, words) VALUES (7, 'o ga')")
        connection.execute(
            "INSERT INTO outbox_files (id, name, media_type, size, sha256)"
            " VALUES (?, ?, 'image/jpeg', ?, '')",
            (FILE_ID, FILE_NAME, len(body)),
        )
    kept = path.with_suffix("") / "outgoing"
    kept.mkdir(parents=True)
    (kept / FILE_ID).write_bytes(body)


def check_all_is_there(store: Store) -> None:
    [row] = outbox.pending_rows(store)
    assert row.action == ACTION
    assert drafts.find(store, "note:7") == {"text": "nửa chừng"}
    assert settings.get(store, "view", "") == "mine"
    [kept] = attachments.kept(store, [FILE_ID])
    assert kept.name == FILE_NAME
    assert attachments.read(store, kept) == photo().content
    with store.read() as connection:
        found = connection.execute("SELECT rowid FROM case_words WHERE case_words MATCH 'ga'")
        assert found.fetchall() == [(7,)]
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == (HEADS["client"],)


def open_words(folder: Path) -> list[str]:
    return [
        f"{file.name}: {word}"
        for file in folder.rglob("*")
        if file.is_file()
        for word in SECRETS
        if word.encode() in file.read_bytes()
    ]


@pytest.mark.parametrize("revision", ["c0001", "c0002"])
def test_every_earlier_file_is_encrypted_with_all_that_waits(path: Path, revision: str) -> None:
    make_open_file(path, revision)
    assert open_words(path.parent)
    for _ in range(2):
        with closing(Store.open(path, KEY)) as store:
            check_all_is_there(store)
    assert not open_words(path.parent)
    assert not sqlite.is_plain(path)
    kept = {file.name for file in path.parent.iterdir()}
    assert kept == {path.name, path.stem}
    assert [file.name for file in (path.with_suffix("") / "outgoing").iterdir()] == [FILE_ID]


async def test_cached_pictures_in_the_clear_are_wiped_and_sealed_ones_stay(path: Path) -> None:
    make_open_file(path, "c0001")
    pictures = path.parent.parent / "pictures"
    seal = Seal(KEY)
    seal.write(pictures / "ab" / "abc", photo().content)
    (pictures / "cd").mkdir()
    (pictures / "cd" / f"cd{'0' * 62}").write_bytes(photo().content)
    (pictures / "cd" / f"cd{'0' * 62}.small").write_bytes(b"\xff\xd8\xff")
    session = Session(HANDLER, "", "http://city.test", "", path, KEY.copy())
    shift = Shift.open(session, pictures, lambda: NOW)
    assert [file.name for file in pictures.rglob("*") if file.is_file()] == ["abc"]
    check_all_is_there(shift.store)
    await shift.close(sign_out=False)


def test_a_log_that_a_killed_program_left_is_taken_in(path: Path) -> None:
    make_open_file(path, "c0001")
    live = sqlite3.connect(path)
    live.execute("PRAGMA wal_autocheckpoint = 0")
    live.execute("INSERT INTO drafts VALUES ('note:8', '{\"text\": \"cuối cùng\"}')")
    live.commit()
    left = {file: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}
    live.close()
    for file, body in left.items():
        file.write_bytes(body)
    with closing(Store.open(path, KEY)) as store:
        check_all_is_there(store)
        assert drafts.find(store, "note:8") == {"text": "cuối cùng"}


def test_an_open_file_of_a_newer_program_is_untouched(path: Path) -> None:
    make_open_file(path, "c0001")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz'")
    before = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
    with pytest.raises(DatabaseTooNew):
        Store.open(path, KEY)
    assert {file: file.read_bytes() for file in before} == before


class PowerCut(BaseException):
    """Nothing that the program catches."""


def cut_at(step: int, attempt: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Run `attempt` until it changes file names for the `step`-th time; whether it came so far."""
    left = step

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def change(*given: object, **named: object) -> object:
            nonlocal left
            if left == 0:
                raise PowerCut
            left -= 1
            return real(*given, **named)

        return change

    with monkeypatch.context() as patch:
        for name in ("rename", "replace", "unlink"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        try:
            attempt()
        except PowerCut:
            return True
    return False


def test_a_power_cut_at_any_step_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_open_file(path, HEADS["client"])
    original = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}

    def attempt() -> None:
        Store.open(path, KEY).close()

    for number in count():
        shutil.rmtree(path.parent)
        for file, body in original.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
        if not cut_at(number, attempt, monkeypatch):
            break
        with closing(Store.open(path, KEY)) as store:
            check_all_is_there(store)
        assert not open_words(path.parent), number
    assert number > 5


def test_a_damaged_open_file_is_told_and_untouched(path: Path) -> None:
    make_open_file(path, "c0001")
    with path.open("r+b") as file:
        file.seek(100)
        file.write(random.Random(1).randbytes(3000))
    before = path.read_bytes()
    with pytest.raises(StoreDamaged):
        Store.open(path, KEY)
    assert path.read_bytes() == before
