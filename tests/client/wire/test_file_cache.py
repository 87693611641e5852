"""Pictures of cases: fetched once, whole or not at all, the longest unused forgotten."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from ihanoi_desk.client import attachments, cases, outgoing
from ihanoi_desk.client.attachments import Cache, UnusableFile
from ihanoi_desk.client.errors import BadAnswer, Offline
from ihanoi_desk.client.whole import write_whole
from ihanoi_desk.domain.wire import Attachment
from tests.client.wire.conftest import Desk, Town, jpeg


@pytest.fixture
async def desk(town: Town) -> Desk:
    await town.report()
    desk = await town.desk("hoankiem.canbo1")
    async with desk.working():
        await desk.settled()
    return desk


def only_case(desk: Desk) -> int:
    with desk.store.read() as connection:
        (case_id,) = connection.execute("SELECT id FROM cases").fetchone()
    return int(case_id)


def photo_of(desk: Desk) -> Attachment:
    shown = cases.read(desk.store, only_case(desk), desk.me, desk.clock())
    assert shown
    return shown.doc.attachments[0]


def downloads(desk: Desk) -> int:
    return sum(line.startswith("GET /v1/attachments/") for line in desk.wire.asked)


async def test_many_askers_share_one_download(desk: Desk, tmp_path: Path) -> None:
    cache, photo = Cache(tmp_path / "cache", desk.api, desk.store), photo_of(desk)
    bodies = await asyncio.gather(*(cache.file(photo) for _ in range(5)))
    assert len(set(bodies)) == 1
    assert downloads(desk) == 1
    assert len(bodies[0]) == photo.size
    await cache.file(photo)
    assert downloads(desk) == 1


async def test_a_failed_download_leaves_nothing_and_can_be_repeated(
    desk: Desk, tmp_path: Path
) -> None:
    cache, photo = Cache(tmp_path / "cache", desk.api, desk.store), photo_of(desk)
    desk.wire.cut = True
    with pytest.raises(Offline):
        await cache.file(photo)
    desk.wire.cut = False
    with pytest.raises(BadAnswer):
        await cache.file(replace(photo, sha256="0" * 64))
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []
    assert len(await cache.file(photo)) == photo.size


async def test_the_longest_unused_makes_room(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    for number in range(3):
        path = folder / "ab" / f"ab{number}"
        write_whole(path, b"x" * 1000)
        os.utime(path, (number, number))
    photo = photo_of(desk)
    cache = Cache(folder, desk.api, desk.store, most_bytes=photo.size + 1500)
    await cache.file(photo)
    assert downloads(desk) == 1
    await cache.file(photo)
    assert downloads(desk) == 1
    assert not (folder / "ab" / "ab0").exists()
    assert (folder / "ab" / "ab2").exists()


async def test_own_files_are_at_hand_before_and_after_they_left(desk: Desk, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", desk.api, desk.store)
    kept, path = desk.keep(jpeg("white"), "kết quả.jpg")
    assert await cache.thumbnail(kept) == jpeg("white")
    assert downloads(desk) == 0
    case_id = only_case(desk)
    async with desk.working():
        desk.act(case_id, "accept")
        desk.act(case_id, "resolve", text="Đã vá.", attachments=(kept.id,))
        await desk.settled()
    outgoing.forget_sent(desk.store)
    assert not path.exists()
    assert await cache.file(kept) == jpeg("white")


@pytest.mark.parametrize("body", [b"", b"MZ program", b"RIFF1234WAVE", b"x" * (11 << 20)])
def test_what_the_server_would_not_take_is_not_kept(desk: Desk, body: bytes) -> None:
    with pytest.raises(UnusableFile):
        attachments.keep(desk.store, body, "tep.bin")
