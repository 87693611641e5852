"""What each verb does to the two clocks of a case."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ihanoi_desk.domain import case_clocks
from ihanoi_desk.domain.cases import Case, State, Urgency
from ihanoi_desk.domain.clocks import Going, Reading
from ihanoi_desk.domain.effects import start_receiving
from tests.unit.town import (
    BOOK,
    CALENDAR,
    COORDINATOR,
    FILED,
    FULL,
    GATE_HANDLER,
    HANDLER,
    IN_STATE,
    SECOND,
    SENDER,
    SUPERVISOR,
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


# --- what the panel and the paper show of them ---------------------------------------------------


def read_both(case: Case, after: timedelta) -> tuple[Reading, Reading]:
    calendar, now = BOOK.calendar_for(case.unit), FILED + after
    receive = case_clocks.receiving(case, calendar, now)
    return receive, case_clocks.handling(case, BOOK.limits, calendar, now)


def test_a_new_case_shows_one_running_clock() -> None:
    receive, handle = read_both(new_case(), 2 * HOUR)
    assert (receive.going, receive.left, receive.fraction) == (Going.RUNNING, 6 * HOUR, 0.25)
    assert handle.going is Going.NOT_STARTED


def test_at_the_next_unit_the_receive_clock_shows_from_its_own_start() -> None:
    away = act(new_case(), "route", HANDLER, after=5 * HOUR, **FULL).case
    receive, _ = read_both(away, 6 * HOUR)
    assert (receive.spent, receive.left) == (HOUR, 7 * HOUR)


def test_a_case_that_waits_for_the_citizen_shows_a_resting_clock() -> None:
    """Received on Monday 2 March at 08:30 as urgent: four hours, asked after one of them."""
    taken = act(new_case(urgency=Urgency.URGENT), "accept", HANDLER).case
    asked = act(taken, "ask_citizen", HANDLER, after=HOUR, text="Xin gửi thêm ảnh.").case
    assert asked.due_at is None and asked.handle_due_at is None
    receive, handle = read_both(asked, 25 * HOUR)
    assert (receive.going, receive.late) == (Going.DONE, False)
    assert (handle.going, handle.spent, handle.left) == (Going.SUSPENDED, HOUR, 3 * HOUR)
    assert handle.due_at == hanoi("2026-03-03 14:00")
    answered = act(asked, "answer", SENDER, after=25 * HOUR, text="Đây ạ.").case
    assert answered.due_at == hanoi("2026-03-03 14:00")
    _, handle = read_both(answered, 26 * HOUR)
    assert (handle.going, handle.spent, handle.left) == (Going.RUNNING, 2 * HOUR, 2 * HOUR)


def test_a_question_after_the_limit_does_not_bring_time_back() -> None:
    taken = act(new_case(urgency=Urgency.URGENT), "accept", HANDLER).case
    late = act(taken, "ask_citizen", HANDLER, after=26 * HOUR, text="Xin gửi thêm ảnh.").case
    _, handle = read_both(late, 27 * HOUR)
    assert handle.late and handle.due_at == taken.handle_due_at


def test_a_change_of_urgency_counts_from_receipt_again() -> None:
    taken = act(new_case(), "accept", HANDLER).case
    urgent = act(
        taken, "urgency", COORDINATOR, after=2 * HOUR, urgency=Urgency.URGENT, note="Nguy hiểm."
    )
    assert urgent.case.due_at == hanoi("2026-03-02 14:00")
    assert (urgent.step.facts["urgency_was"], urgent.step.facts["urgency"]) == ("normal", "urgent")


def test_a_closed_case_shows_what_each_clock_has_used() -> None:
    taken = act(new_case(), "accept", HANDLER, after=HOUR).case
    done = act(taken, "resolve", HANDLER, after=3 * HOUR, **FULL).case
    receive, handle = read_both(done, 300 * HOUR)
    assert (receive.spent, receive.late, handle.spent, handle.late) == (
        HOUR,
        False,
        2 * HOUR,
        False,
    )


def test_each_unit_has_its_own_hours() -> None:
    """Cầu Giấy works on Saturday mornings in the seed data."""
    elsewhere = start_receiving(new_case(unit="00166@2025-07-01"), hanoi("2026-03-06 16:30"), BOOK)
    assert elsewhere.due_at == hanoi("2026-03-09 11:00")
    assert start_receiving(elsewhere, hanoi("2026-03-06 17:00"), BOOK).due_at == hanoi(
        "2026-03-09 11:30"
    )


# --- classifying ---------------------------------------------------------------------------------

BEHAVIOUR = {"nature": "behaviour"}
RULE = {"nature": "regulation", "sufficient": "yes"}
WORKING_WEEK = timedelta(hours=40)


def received(kind: str = "procedure", after: timedelta = timedelta()) -> Case:
    return act(new_case(kind), "accept", HANDLER, after=after).case


@pytest.mark.parametrize(
    ("kind", "due"),
    [("scene", None), ("procedure", "2026-03-09 17:30"), ("waste", None), ("initiative", None)],
)
def test_only_procedures_have_to_be_classified_in_time(kind: str, due: str | None) -> None:
    """NĐ 20/2008/NĐ-CP: five working days from receipt, the day itself not counted."""
    case = received(kind)
    assert case.classify_due_at == (hanoi(due) if due else None)
    reading = case_clocks.classifying(case, BOOK.limits, BOOK.calendar_for(case.unit), FILED)
    assert (reading is None) == (due is None)


def reading_of(case: Case, after: timedelta) -> Reading:
    calendar = BOOK.calendar_for(case.unit)
    found = case_clocks.classifying(case, BOOK.limits, calendar, FILED + after)
    assert found
    return found


@pytest.mark.parametrize(
    ("facts", "days", "going", "late"),
    [
        ({}, 1, Going.RUNNING, False),
        ({}, 8, Going.RUNNING, True),
        (BEHAVIOUR, 1, Going.DONE, False),
        (RULE, 1, Going.RUNNING, False),
        (RULE | {"sufficient": "no"}, 1, Going.DONE, False),
    ],
)
def test_the_clock_runs_until_nothing_required_is_missing(
    facts: dict[str, str], days: int, going: Going, late: bool
) -> None:
    case = received()
    if facts:
        case = act(case, "classify", HANDLER, after=HOUR, facts=facts).case
    reading = reading_of(case, timedelta(days=days))
    assert (reading.going, reading.late) == (going, late)


def test_a_late_classification_stays_late_and_an_early_one_in_time() -> None:
    late = act(received(), "classify", HANDLER, after=timedelta(days=9), facts=BEHAVIOUR).case
    assert reading_of(late, timedelta(days=20)).late
    early = act(new_case("procedure"), "classify", HANDLER, facts=BEHAVIOUR).case
    taken = act(early, "accept", HANDLER, after=HOUR).case
    reading = reading_of(taken, timedelta(days=20))
    assert (reading.going, reading.late, reading.spent) == (Going.DONE, False, timedelta())


def test_what_is_not_classified_in_time_makes_the_case_overdue() -> None:
    """More time to answer is no more time to classify."""
    case = replace(received(), urgency=Urgency.COMPLEX)
    asked = act(case, "ask_extension", HANDLER, after=HOUR, days=3, note="Chờ ý kiến.").case
    more = act(asked, "extend", SUPERVISOR, after=2 * HOUR, text="Gia hạn.").case
    assert more.handle_due_at == hanoi("2026-03-12 17:30")
    assert more.due_at == more.classify_due_at == hanoi("2026-03-09 17:30")
    done = act(more, "classify", HANDLER, after=3 * HOUR, facts=BEHAVIOUR).case
    assert done.due_at == more.handle_due_at


def test_a_resting_clock_keeps_the_time_that_was_left() -> None:
    """Received on Monday 2 March 08:30, due on Monday 9 March 17:30; asked on the Tuesday."""
    case = received()
    asked = act(case, "ask_citizen", HANDLER, after=timedelta(days=1), text="Xin gửi đơn.").case
    assert asked.due_at is None
    assert asked.left_at_rest == WORKING_WEEK - HOUR / 2
    for days in (2, 5, 30):
        assert reading_of(asked, timedelta(days=days)).left == asked.left_at_rest
    answered = act(asked, "answer", SENDER, after=timedelta(days=2), text="Đây ạ.").case
    assert answered.left_at_rest is None
    assert answered.due_at == answered.classify_due_at == hanoi("2026-03-10 17:30")


def test_one_rejected_by_mistake_was_received_in_time_and_is_handled_from_now() -> None:
    rejected = act(new_case(), "reject", HANDLER, after=HOUR, **FULL).case
    late = act(rejected, "reopen", SUPERVISOR, after=timedelta(days=9), note="Đúng địa bàn.").case
    now = FILED + timedelta(days=9, hours=1)
    shown = case_clocks.receiving(late, CALENDAR, now)
    assert (shown.going, shown.spent, shown.late) == (Going.DONE, timedelta(hours=1), False)
    assert late.received_at == rejected.closed_at and late.closed_at is None
    handled = case_clocks.handling(late, BOOK.limits, CALENDAR, now)
    assert (handled.going, handled.spent) == (Going.RUNNING, timedelta(hours=1))
    assert late.handle_due_at == CALENDAR.add_days(FILED + timedelta(days=9), 5)


def test_a_closed_case_is_handled_anew_from_the_moment_a_lead_reopens_it() -> None:
    done = IN_STATE[State.CLOSED]("scene")
    again = act(done, "reopen", COORDINATOR, after=timedelta(days=30), note="Lún lại.").case
    assert again.received_at == done.received_at
    assert again.handle_due_at == CALENDAR.add_days(FILED + timedelta(days=30), 5)
    assert (again.alarms, again.waits, again.reopenings) == ((), (), 1)
