"""News reach whom they concern, from whichever process; all others sleep on without a question."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from ihanoi_desk.server import news
from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.settings import Settings
from tests.clock import Clock
from tests.databases import POSTGRESQL, Databases
from tests.server.conftest import City

ON_POSTGRESQL = pytest.mark.parametrize("dialect", [POSTGRESQL])


class Looks:
    """How often the server looked for changes, by the question who asks for them."""

    def __init__(self, city: City) -> None:
        self.count = 0
        event.listen(city.server.database.engine, "before_cursor_execute", self._seen)

    def _seen(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.count += "FROM sessions" in statement


@pytest.fixture
async def other_process(settings: Settings, city: City, clock: Clock) -> AsyncIterator[City]:
    """A second server on the same database, which shares nothing else with the first."""
    app = create_app(settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://city.test") as http:
        yield City(app.state.server, http, clock)
    app.state.server.close()


async def asleep(city: City, polls: int) -> None:
    async with asyncio.timeout(10):
        while city.server.waker.waiting < polls:
            await asyncio.sleep(0.01)


@ON_POSTGRESQL
async def test_a_write_wakes_the_polls_of_every_process(city: City, other_process: City) -> None:
    app = await city.citizen()
    desks = [await place.desk("hoankiem.canbo1") for place in (city, other_process)]
    polls = [asyncio.create_task(desk.changes(0, wait=25)) for desk in desks]
    await asleep(city, 1)
    await asleep(other_process, 1)
    case_id = await city.scene(app)
    async with asyncio.timeout(10):
        pages = await asyncio.gather(*polls)
    assert [[row.case_id for row in page.changes] for page in pages] == [[case_id]] * 2


async def test_a_desk_that_may_not_see_it_sleeps_on_without_a_question(city: City) -> None:
    app = await city.citizen()
    concerned = await city.desk("hoankiem.canbo1")
    neighbours = [await city.desk("cuanam.canbo") for _ in range(5)]
    poll = asyncio.create_task(concerned.changes(0, wait=25))
    sleepers = [asyncio.create_task(desk.changes(0, wait=25)) for desk in neighbours]
    await asleep(city, 6)
    looks = Looks(city)
    await city.scene(app)
    assert (await asyncio.wait_for(poll, 10)).changes
    # One for the citizen who filed and read the report again, one for the desk it concerns.
    assert looks.count == 2
    assert not any(sleeper.done() for sleeper in sleepers)
    city.server.waker.stop()
    await asyncio.gather(*sleepers)


async def test_a_poll_without_news_looks_once(city: City) -> None:
    desk = await city.desk("hoankiem.canbo1")
    looks = Looks(city)
    waiting = asyncio.create_task(desk.changes(0, wait=0.3))
    await asleep(city, 1)
    city.clock.advance(minutes=1)
    page = await waiting
    assert looks.count == 1
    assert page.server_time == city.clock.now


@ON_POSTGRESQL
async def test_a_database_that_went_away_comes_back_to_the_same_server(
    city: City, databases: Databases, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    app = await city.citizen()
    desk = await city.desk("hoankiem.canbo1")
    poll = asyncio.create_task(desk.changes(0, wait=25))
    await asleep(city, 1)
    await asyncio.to_thread(databases.cluster.shut, settings.database)
    async with asyncio.timeout(10):
        while city.server.database.hears:
            await asyncio.sleep(0.01)
    answer = await desk.get("/v1/changes", after=0)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    caplog.set_level(logging.CRITICAL)
    await asyncio.to_thread(databases.cluster.open, settings.database)
    # Whoever slept through it is woken once, and finds nothing new.
    async with asyncio.timeout(20):
        while not city.server.database.hears:
            await asyncio.sleep(0.01)
    case_id = await city.scene(app)
    assert [row.case_id for row in (await asyncio.wait_for(poll, 10)).changes] == [case_id]
    assert any("is away, waiting" in record.message for record in caplog.records)
    caplog.clear()


def test_more_units_than_a_message_holds_are_everybody() -> None:
    units = {f"{number:05d}@2025-07-01" for number in range(700)}
    assert news.from_text(news.to_text(units)) == {news.EVERYBODY}
    few = frozenset(sorted(units)[:130])
    assert news.from_text(news.to_text(few)) == few
