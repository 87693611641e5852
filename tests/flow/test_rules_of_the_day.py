"""A limit changes at midnight: a case keeps the rules of the day it was filed, on all desks."""

from datetime import date, datetime, timedelta

import pytest

from ihanoi_desk.client import reference
from ihanoi_desk.client.rule_orders import RuleOrders
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.deadlines import find_limit
from ihanoi_desk.domain.rule_orders import RuleEffect, RuleOrder, RuleWithdrawal
from tests.databases import DIALECTS
from tests.flow.conftest import Seat
from tests.flow.place import Place
from tests.server.conftest import City

NORMAL = "scene.handle.normal"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def due(place: Place, case_id: int) -> str:
    doc = place.doc(case_id)
    moment = doc.case.handle_due_at if doc else None
    return f"{moment.astimezone(HANOI):%d/%m %H:%M}" if moment else ""


async def three_days_from(admin: Place, since: date) -> RuleEffect:
    order = RuleOrder("limits", NORMAL, 3, "working_days", since, "Thử.", "QĐ 9999/QĐ-UBND")
    return await RuleOrders(admin.api).change(order)


def limit_on(place: Place, day: date) -> tuple[int, bool]:
    """The amount that holds for cases filed on `day`, and whether it is verified."""
    limits = reference.catalogue(place.store).limits
    found = find_limit(limits, "scene", "handle", "normal", day)
    assert found
    return found.amount, found.verified


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_what_was_filed_before_midnight_keeps_its_limit(city: City, seat: Seat) -> None:
    city.clock.now = datetime(2026, 11, 23, 23, 50, tzinfo=HANOI)
    app = await city.citizen()
    first, second, admin = [
        await seat(login) for login in ("hoankiem.canbo1", "hoankiem.canbo2", "quantri")
    ]
    for place in (first, second):
        place.start()
        await place.until_fresh()
    before = await city.scene(app)
    effect = await three_days_from(admin, TUESDAY)
    assert (effect.since, effect.keeping, effect.later) == (TUESDAY, 1, 0)
    for place in (first, second):
        await place.until(lambda place=place: limit_on(place, TUESDAY) == (3, True))
        assert limit_on(place, MONDAY) == (5, False)

    city.clock.advance(minutes=20)
    after = await city.scene(app)
    await first.until(lambda: first.state(before) and first.state(after))
    # Accepted while the line is cut, so by what this desk knows of both days.
    first.line.is_cut = True
    for case_id in (before, after):
        first.do(case_id, "accept")
    expected = {before: "01/12 17:30", after: "27/11 17:30"}
    assert {case_id: due(first, case_id) for case_id in expected} == expected
    first.line.is_cut = False
    first.sync.kick()
    await first.until_sent()
    await second.until(lambda: second.state(after) is State.ACCEPTED)
    for place in (first, second):
        assert {case_id: due(place, case_id) for case_id in expected} == expected


async def test_a_desk_without_a_line_knows_tomorrows_rules(city: City, seat: Seat) -> None:
    place, admin = await seat("hoankiem.canbo1"), await seat("quantri")
    place.start()
    await place.until_fresh()
    await three_days_from(admin, TUESDAY)
    await place.until(lambda: limit_on(place, TUESDAY) == (3, True))
    await place.reopen()
    city.clock.advance(days=40)
    today = city.clock.now.astimezone(HANOI).date()
    assert limit_on(place, today) == (3, True)
    assert limit_on(place, TUESDAY - timedelta(1)) == (5, False)


async def test_a_withdrawn_change_is_forgotten_by_the_desks(city: City, seat: Seat) -> None:
    place, admin = await seat("hoankiem.canbo1"), await seat("quantri")
    place.start()
    await place.until_fresh()
    await three_days_from(admin, TUESDAY)
    await place.until(lambda: limit_on(place, TUESDAY) == (3, True))
    await RuleOrders(admin.api).withdraw(RuleWithdrawal("limits", NORMAL, TUESDAY, "Nhầm."))
    await place.until(lambda: limit_on(place, TUESDAY) == (5, False))
