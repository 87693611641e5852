"""The officer's own files are kept safe; the citizen's are fetched once, whole, and bounded."""

import asyncio
import hashlib
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from ihanoi_desk.client import drafts
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.attachments import Cache, UnusableFile, keep, kept, read
from ihanoi_desk.client.errors import BadAnswer, EnvironmentProblem, Offline
from ihanoi_desk.client.outgoing import DAY_S, FOLDER, LARGEST, forget_left
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.wire import Attachment
from ihanoi_desk.server.settings import UploadLimits
from tests.server.conftest import photo

MOST = 3200
"""Room for three of the pictures below, encrypted."""
Serve = Callable[[httpx.Request], Awaitable[httpx.Response]]


class Shelf:
    """An address that hands out files by id, as slowly and badly as a test wants."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    def put(self, number: int, size: int = 1000) -> Attachment:
        body = bytes([number]) * size
        name = f"tep-{number}"
        self.files[name] = body
        return Attachment(
            name, "report", "a.jpg", "image/jpeg", size, hashlib.sha256(body).hexdigest()
        )

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.split("/")[3]
        self.asked.append(name)
        await self.gate.wait()
        return httpx.Response(200, content=self.files[name])


@pytest.fixture
async def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def cache(tmp_path: Path, store: Store, shelf: Shelf) -> AsyncIterator[Cache]:
    api = DeskApi("http://city.test", transport=httpx.MockTransport(shelf))
    yield Cache(tmp_path / "pictures", api, store, most_bytes=MOST)
    await api.close()


def files(tmp_path: Path) -> list[Path]:
    return [file for file in (tmp_path / "pictures").rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (photo().content, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 20, "image/png"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
    ],
)
def test_a_kept_file_is_a_copy_of_its_own(
    store: Store, tmp_path: Path, body: bytes, media_type: str
) -> None:
    source = tmp_path / "anh"
    source.write_bytes(body)
    attachment = keep(store, source, "Ảnh.jpg")
    source.unlink()
    [again] = kept(store, ["khong-co", attachment.id])
    assert again == attachment
    assert (attachment.media_type, attachment.size) == (media_type, len(body))
    assert read(store, again) == body
    assert hashlib.sha256(body).hexdigest() == attachment.sha256


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"MZ\x90", b"plain", b"RIFF\x10\0\0\0WAVEfmt ", b"\xff\xd8"),
        b"\xff\xd8\xff" + b"\0" * LARGEST,
    ],
    ids=["empty", "program", "text", "sound", "stub", "too large"],
)
def test_what_the_server_would_not_take_is_not_kept(
    store: Store, tmp_path: Path, body: bytes
) -> None:
    source = tmp_path / "anh.jpg"
    source.write_bytes(body)
    with pytest.raises(UnusableFile):
        keep(store, source, "anh.jpg")
    assert not list(store.folder.rglob("*"))


def test_the_desk_keeps_nothing_larger_than_the_server_takes() -> None:
    assert UploadLimits().photo >= LARGEST


async def test_many_who_ask_share_one_download(cache: Cache, shelf: Shelf, tmp_path: Path) -> None:
    wanted = shelf.put(1)
    shelf.gate.clear()
    asking = [asyncio.create_task(cache.file(wanted)) for _ in range(5)]
    while not shelf.asked:
        await asyncio.sleep(0)
    asking[0].cancel()
    shelf.gate.set()
    bodies = await asyncio.gather(*asking[1:])
    assert set(bodies) == {shelf.files["tep-1"]}
    assert await cache.file(wanted) == shelf.files["tep-1"]
    assert shelf.asked == ["tep-1"]


async def test_a_failed_download_leaves_nothing_and_may_be_tried_again(
    cache: Cache, shelf: Shelf, tmp_path: Path
) -> None:
    wanted = shelf.put(2)
    whole = shelf.files["tep-2"]

    async def broken() -> AsyncIterator[bytes]:
        yield whole[:500]
        raise httpx.ReadError("gone")

    for body, error in ((broken(), Offline), (whole[:500], BadAnswer)):
        shelf.files["tep-2"] = body  # type: ignore[assignment]
        with pytest.raises(error):
            await cache.file(wanted)
        assert files(tmp_path) == []
    shelf.files["tep-2"] = whole
    assert await cache.file(wanted) == whole


async def test_a_failure_nobody_waits_for_stays_quiet(cache: Cache, shelf: Shelf) -> None:
    wanted = shelf.put(3)
    shelf.files["tep-3"] = b"no"
    shelf.gate.clear()
    asking = asyncio.create_task(cache.file(wanted))
    while not shelf.asked:
        await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    shelf.gate.set()
    with pytest.raises(EnvironmentProblem):
        await cache.file(wanted)


async def test_the_longest_unused_is_forgotten_first(
    cache: Cache, shelf: Shelf, tmp_path: Path
) -> None:
    some = [shelf.put(number) for number in range(1, 5)]
    paths: list[Path] = []
    for age, wanted in enumerate(some[:3]):
        await cache.file(wanted)
        [new] = [file for file in files(tmp_path) if file not in paths]
        os.utime(new, (age, age))
        paths.append(new)
    await cache.file(some[0])
    await cache.file(some[3])
    assert paths[0].exists()
    assert not paths[1].exists()
    assert sum(file.stat().st_size for file in files(tmp_path)) <= MOST
    larger = shelf.put(9, size=5000)
    assert len(await cache.file(larger)) == 5000


async def test_a_stranger_s_digest_is_no_path(cache: Cache, shelf: Shelf, tmp_path: Path) -> None:
    shelf.files["tep"] = b"x"
    wanted = Attachment("tep", "report", "a", "image/jpeg", 1, "../../../escape")
    assert await cache.thumbnail(wanted) == b"x"
    assert not list(tmp_path.rglob("escape*"))


async def test_a_picture_that_went_bad_on_the_disk_is_fetched_again(
    cache: Cache, shelf: Shelf, tmp_path: Path
) -> None:
    wanted = shelf.put(1)
    whole = await cache.file(wanted)
    for spoil in (lambda body: body[:-1], lambda body: body[:40] + b"x" + body[41:], lambda _: b""):
        [kept_file] = files(tmp_path)
        kept_file.write_bytes(spoil(kept_file.read_bytes()))
        assert await cache.file(wanted) == whole
    assert len(shelf.asked) == 4


async def test_own_files_need_no_server(cache: Cache, shelf: Shelf, store: Store, tmp_path: Path):
    source = tmp_path / "anh.jpg"
    source.write_bytes(photo().content)
    own = keep(store, source, "anh.jpg")
    assert await cache.file(own) == await cache.thumbnail(own) == photo().content
    assert shelf.asked == []


def test_what_was_chosen_and_never_sent_goes_after_a_day(store: Store) -> None:
    left, drafted, fresh = (keep(store, photo().content, f"{n}.jpg") for n in range(3))
    drafts.keep(store, "resolve:1", {"attachments": [drafted.id]})
    folder = store.folder / FOLDER
    half = folder / f"{left.id}.{'0' * 32}.part"
    half.write_bytes(b"half of it")
    long_ago = time.time() - 2 * DAY_S
    for name in (left.id, drafted.id, half.name):
        os.utime(folder / name, (long_ago, long_ago))
    forget_left(store)
    assert {file.name for file in folder.iterdir()} == {drafted.id, fresh.id}
    assert kept(store, [left.id, drafted.id, fresh.id]) == [drafted, fresh]
