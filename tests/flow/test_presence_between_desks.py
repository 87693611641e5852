"""Two desks at one case: each sees the other, and nobody waits for it."""

import asyncio
from collections.abc import Iterator

import pytest

from ihanoi_desk.client import presence
from ihanoi_desk.client.store import Changed
from tests.flow.conftest import Seat
from tests.flow.line import answer
from tests.flow.place import Place
from tests.server.conftest import City

OPEN = "/v1/desk/open"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A moment is shorter here than for people."""
    monkeypatch.setattr(presence, "SETTLE_S", 0.05)
    yield


def there(place: Place, case_id: int) -> list[str]:
    now = place.clock.now
    return [row.name for row in presence.present_on(place.store, case_id, place.me, now)]


async def both(seat: Seat) -> tuple[Place, Place]:
    here, beside = await seat("hoankiem.canbo1"), await seat("hoankiem.canbo2")
    for place in (here, beside):
        place.start()
        await place.until_fresh()
    return here, beside


async def test_each_sees_the_other_come_and_go(city: City, seat: Seat) -> None:
    one, two = [await city.scene(await city.citizen()) for _ in range(2)]
    here, beside = await both(seat)
    heard: list[Changed] = []
    here.store.subscribe(heard.append)
    here.sync.open_case(one)
    await beside.until(lambda: there(beside, one) == [here.me.name])
    beside.sync.open_case(one)
    await here.until(lambda: there(here, one) == [beside.me.name])
    assert frozenset({one}) in {changed.present for changed in heard}
    assert not any(changed.cases for changed in heard)
    beside.sync.open_case(two)
    await here.until(lambda: there(here, two) == [beside.me.name])
    assert there(here, one) == []
    # A desk that comes later, with the case already open elsewhere.
    late = await seat("hoankiem.daumoi")
    late.start()
    await late.until(lambda: there(late, two) == [beside.me.name])
    await beside.sync.leave_case()
    await here.until(lambda: there(here, two) == [])
    # Whoever ends without a word is gone after a while.
    assert there(late, one) == [here.me.name]
    city.clock.advance(minutes=16)
    assert there(late, one) == []


async def test_passing_by_is_not_told(city: City, seat: Seat) -> None:
    ids = [await city.scene(await city.citizen()) for _ in range(3)]
    here, beside = await both(seat)
    for _ in range(20):
        for case_id in ids:
            here.sync.open_case(case_id)
        await asyncio.sleep(0)
    await beside.until(lambda: there(beside, ids[-1]))
    assert here.line.seen[OPEN] == 1
    here.sync.open_case(ids[-1])
    here.sync.open_case(0)
    here.sync.open_case(ids[-1])
    await beside.until(lambda: here.line.seen[OPEN] == 2 or there(beside, ids[-1]))
    assert there(beside, ids[0]) == []


@pytest.mark.parametrize("trouble", [None, 404, 500])
async def test_what_cannot_be_told_is_nobodys_trouble(
    city: City, seat: Seat, trouble: int | None
) -> None:
    case_id = await city.scene(await city.citizen())
    here, beside = await both(seat)
    if trouble:
        here.line.rules[OPEN] = answer(trouble)
    else:
        here.line.is_cut = True
    here.sync.open_case(case_id)
    async with asyncio.timeout(5):
        while not here.line.seen[OPEN]:
            await asyncio.sleep(0)
    for _ in range(200):
        await asyncio.sleep(0)
    assert here.line.seen[OPEN] == 1
    assert here.sync.status.problem is None
    here.line.rules.clear()
    here.line.is_cut = False
    if trouble:
        here.sync.open_case(0)
        await here.until(lambda: True)
        here.sync.open_case(case_id)
    else:
        here.sync.kick()
    await beside.until(lambda: there(beside, case_id) == [here.me.name])


async def test_presence_is_told_again_before_it_runs_out(
    city: City, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "REPEAT_S", 0.05)
    case_id = await city.scene(await city.citizen())
    here, beside = await both(seat)
    here.sync.open_case(case_id)
    await beside.until(lambda: there(beside, case_id))
    city.clock.advance(minutes=14)
    asked = here.line.seen[OPEN]
    await beside.until(lambda: here.line.seen[OPEN] > asked + 1)
    city.clock.advance(minutes=14)
    assert there(beside, case_id) == [here.me.name]


async def test_a_case_that_leaves_takes_its_company_along(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    here, beside = await both(seat)
    beside.sync.open_case(case_id)
    await here.until(lambda: there(here, case_id))
    here.do(case_id, "route", note="Của Cửa Nam.", target_unit="00082@2025-07-01")
    await here.until_sent()
    await here.until(lambda: here.doc(case_id) is None)
    await here.until(lambda: there(here, case_id) == [])
