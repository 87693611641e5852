"""What each verb does to the two clocks of a case."""

from datetime import date, timedelta

import pytest

from ihanoi_desk.domain.cases import State, Urgency
from tests.unit.town import (
    COORDINATOR,
    FILED,
    FULL,
    GATE_HANDLER,
    HANDLER,
    IN_STATE,
    SECOND,
    act,
    hanoi,
    new_case,
)

HOUR = timedelta(hours=1)
NEW, ACCEPTED, ASSIGNED = State.NEW, State.ACCEPTED, State.ASSIGNED


def test_the_receive_clock_runs_from_filing() -> None:
    case = new_case()
    assert case.due_at == case.receive_due_at == hanoi("2026-03-03 08:30")


def test_accepting_stops_receiving_and_starts_handling() -> None:
    case = new_case()
    done = act(case, "accept", HANDLER, after=2 * HOUR).case
    assert done.received_at == FILED + 2 * HOUR
    assert done.receive_due_at == case.receive_due_at
    assert done.due_at == done.handle_due_at == hanoi("2026-03-09 17:30")


@pytest.mark.parametrize(
    ("kind", "urgency", "due"),
    [
        ("scene", Urgency.URGENT, "2026-03-02 14:00"),
        ("scene", Urgency.NORMAL, "2026-03-09 17:30"),
        ("scene", Urgency.COMPLEX, "2026-03-23 17:30"),
        ("procedure", Urgency.NORMAL, "2026-03-09 17:30"),
        ("procedure", Urgency.URGENT, "2026-03-09 17:30"),
        ("waste", Urgency.NORMAL, "2026-03-23 17:30"),
        ("initiative", Urgency.COMPLEX, "2026-03-23 17:30"),
    ],
)
def test_handling_time_by_kind_and_urgency(kind: str, urgency: Urgency, due: str) -> None:
    assert act(new_case(kind, urgency), "accept", HANDLER).case.due_at == hanoi(due)


def test_the_rules_of_the_filing_day_hold_for_the_whole_life() -> None:
    before_any_rule = new_case(rule_set=date(2025, 2, 28))
    assert act(before_any_rule, "accept", HANDLER).case.due_at is None


def test_sending_on_restarts_receiving_and_keeps_the_age() -> None:
    done = act(new_case(), "route", HANDLER, after=5 * HOUR, **FULL).case
    assert done.filed_at == FILED
    assert done.due_at == done.receive_due_at == hanoi("2026-03-03 12:00")
    assert done.handle_due_at is None and done.received_at is None


def test_sending_back_restarts_receiving_too() -> None:
    away = act(new_case(), "route", HANDLER, after=HOUR, **FULL).case
    back = act(away, "return", GATE_HANDLER, after=6 * HOUR, note="Không thuộc địa bàn.").case
    assert back.due_at == back.receive_due_at == hanoi("2026-03-03 14:30")
    assert back.filed_at == FILED


@pytest.mark.parametrize(
    ("state", "verb"),
    [(NEW, "reject"), (ACCEPTED, "reject"), (ACCEPTED, "resolve"), (ASSIGNED, "resolve")],
)
def test_closing_stops_every_clock(state: State, verb: str) -> None:
    case = IN_STATE[state]("scene")
    done = act(case, verb, COORDINATOR, after=3 * HOUR, **FULL).case
    assert done.closed_at == FILED + 3 * HOUR
    assert done.due_at is None and not done.is_open
    assert done.receive_due_at == case.receive_due_at


@pytest.mark.parametrize(("verb", "state"), [("assign", ASSIGNED), ("note", ACCEPTED)])
def test_work_inside_the_unit_leaves_the_clocks_alone(verb: str, state: State) -> None:
    taken = act(new_case(), "accept", HANDLER).case
    done = act(taken, verb, COORDINATOR, after=4 * HOUR, **FULL).case
    assert done.state is state
    assert (done.due_at, done.received_at, done.closed_at) == (taken.due_at, FILED, None)


def test_giving_back_inside_the_unit_keeps_the_limit() -> None:
    taken = act(new_case(), "accept", HANDLER).case
    given = act(taken, "assign", COORDINATOR, assignee_id=SECOND.id).case
    back = act(given, "return", SECOND, after=9 * HOUR, note="Đi vắng.").case
    assert back.due_at == taken.due_at and back.received_at == taken.received_at
