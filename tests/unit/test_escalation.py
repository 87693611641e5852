"""Who hears of a case before and after its limit, and when the alarm rings outside hours."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from ihanoi_desk.domain.decide import apply
from ihanoi_desk.domain.escalation import DutyAlarm, duty_alarms, escalations, fallen_due
from ihanoi_desk.domain.officers import Role
from ihanoi_desk.domain.upcoming import alarms
from tests.unit.town import (
    BOOK,
    CALENDAR,
    CLASSIFIED,
    FILED,
    HANDLER,
    action,
    hanoi,
    new_case,
)
from tests.unit.working_time import OWN

TODAY = date(2026, 3, 2)
COORDINATOR, SUPERVISOR = Role.COORDINATOR, Role.SUPERVISOR


@pytest.mark.parametrize(
    ("clock", "urgency", "due", "told"),
    [
        (
            *("receive", "normal", "2026-03-03 08:30"),
            [
                ("receive_before", "2026-03-02 16:00", COORDINATOR),
                ("receive_due", "2026-03-03 08:30", COORDINATOR),
                ("receive_after", "2026-03-03 14:00", SUPERVISOR),
            ],
        ),
        (
            *("handle", "urgent", "2026-03-09 08:30"),
            [
                ("urgent_before", "2026-03-06 17:00", COORDINATOR),
                ("urgent_due", "2026-03-09 08:30", SUPERVISOR),
            ],
        ),
        (
            *("handle", "normal", "2026-03-09 17:30"),
            [
                ("handle_before", "2026-03-09 08:00", COORDINATOR),
                ("handle_due", "2026-03-09 17:30", COORDINATOR),
                ("handle_after", "2026-03-10 17:30", SUPERVISOR),
            ],
        ),
        (
            *("handle", "complex", "2026-02-23 12:00"),
            [
                ("handle_before", "2026-02-13 13:30", COORDINATOR),
                ("handle_due", "2026-02-23 12:00", COORDINATOR),
                ("handle_after", "2026-02-24 12:00", SUPERVISOR),
            ],
        ),
    ],
)
def test_whom_to_tell_and_when(
    clock: str, urgency: str, due: str, told: list[tuple[str, str, Role]]
) -> None:
    found = escalations(BOOK.escalations, "scene", clock, urgency, TODAY, hanoi(due), CALENDAR)
    assert [(row.code, row.at, row.role) for row in found] == [
        (code, hanoi(at), role) for code, at, role in told
    ]


def test_a_suspended_clock_tells_nobody() -> None:
    assert escalations(BOOK.escalations, "scene", "handle", "normal", TODAY, None, CALENDAR) == []


def test_before_the_first_rule_nobody_is_told() -> None:
    due = hanoi("2025-02-03 12:00")
    earlier = date(2025, 2, 1)
    assert escalations(BOOK.escalations, "scene", "handle", "*", earlier, due, CALENDAR) == []


def test_a_rule_holds_until_another_takes_its_place_and_the_others_stay() -> None:
    change = date(2026, 3, 1)
    (first,) = (row for row in BOOK.escalations if row.code == "handle_after")
    others = tuple(row for row in BOOK.escalations if row is not first)
    later = replace(first, minutes=60, valid_from=change)
    rows = (*others, replace(first, valid_to=change), later)
    due = hanoi("2026-03-09 17:30")

    def told(urgency: str, on: date) -> list[tuple[str, datetime]]:
        found = escalations(rows, "scene", "handle", urgency, on, due, CALENDAR)
        return [(row.code, row.at) for row in found]

    before = [("handle_before", hanoi("2026-03-09 08:00")), ("handle_due", due)]
    assert told("normal", TODAY) == [*before, ("handle_after", hanoi("2026-03-10 09:00"))]
    assert told("normal", date(2026, 2, 28)) == [
        *before,
        ("handle_after", hanoi("2026-03-10 17:30")),
    ]
    assert [code for code, _ in told("urgent", TODAY)] == ["urgent_before", "urgent_due"]


def test_nobody_is_told_twice() -> None:
    due, now = hanoi("2026-03-09 17:30"), hanoi("2026-03-09 17:30")
    found = escalations(BOOK.escalations, "scene", "handle", "normal", TODAY, due, CALENDAR)
    assert [row.code for row in fallen_due(found, (), now)] == ["handle_before", "handle_due"]
    assert [row.code for row in fallen_due(found, ["handle_before"], now)] == ["handle_due"]
    assert fallen_due(found, [row.code for row in found], now) == []


@pytest.mark.parametrize(
    ("since", "rings"),
    [
        ("2026-03-02 02:00", "2026-03-02 02:30"),
        ("2026-03-06 17:20", "2026-03-06 17:50"),
        ("2026-03-06 17:00", "2026-03-06 17:30"),
        ("2026-03-07 22:10", "2026-03-07 22:40"),
        ("2026-03-02 09:00", "2026-03-02 12:00"),
        ("2026-03-02 11:45", "2026-03-02 12:15"),
        ("2026-03-02 07:45", "2026-03-02 12:00"),
        ("2026-02-17 00:30", "2026-02-17 01:00"),
    ],
)
def test_the_alarm_rings_in_the_first_closed_moment_after_half_an_hour(
    since: str, rings: str
) -> None:
    (found,) = duty_alarms(BOOK.alarms, "scene", "urgent", TODAY, hanoi(since), CALENDAR)
    assert (found.at, found.role) == (hanoi(rings), COORDINATOR)


def test_the_alarm_knows_the_hours_of_the_unit() -> None:
    (found,) = duty_alarms(BOOK.alarms, "scene", "urgent", TODAY, hanoi("2026-03-07 09:00"), OWN)
    assert found.at == hanoi("2026-03-07 12:00")


@pytest.mark.parametrize(("kind", "urgency"), [("scene", "normal"), ("procedure", "urgent")])
def test_other_cases_ring_no_alarm(kind: str, urgency: str) -> None:
    since: datetime = hanoi("2026-03-02 02:00")
    assert duty_alarms(BOOK.alarms, kind, urgency, TODAY, since, CALENDAR) == []


def test_the_grace_period_is_data() -> None:
    rows = tuple(replace(row, minutes=5) for row in BOOK.alarms)
    assert rows and all(isinstance(row, DutyAlarm) and not row.verified for row in BOOK.alarms)
    (found,) = duty_alarms(rows, "scene", "urgent", TODAY, hanoi("2026-03-02 02:00"), CALENDAR)
    assert found.at == hanoi("2026-03-02 02:05")


def test_the_limit_behind_the_classification_is_escalated_for_itself() -> None:
    limits = tuple(
        replace(row, amount=1) if (row.kind, row.clock) == ("procedure", "classify") else row
        for row in BOOK.limits
    )
    book = replace(BOOK, limits=limits)
    taken = apply(new_case("procedure"), action("accept", new_case()), HANDLER, FILED, book).case
    codes = ["handle_before", "handle_due", "handle_after"]
    assert taken.due_at == taken.classify_due_at == hanoi("2026-03-03 17:30")
    assert [row.code for row in alarms(taken, book)] == codes
    late, now = replace(taken, alarms=tuple(codes)), hanoi("2026-03-05 09:00")
    assert alarms(late, book) == []
    sort = action("classify", late, now, facts=CLASSIFIED["procedure"])
    after = apply(late, sort, HANDLER, now, book).case
    assert [(row.code, row.at) for row in alarms(after, book)] == [
        ("handle_before", hanoi("2026-03-09 08:00")),
        ("handle_due", hanoi("2026-03-09 17:30")),
        ("handle_after", hanoi("2026-03-10 17:30")),
    ]
