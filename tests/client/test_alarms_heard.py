"""Who hears of an escalation by role and unit, what was seen, and when it is forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ihanoi_desk.client import replica, settings
from ihanoi_desk.client.alarms import SEEN, alarms, may_hear, see
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import Case, Course, State
from ihanoi_desk.domain.decide import apply
from ihanoi_desk.domain.officers import Officer
from tests.client.replica_rows import NOW, document, numbered, put, want
from tests.unit.town import (
    ADMINISTRATOR,
    AUDITOR,
    BOOK,
    CITY_COORDINATOR,
    COORDINATOR,
    GATE,
    HANDLER,
    SUPERVISOR,
    SYSTEM,
)

EARLY, DUE, LATE, NIGHT = "receive_before", "receive_due", "receive_after", "duty_alarm"


def escalate(store: Store, case: Case, *codes: str, after: timedelta = timedelta()) -> Case:
    """What the feed brings once the server has escalated `case`."""
    steps = []
    for turn, code in enumerate(codes):
        at = NOW + after + timedelta(minutes=turn)
        step = apply(case, want(case.id, "escalate", reason=code), SYSTEM, at, BOOK)
        case = step.case
        steps.append(step.step)
    with store.write() as connection:
        replica.put(connection, [replace(document(case), steps=tuple(steps))])
    return case


def heard(store: Store, me: Officer) -> list[tuple[int, tuple[str, ...], tuple[str, ...]]]:
    return [(alarm.case_id, alarm.codes, alarm.unseen) for alarm in alarms(store, me)]


@pytest.mark.parametrize(
    ("me", "unit", "course", "expected"),
    [
        (COORDINATOR, "", Course.FREE, (EARLY, DUE, NIGHT)),
        (SUPERVISOR, "", Course.FREE, (LATE,)),
        (HANDLER, "", Course.FREE, ()),
        (AUDITOR, "", Course.FREE, ()),
        (ADMINISTRATOR, "", Course.FREE, ()),
        (COORDINATOR, GATE.key, Course.FREE, ()),
        (CITY_COORDINATOR, "", Course.FREE, ()),
        (CITY_COORDINATOR, "", Course.RISEN, (EARLY, DUE, NIGHT)),
    ],
)
def test_the_role_at_the_very_unit_hears(
    store: Store, me: Officer, unit: str, course: Course, expected: tuple[str, ...]
) -> None:
    case = numbered(1, course=course, **({"unit": unit} if unit else {}))
    escalate(store, case, EARLY, DUE, LATE, NIGHT)
    assert heard(store, me) == ([(1, expected, expected)] if expected else [])
    assert may_hear(store, me) == (me in (COORDINATOR, SUPERVISOR, CITY_COORDINATOR))


def test_a_handler_who_holds_the_case_hears_nothing(store: Store) -> None:
    held = numbered(1, state=State.ACCEPTED, holder_id=HANDLER.id, holder_name=HANDLER.name)
    escalate(store, held, "handle_before", "handle_due")
    assert heard(store, HANDLER) == []


def test_the_newest_comes_first_with_its_moment(store: Store) -> None:
    escalate(store, numbered(1), EARLY, after=timedelta(hours=1))
    escalate(store, numbered(2), EARLY)
    escalate(store, numbered(3), EARLY, after=timedelta(hours=2))
    found = alarms(store, COORDINATOR)
    assert [alarm.case_id for alarm in found] == [3, 1, 2]
    assert found[0].at == NOW + timedelta(hours=2)


def test_seen_ones_stay_and_a_later_one_rings_again(store: Store) -> None:
    escalate(store, numbered(1), EARLY)
    escalate(store, numbered(2), EARLY)
    see(store, [1])
    assert heard(store, COORDINATOR) == [(2, (EARLY,), (EARLY,)), (1, (EARLY,), ())]
    escalate(store, numbered(1), EARLY, DUE)
    assert heard(store, COORDINATOR)[0] == (1, (EARLY, DUE), (DUE,))


def test_the_same_alarm_about_another_limit_is_news(store: Store) -> None:
    escalate(store, numbered(1), EARLY)
    see(store, [1])
    escalate(store, numbered(1, version=2), EARLY, after=timedelta(days=2))
    assert heard(store, COORDINATOR) == [(1, (EARLY,), (EARLY,))]


def test_a_closed_case_is_silent_and_what_was_seen_of_it_forgotten(store: Store) -> None:
    for number in (1, 2):
        escalate(store, numbered(number), EARLY)
    see(store, [1])
    assert [mark[:2] for mark in settings.get(store, SEEN, [])] == [[1, EARLY]]
    put(store, numbered(1, state=State.REJECTED, closed_at=NOW, alarms=(EARLY,), version=9))
    assert heard(store, COORDINATOR) == [(2, (EARLY,), (EARLY,))]
    see(store, [2])
    assert [mark[:2] for mark in settings.get(store, SEEN, [])] == [[2, EARLY]]


def test_a_taken_case_is_silent(store: Store) -> None:
    case = escalate(store, numbered(1), EARLY, DUE)
    put(store, apply(case, want(1, "accept"), HANDLER, NOW, BOOK).case)
    assert heard(store, COORDINATOR) == []
