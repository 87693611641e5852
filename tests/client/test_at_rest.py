"""Whoever takes the disk reads nothing: no file holds a word that was put in."""

from contextlib import closing
from pathlib import Path

import pytest

from ihanoi_desk.client import attachments, drafts, marks, settings, sqlite
from ihanoi_desk.client.key import Key
from ihanoi_desk.client.sealed import Seal, SealBroken
from ihanoi_desk.client.store import Store, StoreDamaged
from ihanoi_desk.client.whole import write_whole
from tests.client.replica_rows import do, numbered, open_store, put
from tests.desk_key import KEY
from tests.server.conftest import photo

WORDS = ["Phố Hàng Bông", "Ổ gà sâu", "Lê Văn Thử", "Sẽ đi xem lúc chiều", "Bản nháp dở", "matma-9"]
FILE_NAME = "Ảnh hiện trường.jpg"


def fill(path: Path) -> Store:
    """A store with every kind of content, its log not yet taken in."""
    store = open_store(path)
    put(store, numbered(1, place=WORDS[0], content=WORDS[1], holder_name=WORDS[2]))
    do(store, 1, "accept")
    do(store, 1, "note", note=WORDS[3])
    drafts.keep(store, "resolve:1", {"text": WORDS[4]})
    settings.put(store, "search", WORDS[5])
    with store.write() as connection:
        marks.put(connection, "session", WORDS[5])
    attachments.keep(store, photo().content, FILE_NAME)
    return store


def everything_on_disk(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_no_file_holds_a_word_or_a_picture(tmp_path: Path) -> None:
    store = fill(tmp_path / "desk" / "mau-1.sqlite3")
    store.seal.write(tmp_path / "pictures" / store.seal.name("0" * 64), photo("red").content)
    files = everything_on_disk(tmp_path)
    assert any(name.endswith("-wal") and body for name, body in files.items())
    pictures = [photo().content, photo("red").content]
    secrets = [*WORDS, FILE_NAME, *WORDS[0].split(), "scene", "outbox", "SQLite"]
    for name, body in files.items():
        assert not any(word.encode() in body for word in secrets), name
        assert not any(picture[:200] in body for picture in pictures), name
        assert not any(word in name for word in (FILE_NAME, "0" * 64)), name
        assert body[:3] != b"\xff\xd8\xff"
    store.close()
    assert not any(
        word.encode() in body for word in secrets for body in everything_on_disk(tmp_path).values()
    )


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mau-1.sqlite3"
    fill(path).close()
    before = everything_on_disk(tmp_path)
    with pytest.raises(StoreDamaged):
        Store.open(path, Key.random())
    with pytest.raises(StoreDamaged), closing(Store(path, Key.random())) as store, store.read():
        pass
    assert everything_on_disk(tmp_path) == before


def test_sorting_and_searching_leave_no_open_file(tmp_path: Path) -> None:
    """What does not fit into memory would otherwise be spread over temporary files."""
    with closing(sqlite.connect(tmp_path / "mau.sqlite3", KEY)) as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    assert options & {"TEMP_STORE=2", "TEMP_STORE=3"}


def test_a_sealed_file_is_bound_to_its_key_and_name(tmp_path: Path) -> None:
    seal, path = Seal(KEY), tmp_path / "mot"
    seal.write(path, b"anh" * 1000)
    assert seal.read(path) == b"anh" * 1000
    other = tmp_path / "hai"
    write_whole(other, path.read_bytes())
    with pytest.raises(SealBroken):
        seal.read(other)
    with pytest.raises(SealBroken):
        Seal(Key.random()).read(path)
    for wrong in (b"", b"\xff\xd8\xff open picture", path.read_bytes()[:-1]):
        write_whole(path, wrong)
        with pytest.raises(SealBroken):
            seal.read(path)


def test_the_same_picture_twice_looks_different(tmp_path: Path) -> None:
    seal = Seal(KEY)
    for name in ("mot", "hai"):
        seal.write(tmp_path / name, b"anh")
    assert (tmp_path / "mot").read_bytes()[4:] != (tmp_path / "hai").read_bytes()[4:]
    assert seal.name("a") == Seal(KEY).name("a") != Seal(Key.random()).name("a")
