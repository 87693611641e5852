"""Whatever a push service does, no push is doubled, none is lost, and the others go on."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ihanoi_desk.server.app import deliver_for_ever
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.push import gateway as gateways
from ihanoi_desk.server.push.jobs import LEASE, LONGEST_PAUSE
from ihanoi_desk.server.settings import Settings, system_clock
from ihanoi_desk.server.tables import deliveries, pushes
from tests.clock import Clock
from tests.databases import POSTGRESQL, Databases
from tests.server.conftest import City
from tests.server.gateways import (
    BREAKS_OFF,
    ENDLESS,
    GARBAGE,
    LEAVES_EARLY,
    REFUSES,
    TWICE,
    Gateway,
)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    service = Gateway()
    yield service
    service.close()


@pytest.fixture
def settings(settings: Settings, gateway: Gateway) -> Settings:
    return replace(settings, push_url=gateway.url)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not too impatient for a good answer on a busy machine.
    monkeypatch.setattr(gateways, "LONGEST_S", 2.0)


@pytest.fixture
def other(settings: Settings, city: City) -> Iterator[Server]:
    """A second process, as far as the database can tell."""
    server = Server(settings)
    yield server
    server.close()


async def until(holds: object) -> None:
    async with asyncio.timeout(20):
        while not holds():  # type: ignore[operator]
            await asyncio.sleep(0.01)


async def report_of(city: City, *tokens: str) -> int:
    """A report whose sender has these phones, with its first push waiting."""
    app = await city.citizen()
    for token in tokens:
        await app.register_device(token)
    return await city.scene(app)


def untold(city: City) -> int:
    with city.server.database.read() as connection:
        waiting = select(func.count()).select_from(pushes).where(pushes.c.told_at.is_(None))
        return int(connection.execute(waiting).scalar_one())


@pytest.mark.parametrize("dialect", [POSTGRESQL])
@pytest.mark.parametrize(
    "trouble", ["refuses", "garbage", "breaks_off", "leaves_early", "hangs", "trickles"]
)
async def test_a_message_that_failed_is_sent_again_under_its_id(
    city: City, gateway: Gateway, clock: Clock, impatient: None, trouble: str
) -> None:
    bad = {
        "refuses": REFUSES,
        "garbage": GARBAGE,
        "breaks_off": BREAKS_OFF,
        "leaves_early": LEAVES_EARLY,
        "hangs": gateway.hangs,
        "trickles": gateway.trickles,
    }[trouble]
    gateway.plans["may-1"] = [bad, bad]
    await report_of(city, "may-1", "may-2")
    for _ in range(3):
        assert await city.server.delivery.run() == 1
        clock.advance(seconds=30)
    assert await city.server.delivery.run() == 0
    first, *again = gateway.ids("may-1")
    assert again == [first, first]
    assert len(gateway.ids("may-2")) == 1
    assert gateway.ids("may-2")[0] != first
    assert untold(city) == 0
    assert city.count(deliveries) == 2


async def test_an_answer_too_many_is_nobody_elses(
    city: City, gateway: Gateway, clock: Clock
) -> None:
    gateway.plans = gateway.plans | {"may-1": [TWICE], "may-2": [REFUSES], "may-3": [ENDLESS]}
    await report_of(city, "may-1", "may-2", "may-3")
    await city.server.delivery.run()
    assert (gateway.shown["may-1"], city.count(deliveries)) == (gateway.ids("may-1"), 2)
    clock.advance(seconds=30)
    await city.server.delivery.run()
    assert [len(gateway.ids(f"may-{phone}")) for phone in (1, 2, 3)] == [1, 2, 1]


async def test_a_phone_that_hangs_holds_up_no_other(city: City, gateway: Gateway) -> None:
    gateway.plans["may-treo"] = [gateway.hangs]
    await report_of(city, "may-treo")
    for number in range(12):
        await report_of(city, f"may-{number}")
    running = asyncio.create_task(city.server.delivery.run())
    await until(lambda: untold(city) == 1)
    assert len(gateway.asked) == 13
    assert not running.done()
    # And what becomes due meanwhile is sent by the others, too.
    await report_of(city, "may-moi")
    async with asyncio.TaskGroup() as senders:
        city.server.delivery.start(senders)
        await until(lambda: gateway.ids("may-moi"))
        gateway.ended.set()
    assert await running >= 13
    assert untold(city) == 1


@pytest.mark.parametrize("dialect", [POSTGRESQL])
async def test_processes_that_deliver_together_send_everything_once(
    city: City, other: Server, gateway: Gateway
) -> None:
    for number in range(10):
        await report_of(city, f"may-{number}", f"may-{number}-b")
    async with asyncio.timeout(30):
        shares = await asyncio.gather(city.server.delivery.run(), other.delivery.run())
    assert sum(shares) == 10
    assert len({body["id"] for body in gateway.asked}) == len(gateway.asked) == 20
    assert untold(city) == 0


async def test_who_dies_between_sending_and_noting_is_followed_under_the_same_id(
    city: City, other: Server, gateway: Gateway, clock: Clock
) -> None:
    gateway.plans["may-1"] = [gateway.hangs]
    await report_of(city, "may-1")
    dying = asyncio.create_task(city.server.delivery.run())
    await until(lambda: gateway.asked)
    dying.cancel()
    await asyncio.wait([dying])
    clock.advance(seconds=60)
    assert await other.delivery.run() == 0
    clock.advance(seconds=61)
    assert await other.delivery.run() == 1
    first, second = gateway.ids("may-1")
    assert first == second
    assert untold(city) == 0


async def test_a_sender_that_woke_too_late_notes_nothing(
    city: City, other: Server, gateway: Gateway, clock: Clock
) -> None:
    gateway.plans["may-1"] = [gateway.hangs]
    await report_of(city, "may-1")
    sleeping = asyncio.create_task(city.server.delivery.run())
    await until(lambda: gateway.asked)
    clock.advance(seconds=(LEASE + timedelta(seconds=1)).total_seconds())
    assert await other.delivery.run() == 1
    told = clock.now
    clock.advance(minutes=1)
    gateway.ended.set()
    await sleeping
    with city.server.database.read() as connection:
        row = connection.execute(select(pushes)).one()
    assert (row.told_at, row.devices, row.failure, row.next_try_at) == (told, 1, None, None)
    assert city.count(deliveries) == 1


async def test_a_phone_that_registers_again_is_not_told_again(
    city: City, gateway: Gateway, clock: Clock
) -> None:
    gateway.plans["may-2"] = [REFUSES]
    app = await city.citizen()
    await app.register_device("may-1")
    await app.register_device("may-2")
    await city.scene(app)
    await city.server.delivery.run()
    await app.register_device("may-1", "ios")
    clock.advance(seconds=30)
    await city.server.delivery.run()
    assert [len(gateway.ids(token)) for token in ("may-1", "may-2")] == [1, 2]


async def test_pauses_grow_to_a_limit_and_no_two_are_alike(
    city: City, gateway: Gateway, clock: Clock
) -> None:
    gateway.plans["may-1"] = [REFUSES] * 12
    await report_of(city, "may-1")
    longest, pauses = city.server.settings.push_pause, []
    for _ in range(12):
        assert await city.server.delivery.run() == 1
        due = city.server.delivery.next_due()
        assert due
        pause = due - clock.now
        assert longest / 2 <= pause <= longest
        pauses.append(pause / longest)
        longest = min(LONGEST_PAUSE, longest * 2)
        clock.now = due
    assert len(set(pauses)) == 12


@pytest.mark.parametrize("dialect", [POSTGRESQL])
async def test_the_loop_outlives_the_database_and_its_service(
    databases: Databases,
    settings: Settings,
    city: City,
    gateway: Gateway,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = Server(replace(settings, clock=system_clock, push_pause=timedelta(seconds=0.2)))
    loop = asyncio.create_task(deliver_for_ever(server))
    gateway.plans["may-1"] = [REFUSES, GARBAGE, LEAVES_EARLY]
    await report_of(city, "may-1")
    await until(lambda: gateway.shown["may-1"])
    assert len(set(gateway.ids("may-1"))) == 1
    caplog.set_level(logging.CRITICAL)
    await asyncio.to_thread(databases.cluster.shut, settings.database)
    await until(lambda: not server.database.hears)
    await asyncio.to_thread(databases.cluster.open, settings.database)
    await report_of(city, "may-2")
    await until(lambda: gateway.shown["may-2"])
    assert not loop.done()
    loop.cancel()
    await asyncio.wait([loop])
    server.close()
    caplog.clear()
