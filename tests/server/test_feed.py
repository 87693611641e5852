"""The feed: in order, scoped, coalesced, able to say "gone", and awake at once."""

import asyncio
import time

from tests.server.conftest import City

CUA_NAM = "00082@2025-07-01"


async def test_a_routed_case_is_gone_here_and_new_there(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    here, there = await city.desk("hoankiem.canbo1"), await city.desk("cuanam.canbo")
    whole = await city.desk("thanhpho.daumoi")
    start = (await here.changes(0)).next
    await here.act(case_id, "route", note="Nhờ xem.", target_unit=CUA_NAM)
    gone = (await here.changes(start)).changes
    came = (await there.changes(start)).changes
    seen = (await whole.changes(start)).changes
    assert [(row.what, row.case_id, row.doc) for row in gone] == [("gone", case_id, None)]
    assert [row.what for row in came] == ["case"]
    assert came[0].doc
    assert came[0].doc.case.unit == CUA_NAM
    assert [row.what for row in seen] == ["case"]
    back = await there.act(case_id, "return", note="Không phải.")
    assert back.outcome == "applied"
    assert [row.what for row in (await here.changes(start)).changes] == ["case"]
    assert [row.what for row in (await there.changes(start)).changes] == ["gone"]


async def test_pages_are_coalesced_and_say_when_there_is_more(city: City) -> None:
    app = await city.citizen()
    one = await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(one, "accept")
    two = await city.scene(app)
    everything = await desk.changes(0)
    assert sorted(row.case_id for row in everything.changes) == [one, two]
    assert not everything.more
    position, seen, pages = 0, [], 0
    while True:
        page = await desk.changes(position, limit=1)
        seen += [row.case_id for row in page.changes]
        position, pages = page.next, pages + 1
        if not page.more:
            break
    assert seen == [one, one, two]
    assert pages == 3
    assert position == everything.next


async def test_a_poll_wakes_with_the_commit(city: City) -> None:
    app = await city.citizen()
    desk = await city.desk("hoankiem.canbo1")
    start = (await desk.changes(0)).next
    waiting = asyncio.create_task(desk.changes(start, wait=20))
    await asyncio.sleep(0)
    began = time.monotonic()
    case_id = await city.scene(app)
    page = await asyncio.wait_for(waiting, 10)
    assert time.monotonic() - began < 5
    assert [row.case_id for row in page.changes] == [case_id]


async def test_a_poll_without_news_ends_by_itself(city: City) -> None:
    desk = await city.desk("hoankiem.canbo1")
    page = await desk.changes(0, wait=0.05)
    assert page.changes == ()
    assert page.server_time == city.clock.now


async def test_a_stopped_server_sends_waiting_polls_home(city: City) -> None:
    desk = await city.desk("hoankiem.canbo1")
    waiting = asyncio.create_task(desk.changes(0, wait=20))
    while not city.server.waker.waiting:
        await asyncio.sleep(0)
    city.server.waker.stop()
    page = await asyncio.wait_for(waiting, 5)
    assert page.changes == ()
