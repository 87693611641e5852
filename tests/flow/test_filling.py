"""The fill goes on where it broke off, and begins anew when the ground under it is another."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import Table, delete, insert, select, update

from ihanoi_desk.client import identity, queues
from ihanoi_desk.client.queues import Query
from ihanoi_desk.client.store import Changed
from ihanoi_desk.domain.cases import State
from ihanoi_desk.server.reference import touch
from ihanoi_desk.server.steps import announce
from ihanoi_desk.server.tables import (
    attachments,
    audit,
    cases,
    counters,
    feed,
    grants,
    pushes,
    steps,
)
from tests.clock import Clock
from tests.flow.conftest import Seat
from tests.flow.line import Deliver, Rule, Slow
from tests.flow.place import Place
from tests.server.conftest import City

SNAPSHOT = "/v1/desk/snapshot"
HERE = "hoankiem.canbo1"
CUA_NAM = "00082@2025-07-01"
MARK = b'{"cursor":'
Copy = dict[Table, list[dict[str, Any]]]


def in_twos(cut_after: int | None = None) -> Rule:
    """Two cases a batch; the answer breaks off behind the marks that `cut_after` counts."""

    async def fewer(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        request.url = request.url.copy_set_param("batch", 2)
        whole = await (answered := await deliver(request)).aread()
        if answered.is_error or cut_after is None:
            return httpx.Response(answered.status_code, headers=answered.headers, content=whole)
        lines, left, kept = whole.splitlines(keepends=True), cut_after, []
        while left or not kept:
            kept.append(lines.pop(0))
            left -= kept[-1].startswith(MARK)
        # A piece of the next line, as a line that goes dead gives it.
        return httpx.Response(200, content=b"".join([*kept, *lines])[: len(b"".join(kept)) + 9])

    return fewer


def held(place: Place, city: City) -> list[int]:
    return sorted(queues.ids(place.store, Query("scene", "all"), place.me, city.clock.now))


async def some_cases(city: City, count: int) -> list[int]:
    app = await city.citizen()
    return [await city.scene(app, content=f"Ổ gà thứ {number}") for number in range(count)]


@pytest.mark.parametrize("batches", [0, 1, 2])
async def test_a_fill_broken_off_anywhere_goes_on_in_the_next_program(
    city: City, seat: Seat, batches: int
) -> None:
    ids = await some_cases(city, 6)
    desk = await city.desk("hoankiem.canbo2")
    for case_id in ids[2:4]:
        city.clock.advance(minutes=1)
        await desk.act(case_id, "reject", reason="unclear_content", text="Chưa rõ, xin gửi lại.")
    place = await seat(HERE)
    place.line.rules[SNAPSHOT] = in_twos(cut_after=batches)
    place.start()
    await place.until(lambda: place.sync.status.retry_at)
    # Open cases came first, then closed ones, the newest before the others.
    order = [ids[0], ids[1], ids[4], ids[5], ids[3], ids[2]]
    assert held(place, city) == sorted(order[: 2 * batches])
    await place.reopen()
    # What happens meanwhile to a case that came, and to one that did not, is not missed.
    await desk.act(ids[0], "accept")
    await desk.act(ids[5], "accept")
    asked: list[str] = []

    async def listening(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        asked.append(request.url.params["cursor"])
        return await in_twos()(request, deliver)

    place.line.rules[SNAPSHOT] = listening
    filled = []
    place.sync.on_status(lambda status: status.filling and filled.append(status.filling))
    place.start()
    await place.until_fresh()
    assert held(place, city) == ids
    assert [place.state(case_id) for case_id in (ids[0], ids[5])] == [State.ACCEPTED] * 2
    assert len(asked) == 1
    assert bool(asked[0]) == bool(batches)
    assert filled[0] == (2 * batches, 6)
    assert filled[-1] == (6, 6)


async def test_a_stopped_fill_keeps_what_came_says_so_and_goes_on(city: City, seat: Seat) -> None:
    ids = await some_cases(city, 5)
    place = await seat(HERE)
    place.line.rules[SNAPSHOT] = in_twos()

    def stop(_: object) -> None:
        if place.sync.status.filling == (2, 5):
            place.sync.cancel_fill()

    leave = place.sync.on_status(stop)
    place.start()
    await place.until(lambda: place.sync.status.problem)
    leave()
    assert place.sync.status.problem == "sync.fill_stopped"
    assert place.sync.status.filling is None
    assert held(place, city) == ids[:2]
    asked = place.line.seen.total()
    place.do(ids[0], "accept")
    await place.until_sent()
    assert place.line.seen.total() == asked + 1
    place.sync.kick()
    await place.until_fresh()
    assert place.sync.status.problem is None
    assert held(place, city) == ids
    assert place.line.seen[SNAPSHOT] == 2


def grant(city: City, officer_id: int, unit: str) -> None:
    """An administrator moves the officer to another unit."""
    with city.server.database.write() as connection:
        connection.execute(
            update(grants).where(grants.c.officer_id == officer_id).values(unit=unit)
        )
        touch(connection)
        announce(connection, 0, unit, city.clock.now, what="catalogue")


async def test_another_unit_refills_under_the_new_rights(city: City, seat: Seat) -> None:
    old, moved = await some_cases(city, 2)
    desk = await city.desk("hoankiem.canbo2")
    await desk.act(moved, "route", note="Của Cửa Nam.", target_unit=CUA_NAM)
    place = await seat(HERE)
    place.start()
    await place.until_fresh()
    place.do(old, "note", note="Sẽ đi xem.", undo_s=600)
    assert identity.read(place.store) == place.me
    heard: list[Changed] = []
    place.store.subscribe(heard.append)
    grant(city, place.me.id, CUA_NAM)
    await place.until(lambda: place.doc(moved))
    await place.until(lambda: not place.sync.status.filling)
    assert any(changed.me for changed in heard)
    me = identity.read(place.store)
    assert me
    assert {row.unit for row in me.grants} == {CUA_NAM}
    assert place.doc(old) is None
    with place.store.read() as connection:
        for table in ("cases", "docs", "case_words"):
            (count,) = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
            assert count == 1
    assert [row.action.case_id for row in place.pending("waiting")] == [old]


async def test_rights_that_change_in_the_middle_of_a_fill_end_it(city: City, seat: Seat) -> None:
    ids = await some_cases(city, 4)
    place = await seat(HERE)
    place.line.rules[SNAPSHOT] = in_twos(cut_after=1)
    place.start()
    await place.until(lambda: place.sync.status.retry_at)
    assert held(place, city) == ids[:2]
    place.line.rules.clear()
    grant(city, place.me.id, CUA_NAM)
    place.sync.kick()
    await place.until_fresh()
    assert held(place, city) == []


async def test_a_server_restored_from_an_older_copy_refills(city: City, seat: Seat) -> None:
    kept, lost = await some_cases(city, 2)
    place = await seat(HERE)
    desk = await city.desk("hoankiem.canbo2")
    copy = back_up(city)
    await desk.act(lost, "accept")
    place.start()
    await place.until_fresh()
    assert place.state(lost) is State.ACCEPTED
    await place.stop()
    restore(city, copy)
    place.start()
    await place.until(lambda: place.state(lost) is State.NEW)
    await place.until(lambda: not place.sync.status.filling)
    assert held(place, city) == [kept, lost]


def back_up(city: City) -> Copy:
    with city.server.database.read() as connection:
        return {
            table: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in (counters, cases, attachments, steps, pushes, feed, audit)
        }


def restore(city: City, copy: Copy) -> None:
    with city.server.database.write() as connection:
        for table in reversed(copy):
            connection.execute(delete(table))
        for table, rows in copy.items():
            if rows:
                connection.execute(insert(table), rows)


async def test_keeping_closed_cases_longer_refills(city: City, seat: Seat) -> None:
    open_one, closed = await some_cases(city, 2)
    desk = await city.desk("hoankiem.canbo2")
    await desk.act(closed, "reject", reason="unclear_content", text="Chưa rõ, xin gửi lại.")
    city.clock.advance(days=40)
    place = await seat(HERE)
    for days, wanted in ((30, [open_one]), (50, [open_one, closed]), (30, [open_one])):
        place.kept_closed_days = days
        await place.reopen()
        place.start()
        await place.until(lambda wanted=wanted: held(place, city) == wanted)
        await place.until(lambda: not place.sync.status.filling)
    assert place.line.seen[SNAPSHOT] == 2


async def test_a_desk_that_is_never_closed_forgets_old_cases_too(city: City, seat: Seat) -> None:
    open_one, closed = await some_cases(city, 2)
    desk = await city.desk("hoankiem.canbo2")
    await desk.act(closed, "reject", reason="unclear_content", text="Chưa rõ, xin gửi lại.")
    place = await seat(HERE)
    place.kept_closed_days = 5
    await place.reopen()
    place.start()
    await place.until(lambda: held(place, city) == [open_one, closed])
    await place.stop()
    city.clock.advance(days=6)
    await place.api.sign_in(HERE, "ihanoi-demo")
    place.start()
    news = await some_cases(city, 1)
    await place.until(lambda: held(place, city) == [open_one, *news])


async def test_a_clock_that_runs_ahead_empties_nothing(city: City, seat: Seat) -> None:
    (closed,) = await some_cases(city, 1)
    desk = await city.desk("hoankiem.canbo2")
    await desk.act(closed, "reject", reason="unclear_content", text="Chưa rõ.")
    place = await seat(HERE)
    place.start()
    await place.until(lambda: held(place, city) == [closed])
    right, place.clock = place.clock, Clock()
    place.clock.advance(days=3000)
    await place.reopen()
    place.start()
    await place.until_fresh()
    assert held(place, city) == [closed]
    place.clock = right


async def test_a_fill_that_stalls_is_stopped_at_once(city: City, seat: Seat) -> None:
    ids = await some_cases(city, 5)
    place = await seat(HERE)

    async def stalling(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        whole = await (await in_twos()(request, deliver)).aread()
        first, rest = whole[: whole.index(MARK)], whole[whole.index(MARK) :]
        line, rest = rest.partition(b"\n")[0] + b"\n", rest.partition(b"\n")[2]

        async def gate(number: int) -> None:
            if number:
                await asyncio.Event().wait()

        return httpx.Response(200, stream=Slow([first + line, rest], gate))

    place.line.rules[SNAPSHOT] = stalling
    place.start()
    await place.until(lambda: place.sync.status.filling == (2, 5))
    place.sync.cancel_fill()
    await place.until(lambda: place.sync.status.problem == "sync.fill_stopped")
    assert held(place, city) == ids[:2]
    place.line.rules.clear()
    place.sync.kick()
    await place.until_fresh()
    assert held(place, city) == ids
