"""Going round in circles: whose turn it is to send a case on."""

from dataclasses import replace
from datetime import date

import pytest

from ihanoi_desk.domain.cases import Course, State
from ihanoi_desk.domain.decide import allowed, apply, why_not
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.policies import Policy, find_policy
from ihanoi_desk.domain.refusals import Refused
from tests.unit.town import (
    BOOK,
    CITY_COORDINATOR,
    CITY_HANDLER,
    COORDINATOR,
    FILED,
    FULL,
    GATE,
    GATE_HANDLER,
    HANDLER,
    IN_STATE,
    LAKE,
    ROADS,
    ROADS_HANDLER,
    SECOND,
    action,
    keys,
    new_case,
)

FREE, RISEN, SETTLED = Course.FREE, Course.RISEN, Course.SETTLED
L, G, R, BACK = LAKE, GATE, ROADS, None
Move = tuple[Officer, object]


def hops(amount: int) -> Policy:
    return Policy("route_hops", amount, "times", date(2025, 3, 1), False, "proposal")


@pytest.mark.parametrize(
    ("limit", "moves", "course"),
    [
        (2, [], FREE),
        (2, [(HANDLER, G)], FREE),
        (2, [(HANDLER, G), (GATE_HANDLER, R)], RISEN),
        (2, [(HANDLER, G), (GATE_HANDLER, L)], RISEN),
        (2, [(HANDLER, G), (GATE_HANDLER, BACK)], RISEN),
        (2, [(HANDLER, G), (CITY_COORDINATOR, R)], SETTLED),
        (2, [(CITY_COORDINATOR, G)], FREE),
        (2, [(CITY_COORDINATOR, G), (GATE_HANDLER, BACK)], RISEN),
        (2, [(HANDLER, G), (CITY_HANDLER, R)], RISEN),
        (2, [(HANDLER, G), (GATE_HANDLER, R), (CITY_COORDINATOR, L)], SETTLED),
        (2, [(HANDLER, G), (GATE_HANDLER, R), (CITY_COORDINATOR, BACK)], SETTLED),
        (3, [(HANDLER, G), (GATE_HANDLER, R)], FREE),
        (3, [(HANDLER, G), (GATE_HANDLER, BACK)], RISEN),
        (9, [(HANDLER, G), (GATE_HANDLER, R), (ROADS_HANDLER, L)], RISEN),
        (1, [(HANDLER, G)], RISEN),
        (None, [(HANDLER, G), (GATE_HANDLER, BACK), (HANDLER, BACK)], FREE),
    ],
)
def test_course(limit: int | None, moves: list[Move], course: Course) -> None:
    book = replace(BOOK, policies=(hops(limit),) if limit else ())
    case = new_case()
    for officer, to in moves:
        verb = "route" if to else "return"
        facts = {"note": "Không thuộc thẩm quyền.", "target_unit": to.key if to else None}
        case = apply(case, action(verb, case, **facts), officer, FILED, book).case
    assert case.course is course
    assert len(case.hops) == len(moves)


@pytest.mark.parametrize("course", [RISEN, SETTLED])
@pytest.mark.parametrize("verb", ["route", "return"])
@pytest.mark.parametrize(
    ("officer", "may"),
    [
        (HANDLER, False),
        (SECOND, False),
        (COORDINATOR, False),
        (CITY_HANDLER, False),
        (CITY_COORDINATOR, True),
    ],
)
def test_only_the_citys_coordinator_moves_it_then(
    course: Course, verb: str, officer: Officer, may: bool
) -> None:
    case = new_case(hops=keys(GATE, ROADS), course=course)
    if may:
        assert verb in allowed(case, officer, BOOK)
        assert apply(case, action(verb, case, **FULL), officer, FILED, BOOK).case.hops[-1] == L.key
        return
    refusal = why_not(case, verb, officer, BOOK)
    assert refusal and (refusal.code, refusal.facts) == ("city_routes", {"n": "2"})
    with pytest.raises(Refused, match="city_routes"):
        apply(case, action(verb, case, **FULL), officer, FILED, BOOK)


def test_the_unit_may_still_do_the_rest() -> None:
    case = new_case(hops=keys(GATE, ROADS), course=RISEN)
    assert {"accept", "reject", "note"} <= set(allowed(case, HANDLER, BOOK))


def test_giving_back_to_ones_coordinator_is_no_hop() -> None:
    held = replace(IN_STATE[State.ASSIGNED]("scene"), hops=keys(GATE, ROADS), course=RISEN)
    back = apply(held, action("return", held, note="Nhờ phân công lại."), SECOND, FILED, BOOK).case
    assert (back.state, back.unit, back.hops) == (State.ACCEPTED, L.key, held.hops)


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2025, 2, 28), None),
        (date(2025, 3, 1), 2),
        (date(2026, 6, 30), 2),
        (date(2026, 7, 1), 4),
    ],
)
def test_a_case_keeps_the_number_of_its_own_day(on: date, amount: int | None) -> None:
    later = replace(hops(4), valid_from=date(2026, 7, 1))
    found = find_policy((later, hops(2)), "route_hops", on)
    assert (found.amount if found else None) == amount
    case = new_case(rule_set=on, hops=keys(ROADS))
    book = replace(BOOK, policies=(later, hops(2)))
    moved = apply(case, action("route", case, **FULL), HANDLER, FILED, book).case
    assert moved.course is (RISEN if amount == 2 else FREE)
