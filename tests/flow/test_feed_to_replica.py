"""The replica follows the city: first fill, routing, catalogue, and over any outage."""

import asyncio
import json

import httpx
import pytest
from sqlalchemy import insert, select

from ihanoi_desk.client import queues, reference
from ihanoi_desk.client.queues import Query
from ihanoi_desk.domain.cases import State
from ihanoi_desk.server.reference import touch
from ihanoi_desk.server.steps import announce
from ihanoi_desk.server.tables import units
from tests.flow.conftest import Seat
from tests.flow.line import Deliver, answer, lose_request, once
from tests.server.conftest import City

CUA_NAM = "00082@2025-07-01"
HOAN_KIEM = "00070@2025-07-01"


async def rest() -> None:
    """Let everything run that can run without time passing."""
    for _ in range(500):
        await asyncio.sleep(0)


async def test_the_first_fill_equals_the_server(city: City, seat: Seat) -> None:
    app = await city.citizen()
    ids = [await city.scene(app, content=f"Ổ gà thứ {number}") for number in range(7)]
    desk = await city.desk("hoankiem.canbo2")
    await desk.act(ids[0], "accept")
    await desk.act(ids[1], "reject", reason="unclear_content", text="Chưa rõ, xin gửi lại.")
    place = await seat("hoankiem.canbo1")
    fillings = []
    place.sync.on_status(lambda status: fillings.append(status.filling))
    place.start()
    await place.until_fresh()
    assert place.sync.status.data_as_of == city.clock.now
    assert place.sync.status.filling is None
    assert (7, 7) in fillings
    served = {row.case_id: row.doc for row in (await desk.changes(0)).changes}
    for case_id in ids:
        assert place.doc(case_id) == served[case_id]
    assert reference.catalogue(place.store) == await place.api.catalogue()
    listed = queues.ids(place.store, Query("scene", "all"), place.me, city.clock.now)
    assert sorted(listed) == sorted(ids)


async def test_a_routed_case_leaves_here_and_arrives_there(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    here, there = await seat("hoankiem.canbo1"), await seat("cuanam.canbo")
    for place in (here, there):
        place.start()
        await place.until_fresh()
    assert there.doc(case_id) is None
    here.do(case_id, "route", note="Của Cửa Nam.", target_unit=CUA_NAM)
    await here.until_sent()
    assert here.doc(case_id) is None
    await there.until(lambda: there.doc(case_id))
    row = queues.page(there.store, Query("scene", "moved_in"), there.me, city.clock.now)[0]
    assert (row.id, row.unit, row.hops) == (case_id, CUA_NAM, 1)
    there.do(case_id, "return", note="Không phải.")
    await there.until_sent()
    await here.until(lambda: here.doc(case_id))
    assert queues.counts(there.store, there.me, city.clock.now).view("scene", "all") == 0


async def test_an_interrupted_fill_begins_again_and_is_whole(city: City, seat: Seat) -> None:
    app = await city.citizen()
    ids = [await city.scene(app) for _ in range(3)]
    place = await seat("hoankiem.canbo1")

    async def half(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        whole = await (await deliver(request)).aread()
        lines = whole.splitlines(keepends=True)
        return httpx.Response(200, content=b"".join(lines[:2]), request=request)

    place.line.rules["/v1/desk/snapshot"] = once(half)
    place.start()
    await place.until(lambda: place.sync.status.retry_at)
    assert not place.sync.status.online
    await place.reopen()
    place.start()
    await place.until_fresh()
    assert all(place.doc(case_id) for case_id in ids)


async def test_a_changed_catalogue_arrives_even_over_a_lost_answer(city: City, seat: Seat) -> None:
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    assert "00070@2031-01-01" not in reference.rulebook(place.store).units
    place.line.rules["/v1/desk/catalogue"] = once(lose_request)
    with city.server.database.write() as connection:
        row = connection.execute(select(units).where(units.c.key == HOAN_KIEM)).one()
        later = {**row._mapping, "key": "09999@2025-07-01", "code": "09999", "name": "Mẫu"}
        connection.execute(insert(units).values(**later))
        touch(connection)
        announce(connection, 0, HOAN_KIEM, city.clock.now, what="catalogue")
    await place.until(lambda: place.line.seen["/v1/desk/catalogue"])
    place.sync.kick()
    await place.until(lambda: "09999@2025-07-01" in reference.rulebook(place.store).units)


@pytest.mark.parametrize("trouble", [None, 502, 200])
async def test_an_outage_is_told_truthfully_and_not_hammered(
    city: City, seat: Seat, trouble: int | None
) -> None:
    case_id = await city.scene(await city.citizen())
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    as_of = place.sync.status.data_as_of
    await place.stop()
    if trouble is None:
        place.line.is_cut = True
    else:
        for path in ("/v1/changes", "/v1/actions"):
            place.line.rules[path] = answer(trouble)
    before = place.line.seen.total()
    place.open_again()
    place.do(case_id, "accept")
    place.start()
    await place.until(lambda: place.line.seen.total() == before + 2 and place.sync.status.retry_at)
    await rest()
    assert place.line.seen.total() == before + 2
    status = place.sync.status
    assert (status.online, status.waiting, status.data_as_of) == (False, 1, as_of)
    assert status.retry_at
    assert status.retry_at > city.clock.now
    assert (status.problem is None) == (trouble != 200)
    assert place.state(case_id) is State.ACCEPTED
    city.clock.advance(minutes=1)
    place.line.is_cut = False
    place.line.rules.clear()
    place.sync.kick()
    await place.until_sent()
    await place.until_fresh()
    await place.until(lambda: place.sync.status.data_as_of == city.clock.now)
    status = place.sync.status
    assert (status.waiting, status.refused, status.problem, status.retry_at) == (0, 0, None, None)


async def test_a_feed_that_promises_more_and_brings_nothing_is_not_hammered(
    city: City, seat: Seat
) -> None:
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    await place.stop()

    async def more_of_nothing(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        said = json.loads(await (await deliver(request)).aread())
        return httpx.Response(200, json={**said, "more": True}, request=request)

    place.line.rules["/v1/changes"] = more_of_nothing
    place.open_again()
    before = place.line.seen["/v1/changes"]
    place.start()
    await place.until(lambda: place.line.seen["/v1/changes"] > before)
    await rest()
    assert place.line.seen["/v1/changes"] == before + 1
    assert place.sync.status.problem == "sync.bad_answer"


async def test_waiting_for_the_undo_window_asks_nothing(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    place.do(case_id, "accept", undo_s=600)
    place.do(case_id, "note", note="Sẽ đi xem.")
    seen = place.line.seen.total()
    await rest()
    assert place.line.seen.total() <= seen + 1
    assert place.line.seen["/v1/actions"] == 0
    assert place.sync.status.waiting == 2


async def test_a_lost_session_ends_both_ways_and_keeps_the_outbox(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    place = await seat("hoankiem.canbo1")
    task = place.start()
    await place.until_fresh()
    await place.stop()
    place.do(case_id, "accept", undo_s=600)
    await place.api.sign_out()
    task = place.start()
    await asyncio.wait_for(task, 10)
    assert place.sync.status.problem == "sync.signed_out"
    assert not place.sync.status.online
    assert len(place.pending("waiting")) == 1


async def test_a_desk_too_old_stops_and_says_so(city: City, seat: Seat) -> None:
    place = await seat("hoankiem.canbo1")
    place.line.rules["/v1/desk/snapshot"] = answer(426)
    await asyncio.wait_for(place.start(), 10)
    assert place.sync.status.problem == "sync.too_old"
