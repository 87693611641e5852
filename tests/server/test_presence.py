"""Who has a case open: told to those it concerns, forgotten in time, never making the feed grow."""

from datetime import timedelta

import httpx
from pydantic import TypeAdapter
from sqlalchemy import select

from ihanoi_desk.domain.wire import SnapshotHead
from ihanoi_desk.server.tables import audit, feed, pushes
from tests.server.conftest import City, Desk

CUA_NAM = "00082@2025-07-01"


async def look(desk: Desk, case_id: int) -> httpx.Response:
    return await desk.http.put("/v1/desk/open", json={"case_id": case_id}, headers=desk.headers)


async def seen(desk: Desk, after: int) -> dict[int, list[str]]:
    """Who is present, by case, as far as the feed tells it."""
    return {
        row.case_id: [who.name for who in row.present]
        for row in (await desk.changes(after)).changes
        if row.what == "present"
    }


async def head(desk: Desk) -> SnapshotHead:
    line = (await desk.get("/v1/desk/snapshot")).text.partition("\n")[0]
    return TypeAdapter(SnapshotHead).validate_json(line)


async def test_colleagues_see_who_has_a_case_open(city: City) -> None:
    one, two = [await city.scene(await city.citizen()) for _ in range(2)]
    here, beside = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    start = (await beside.changes(0)).next
    assert (await look(here, one)).status_code == 204
    assert await seen(beside, start) == {one: [here.me.officer.name]}
    (present,) = (await head(beside)).present
    assert (present.case_id, present.officer_id) == (one, here.me.officer.id)
    assert present.until == city.clock.now + timedelta(minutes=15)
    await look(here, two)
    assert await seen(beside, start) == {one: [], two: [here.me.officer.name]}
    await look(beside, two)
    assert await seen(beside, start) == {
        one: [],
        two: sorted([here.me.officer.name, beside.me.officer.name]),
    }
    await look(here, 0)
    assert await seen(beside, start) == {one: [], two: [beside.me.officer.name]}
    await beside.http.post("/v1/desk/sign-out", headers=beside.headers)
    assert await seen(here, start) == {one: [], two: []}


async def test_presence_runs_out_and_is_renewed(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    here, beside = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    await look(here, case_id)
    city.clock.advance(minutes=10)
    await look(here, case_id)
    city.clock.advance(minutes=10)
    assert [row.officer_id for row in (await head(beside)).present] == [here.me.officer.id]
    city.clock.advance(minutes=6)
    assert (await head(beside)).present == ()
    assert await seen(beside, 0) == {case_id: []}


async def test_looking_is_no_event(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    here, beside = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    before = [city.count(table) for table in (audit, pushes, feed)]
    for _ in range(5):
        await look(here, case_id)
        await look(beside, case_id)
    assert [city.count(table) for table in (audit, pushes, feed)] == [*before[:2], before[2] + 1]
    with city.server.database.read() as connection:
        numbers = connection.execute(select(feed.c.n).order_by(feed.c.n)).scalars().all()
    assert (await beside.changes(numbers[-2])).changes[0].what == "present"


async def test_presence_stays_within_reach(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    here, beside = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    there, whole = await city.desk("cuanam.canbo"), await city.desk("thanhpho.daumoi")
    for who, number in ((there, case_id), (here, 999_999), (here, 10**9)):
        assert (await look(who, number)).status_code == 404
    assert (await look(here, -1)).status_code == 404
    assert (await look(here, 10**30)).status_code == 422
    await look(here, case_id)
    assert (await look(there, case_id)).status_code == 404
    assert (await seen(whole, 0), await seen(there, 0)) == ({case_id: [here.me.officer.name]}, {})
    assert (await head(there)).present == ()
    # The city's officer is not among the colleagues that a ward knows.
    await look(whole, case_id)
    assert await seen(beside, 0) == {case_id: [here.me.officer.name]}
    await here.act(case_id, "route", note="Nhờ xem.", target_unit=CUA_NAM)
    await look(there, case_id)
    assert (await head(beside)).present == ()
    assert await seen(beside, 0) == {}
    assert await seen(there, 0) == {case_id: [there.me.officer.name]}
