"""Pictures come ahead of the outage, but never ahead of work."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from ihanoi_desk.client import cases, outbox, prefetch
from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.prefetch import Prefetch
from ihanoi_desk.domain.wire import Attachment
from tests.client.wire.conftest import Desk, Town


@pytest.fixture
async def desk(town: Town) -> Desk:
    return await town.desk("hoankiem.canbo1")


def pictures(desk: Desk, case_id: int) -> list[Attachment]:
    shown = cases.read(desk.store, case_id, desk.me, desk.clock())
    return list(shown.doc.attachments) if shown else []


@asynccontextmanager
async def fetching(desk: Desk) -> AsyncIterator[Cache]:
    """The prefetch at work, on a cache of its own."""
    cache = Cache(desk.store.folder / "pictures", desk.api, desk.store)
    task = asyncio.create_task(Prefetch(desk.store, cache, desk.sync).run())
    try:
        yield cache
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await cache.close()


def asked(desk: Desk) -> list[str]:
    return [line for line in desk.wire.asked if line.startswith("GET /v1/attachments")]


async def until_asked(desk: Desk, times: int) -> None:
    async with asyncio.timeout(10):
        while len(asked(desk)) < times:
            await asyncio.sleep(0.01)


async def test_thumbnails_come_first_then_photos_and_stay_for_the_outage(
    town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "PLAN_EVERY_S", 0.01)
    ids = [await town.report(colour="red"), await town.report(colour="blue")]
    async with desk.working(), fetching(desk) as cache:
        await desk.settled()
        await until_asked(desk, 4)
        files = [file for case_id in reversed(ids) for file in pictures(desk, case_id)]
        small = [f"GET /v1/attachments/{file.id}/thumbnail" for file in files]
        assert asked(desk) == [*small, *(f"GET /v1/attachments/{file.id}" for file in files)]
        for file in files:
            await cache.file(file)
        desk.wire.cut = True
        for file in files:
            assert await cache.file(file)
            assert await cache.thumbnail(file)
    assert len(asked(desk)) == 4


async def test_nothing_is_fetched_while_something_is_to_be_sent(
    town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "PLAN_EVERY_S", 0.01)
    case_id = await town.report()
    async with desk.working():
        await desk.settled()
        row = desk.act(case_id, "accept", undo=3600)
        async with fetching(desk):
            await asyncio.sleep(0.3)
            assert asked(desk) == []
            assert outbox.undo(desk.store, row.action.id)
            await until_asked(desk, 2)


async def test_large_photos_wait_until_somebody_looks(
    town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "PLAN_EVERY_S", 0.01)
    monkeypatch.setattr(prefetch, "LARGEST", 10)
    first = await town.report()
    async with desk.working(), fetching(desk):
        await desk.settled()
        await until_asked(desk, 1)
        second = await town.report(colour="red")
        await until_asked(desk, 2)
        (old,), (new,) = pictures(desk, first), pictures(desk, second)
    assert asked(desk) == [f"GET /v1/attachments/{file.id}/thumbnail" for file in (old, new)]
