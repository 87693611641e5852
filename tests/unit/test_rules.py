"""Limits and policies as chains of dated rows: which one holds, and which may begin."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ihanoi_desk.domain.deadlines import find_limit
from ihanoi_desk.domain.policies import find_policy
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rules import (
    MINUTES,
    POLICY_RANGES,
    Rule,
    Table,
    chain,
    check_new,
    rules,
    span,
    units_of,
)
from tests.unit.town import CATALOGUE, GATE, LAKE

TODAY = date(2026, 11, 27)
TOMORROW = TODAY + timedelta(1)
FIRST = date(2025, 3, 1)
ROWS = rules(CATALOGUE)
NORMAL = "scene.handle.normal"


def new(amount: int, since: date = TOMORROW, **other: object) -> Rule:
    row = Rule(Table.LIMITS, NORMAL, amount, "working_days", since, False, "proposal")
    return replace(row, **other)


def why_not(row: Rule, rows: tuple[Rule, ...] = ROWS) -> str:
    try:
        check_new(row, rows, TODAY)
    except Refused as refusal:
        return refusal.code
    return ""


def test_every_seeded_rule_can_be_changed_and_lies_in_its_own_span() -> None:
    assert len(ROWS) == len({(row.table, row.code, row.where) for row in ROWS})
    for row in ROWS:
        least, most = span(row)
        assert least <= row.amount <= most and row.unit in units_of(row)
    assert {row.code for row in ROWS if row.table == Table.POLICIES} == set(POLICY_RANGES)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (new(3), ""),
        (new(3, TODAY), ""),
        (new(40, unit="working_hours"), ""),
        (new(5, verified=True, source="QĐ 9999/QĐ-UBND"), ""),
        (new(3, TODAY - timedelta(1)), "rule_past"),
        (new(3, date(2030, 1, 1)), "rule_too_far"),
        (new(5), "rule_same"),
        (new(0), "rule_amount"),
        (new(-3), "rule_amount"),
        (new(181), "rule_amount"),
        (new(241, unit="working_hours"), "rule_amount"),
        (new(3, unit="days"), "rule_unit"),
        (new(3, code="scene.handle.none"), "unknown_rule"),
        (new(3, where=LAKE.key), "rule_of_city"),
        (
            new(3, table=Table.POLICIES, code="route_hops", unit="times", where=LAKE.key),
            "rule_of_city",
        ),
        (new(3, table=Table.POLICIES, code="close_after", unit="days", where=LAKE.key), ""),
        (new(15, table=Table.ALARMS, code="duty_alarm", unit=MINUTES), ""),
        (new(0, table=Table.ALARMS, code="duty_alarm", unit=MINUTES), "rule_amount"),
        (new(-30, table=Table.ESCALATIONS, code="receive_before", unit=MINUTES), ""),
        (new(30, table=Table.ESCALATIONS, code="receive_before", unit=MINUTES), "rule_amount"),
        (new(30, table=Table.ESCALATIONS, code="receive_due", unit=MINUTES), "rule_amount"),
    ],
)
def test_what_may_begin(row: Rule, code: str) -> None:
    assert why_not(row) == code


def test_nothing_begins_before_what_is_planned_already() -> None:
    change = TODAY + timedelta(20)
    old = next(row for row in ROWS if row.code == NORMAL)
    others = tuple(row for row in ROWS if row is not old)
    planned = (*others, replace(old, valid_to=change), new(3, change))
    assert why_not(new(4), planned) == "rule_overlaps"
    assert why_not(new(4, change), planned) == "rule_overlaps"
    assert why_not(new(4, change + timedelta(1)), planned) == ""
    withdrawn = (*ROWS, new(3, change, valid_to=change))
    assert why_not(new(4), withdrawn) == ""
    assert [row.amount for row in chain(withdrawn, Table.LIMITS, NORMAL)] == [5]


def test_a_row_that_ended_holds_for_the_cases_of_its_days_only() -> None:
    (limit,) = (row for row in CATALOGUE.limits if row.urgency == "complex" and row.kind == "scene")
    limits = (
        replace(limit, valid_to=TODAY),
        replace(limit, amount=9, valid_from=TODAY, valid_to=TODAY),
        replace(limit, amount=20, valid_from=TODAY),
    )
    for day, amount in ((FIRST, 15), (TODAY - timedelta(1), 15), (TODAY, 20), (TOMORROW, 20)):
        found = find_limit(limits, "scene", "handle", "complex", day)
        assert found and found.amount == amount


def test_a_unit_returns_to_the_policy_of_the_city() -> None:
    (policy,) = (row for row in CATALOGUE.policies if row.code == "close_after")
    own = replace(policy, amount=14, where=LAKE.key, valid_from=TODAY, valid_to=TOMORROW)
    for where, day, amount in (
        (LAKE, TODAY, 14),
        (LAKE, TOMORROW, policy.amount),
        (GATE, TODAY, policy.amount),
    ):
        found = find_policy((policy, own), "close_after", day, where.key)
        assert found and found.amount == amount
