"""Who is proposed for a case, in which order, and with which reasons."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ihanoi_desk.domain.cases import Case, Step
from ihanoi_desk.domain.catalogue import Category
from ihanoi_desk.domain.routing import border_reach, suggest
from ihanoi_desk.domain.transfers import outlook, way
from ihanoi_desk.domain.units import Nearby
from tests.unit.town import (
    BOOK,
    CALENDAR,
    CATALOGUE,
    CITY,
    CITY_COORDINATOR,
    FILED,
    FULL,
    GATE,
    GATE_HANDLER,
    HANDLER,
    LAKE,
    ROADS,
    act,
    keys,
    new_case,
)

HOUR = timedelta(hours=1)
INSIDE_US = Nearby(LAKE.code, 0)
WITH_DEPARTMENT = replace(
    CATALOGUE,
    categories=(
        Category("pothole", "scene", "g", "Ổ gà", "Pothole", "normal", ROADS.code),
        Category("garbage", "scene", "g", "Rác", "Garbage", "normal", None),
        Category("permit", "procedure", "g", "Giấy phép", "Permit", "normal", ROADS.code),
        Category("ghost", "scene", "g", "Ma", "Ghost", "normal", "KHONG-CO"),
    ),
)
Said = tuple[str, tuple[str, ...]]


def proposals(case: Case, *nearby: Nearby, steps: tuple[Step, ...] = ()) -> list[Said]:
    """Unit and the codes of the reasons, in the order they are offered."""
    found = suggest(case, WITH_DEPARTMENT, BOOK, nearby, steps, FILED + HOUR)
    return [(row.unit, tuple(ground.code for ground in row.grounds)) for row in found]


@pytest.mark.parametrize(
    ("facts", "nearby", "wanted"),
    [
        # The accuracy is 12 m and the policy adds 50.
        (
            {},
            (INSIDE_US, Nearby(GATE.code, 11)),
            [
                (ROADS.key, ("competent",)),
                (GATE.key, ("near_within",)),
                (LAKE.key, ("inside_by",)),
            ],
        ),
        (
            {"category": "garbage"},
            (INSIDE_US, Nearby(GATE.code, 62)),
            [(GATE.key, ("near_within",)), (LAKE.key, ("inside_by",))],
        ),
        (
            {"category": "garbage"},
            (INSIDE_US, Nearby(GATE.code, 62.5)),
            [(CITY.key, ("nobody_else",)), (LAKE.key, ("inside_by",))],
        ),
        (
            {"accuracy_m": None},
            (INSIDE_US, Nearby(GATE.code, 49)),
            [(ROADS.key, ("competent",)), (GATE.key, ("near",)), (LAKE.key, ("inside_by",))],
        ),
        (
            {},
            (Nearby(GATE.code, 0), Nearby(LAKE.code, 230)),
            [(ROADS.key, ("competent",)), (GATE.key, ("inside",)), (LAKE.key, ("outside_by",))],
        ),
        ({}, (), [(ROADS.key, ("competent",)), (LAKE.key, ())]),
        (
            {"unit": ROADS.key},
            (INSIDE_US,),
            [(LAKE.key, ("inside",)), (ROADS.key, ())],
        ),
        ({"category": "ghost"}, (INSIDE_US,), [(LAKE.key, ("inside",))]),
        (
            {"category": "nobody knows it", "lat": None, "lon": None},
            (),
            [(CITY.key, ("nobody_else",)), (LAKE.key, ())],
        ),
    ],
)
def test_proposals(
    facts: dict[str, object], nearby: tuple[Nearby, ...], wanted: list[Said]
) -> None:
    assert proposals(new_case(**facts), *nearby) == wanted


@pytest.mark.parametrize(
    ("category", "wanted"),
    [
        ("certification", [(ROADS.key, ("department",)), (GATE.key, ("near_within",))]),
        ("permit", [(ROADS.key, ("competent",)), (GATE.key, ("near_within",))]),
    ],
)
def test_a_procedure_is_offered_to_the_departments_first(category: str, wanted: list[Said]) -> None:
    """Also after it was accepted: NĐ 20/2008/NĐ-CP art. 14, which agency is competent."""
    case = replace(act(new_case("procedure"), "accept", HANDLER).case, category=category)
    found = proposals(case, INSIDE_US, Nearby(GATE.code, 11))
    assert found == [*wanted, (LAKE.key, ("inside_by",))]


def test_facts_of_the_reasons() -> None:
    near = (INSIDE_US, Nearby(GATE.code, 10.6))
    roads, gate, keep = suggest(new_case(), WITH_DEPARTMENT, BOOK, near, (), FILED)
    assert roads.grounds[0].facts == {"category": "pothole"}
    assert gate.grounds[0].facts == {"metres": 11, "accuracy": 12}
    assert keep.grounds[0].facts == {"metres": 11}
    assert keep.keeps and not gate.keeps


def test_the_receiver_gets_a_whole_clock_and_the_keeper_goes_on() -> None:
    case, later = new_case(), FILED + HOUR
    _, gate, keep = suggest(
        case, WITH_DEPARTMENT, BOOK, (INSIDE_US, Nearby(GATE.code, 5)), (), later
    )
    assert gate.receive_due_at == CALENDAR.add(later, timedelta(hours=8))
    assert keep.receive_due_at == case.receive_due_at


def test_a_unit_that_sent_the_case_is_marked() -> None:
    sent = act(new_case(), "route", HANDLER, **FULL)
    case, steps = sent.case, (sent.step,)
    found = suggest(case, WITH_DEPARTMENT, BOOK, (INSIDE_US,), steps, FILED + HOUR)
    lake = next(row for row in found if row.unit == LAKE.key)
    assert [ground.code for ground in lake.grounds] == ["inside", "just_sent"]
    assert lake.grounds[1].facts == {"at": sent.step.at}
    onward = act(case, "route", GATE_HANDLER, **{**FULL, "target_unit": ROADS.key})
    marked = dict(proposals(onward.case, INSIDE_US, steps=(*steps, onward.step)))
    assert marked[LAKE.key] == ("inside", "had_it")


def test_reach_without_a_policy_is_the_error_of_the_fix() -> None:
    assert border_reach(new_case(), BOOK) == 62
    assert border_reach(new_case(), replace(BOOK, policies=())) == 12
    assert border_reach(new_case(accuracy_m=None), replace(BOOK, policies=())) == 0


# --- the way so far, and one more hop ------------------------------------------------------------


def test_way_names_every_stop_with_its_moment() -> None:
    first = act(new_case(), "route", HANDLER, after=HOUR, **FULL)
    noted = act(first.case, "note", GATE_HANDLER, after=HOUR * 2, **FULL)
    back = act(noted.case, "return", GATE_HANDLER, after=HOUR * 3, note="Của các anh chị.")
    stops = way(back.case, (first.step, noted.step, back.step))
    assert [(stop.unit, stop.at) for stop in stops] == [
        (LAKE.key, FILED),
        (GATE.key, FILED + HOUR),
        (LAKE.key, FILED + HOUR * 3),
    ]


@pytest.mark.parametrize(
    ("hops", "target", "wanted"),
    [
        ((), GATE, (1, False, False)),
        ((GATE,), ROADS, (2, False, True)),
        ((GATE,), GATE, (2, True, True)),
        ((GATE, ROADS), CITY, (3, False, True)),
    ],
)
def test_outlook(hops: tuple[object, ...], target: object, wanted: tuple[int, bool, bool]) -> None:
    case = new_case(hops=keys(*hops))  # type: ignore[arg-type]
    seen = outlook(case, target.key, HANDLER, BOOK)  # type: ignore[attr-defined]
    assert (seen.hop, seen.circles, seen.rises) == wanted
    assert seen.limit and (seen.limit.amount, seen.limit.verified) == (2, False)


def test_for_the_citys_coordinator_nothing_rises() -> None:
    seen = outlook(new_case(hops=keys(GATE)), ROADS.key, CITY_COORDINATOR, BOOK)
    assert seen.rises is False
