"""Limits and policies changed by administrators: who may, and which cases it reaches."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter
from sqlalchemy import select

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.policies import find_policy
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rule_orders import RuleEffect, RuleOrder
from ihanoi_desk.domain.rules import Rule, chain, rules
from ihanoi_desk.domain.wire import Problem
from ihanoi_desk.server.audit import verify
from ihanoi_desk.server.tables import audit
from tests.server.conftest import City, Desk
from tests.server.test_calendar_orders import catalogue, doc_of, words

HOAN_KIEM, CUA_NAM = "00070@2025-07-01", "00082@2025-07-01"
TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
NORMAL, RECEIVE = "scene.handle.normal", "scene.receive.*"


def limit(
    amount: int, since: str = "2026-11-24", code: str = NORMAL, **more: Any
) -> dict[str, Any]:
    row = {"table": "limits", "code": code, "amount": amount, "unit": "working_days"}
    return {**row, "since": since, "why": "Thử.", **more}


def policy(
    code: str, amount: int, unit: str, since: str = "2026-11-24", **more: Any
) -> dict[str, Any]:
    row = {"table": "policies", "code": code, "amount": amount, "unit": unit}
    return {**row, "since": since, "why": "Thử.", **more}


async def asked(desk: Desk, sent: dict[str, Any], path: str = "") -> httpx.Response:
    address = f"/v1/admin/rules{path}"
    return await desk.http.post(address, headers=desk.headers, json=sent)


async def change(desk: Desk, sent: dict[str, Any], path: str = "") -> RuleEffect:
    answer = await asked(desk, sent, path)
    return TypeAdapter(RuleEffect).validate_json(answer.raise_for_status().content)


async def withdraw(desk: Desk, sent: dict[str, Any]) -> RuleEffect:
    named = {key: sent[key] for key in ("table", "code", "since", "why", "where") if key in sent}
    return await change(desk, named, "/withdrawal")


async def refused(desk: Desk, sent: dict[str, Any], path: str = "") -> tuple[int, str]:
    answer = await asked(desk, sent, path)
    problem = TypeAdapter(Problem).validate_json(answer.content)
    assert problem.detail
    return answer.status_code, problem.code


async def known(desk: Desk, table: str, code: str, where: str = "") -> list[Rule]:
    return chain(rules(await catalogue(desk)), table, code, where)


async def accepted(worker: Desk, case_id: int) -> str:
    """Accept the case; until when it is handled."""
    await worker.act(case_id, "accept")
    return await handled_until(worker, case_id)


async def handled_until(worker: Desk, case_id: int) -> str:
    return words((await doc_of(worker, case_id)).case.handle_due_at)


async def test_a_case_keeps_the_limit_of_its_day_and_the_next_one_gets_the_new_one(
    city: City,
) -> None:
    app, worker = await city.citizen(), await city.desk("hoankiem.canbo1")
    case_id = await city.scene(app)
    # Monday 23 November; the 24th is a holiday of the seed data.
    due = await accepted(worker, case_id)
    assert due == "01/12 17:30"
    admin = await city.desk("quantri")
    effect = await change(admin, limit(3))
    assert (effect.keeping, effect.later, effect.earlier) == (1, 0, 0)
    assert await handled_until(worker, case_id) == due
    city.clock.advance(days=2)
    await worker.sign_in("hoankiem.canbo1")
    assert await accepted(worker, await city.scene(app)) == "30/11 17:30"
    await worker.act(case_id, "urgency", urgency="complex", note="Nhiều cơ quan.")
    await worker.act(case_id, "urgency", urgency="normal", note="Một cơ quan thôi.")
    assert await handled_until(worker, case_id) == due


async def test_ended_and_coming_rows_go_on_being_told_to_the_desks(city: City) -> None:
    admin = await city.desk("quantri")
    alarm = {"table": "alarms", "code": "duty_alarm", "amount": 20, "unit": "minutes"}
    late = {"table": "escalations", "code": "handle_after", "amount": 240, "unit": "minutes"}
    orders = [
        limit(3),
        policy("close_after", 10, "days"),
        {**alarm, "since": "2026-11-24", "why": "Thử."},
        {**late, "since": "2026-11-24", "why": "Thử."},
    ]
    for sent in orders:
        await change(admin, sent)
    for days in (0, 1, 400):
        city.clock.advance(days=days)
        worker = await city.desk("hoankiem.canbo1")
        for sent in orders:
            rows = await known(worker, sent["table"], sent["code"])
            assert [row.amount for row in rows][1:] == [sent["amount"]]
            assert [(row.valid_from, row.valid_to) for row in rows] == [
                (date(2025, 3, 1), TOMORROW),
                (TOMORROW, None),
            ]


async def test_the_desks_hear_of_it_and_the_audit_trail_says_who_and_why(city: City) -> None:
    worker, admin = await city.desk("hoankiem.canbo1"), await city.desk("quantri")
    head = (await worker.changes(0)).next
    version = (await catalogue(worker)).version
    await change(admin, limit(3, source="QĐ 9999/QĐ-UBND", why="Theo quy định mới."))
    assert [row.what for row in (await worker.changes(head)).changes] == ["catalogue"]
    assert (await catalogue(worker)).version > version
    (_, new) = await known(worker, "limits", NORMAL)
    assert (new.verified, new.source) == (True, "QĐ 9999/QĐ-UBND")
    with city.server.database.read() as connection:
        verify(connection)
        line = connection.execute(select(audit).order_by(audit.c.n.desc())).first()
    assert line and (line.actor, line.what) == (
        f"officer:{admin.me.officer.id}",
        "rule_changed",
    )
    assert line.subject == f"limits:{NORMAL}:*" and "Theo quy định mới." in line.facts


async def test_a_rehearsed_rule_changes_nothing(city: City) -> None:
    app = await city.citizen()
    case_id = await city.scene(app)
    worker, admin = await city.desk("hoankiem.canbo1"), await city.desk("quantri")
    head, lines = (await worker.changes(0)).next, city.count(audit)
    order = limit(4, "2026-11-23", RECEIVE, unit="working_hours", rehearsal=True)
    assert (await change(admin, order)).earlier == 1
    assert (await worker.changes(head)).next == head and city.count(audit) == lines
    assert words((await doc_of(worker, case_id)).case.due_at) == "25/11 09:00"
    assert len(await known(admin, "limits", RECEIVE)) == 1


async def test_from_today_on_the_cases_of_this_morning_are_counted_anew(city: City) -> None:
    app = await city.citizen()
    city.clock.advance(days=-3)
    old = await city.scene(app)
    city.clock.advance(days=3)
    case_id = await city.scene(app)
    worker, admin = await city.desk("hoankiem.canbo1"), await city.desk("quantri")
    before = words((await doc_of(worker, old)).case.due_at)
    order = limit(4, "2026-11-23", RECEIVE, unit="working_hours")
    effect = await change(admin, order)
    assert (effect.keeping, effect.later, effect.earlier) == (1, 0, 1)
    doc = await doc_of(worker, case_id)
    assert words(doc.case.due_at) == "23/11 14:30" and doc.steps[-1].verb == "reschedule"
    assert words((await doc_of(worker, old)).case.due_at) == before
    assert (await withdraw(admin, order)).later == 1
    assert words((await doc_of(worker, case_id)).case.due_at) == "25/11 09:00"
    assert [row.valid_to for row in await known(admin, "limits", RECEIVE)] == [None]


async def test_a_planned_change_is_withdrawn_and_what_was_before_goes_on(city: City) -> None:
    admin = await city.desk("quantri")
    first, second = limit(3), limit(7, "2026-12-15")
    await change(admin, first)
    await change(admin, second)
    await withdraw(admin, first)
    rows = await known(admin, "limits", NORMAL)
    assert [(row.amount, row.valid_to) for row in rows] == [(5, date(2026, 12, 15)), (7, None)]
    await withdraw(admin, second)
    assert [row.valid_to for row in await known(admin, "limits", NORMAL)] == [None]
    # Both stay in the table, as what never held.
    every = [row for row in rules(await catalogue(admin)) if row.code == NORMAL]
    assert sorted(row.amount for row in every if row.never_held) == [3, 7]
    await change(admin, first)
    assert await refused(admin, {**second, "why": " "}) == (422, "missing_field")
    gone = {key: second[key] for key in ("table", "code", "since", "why")}
    assert await refused(admin, gone, "/withdrawal") == (422, "rule_gone")


async def test_a_unit_sets_its_own_policy_and_returns_to_that_of_the_city(city: City) -> None:
    admin = await city.desk("hoankiem.quantri")
    own = policy("close_after", 14, "days", where=HOAN_KIEM)
    await change(admin, own)
    assert [row.amount for row in await known(admin, "policies", "close_after")] == [7]
    city.clock.advance(days=1)
    await admin.sign_in("hoankiem.quantri")
    book = (await catalogue(admin)).policies
    for unit, days in ((HOAN_KIEM, 14), (CUA_NAM, 7)):
        row = find_policy(book, "close_after", TOMORROW, unit)
        assert row and row.amount == days
    await withdraw(admin, {**own, "since": "2026-12-01"})
    book = (await catalogue(admin)).policies
    for day, days in ((date(2026, 11, 30), 14), (date(2026, 12, 1), 7)):
        row = find_policy(book, "close_after", day, HOAN_KIEM)
        assert row and row.amount == days
    # And that too is taken back.
    await withdraw(admin, {**own, "since": "2026-12-01"})
    row = find_policy((await catalogue(admin)).policies, "close_after", date(2027, 1, 1), HOAN_KIEM)
    assert row and row.amount == 14


async def test_a_unit_that_wants_approval_from_tomorrow_gets_it_then(city: City) -> None:
    app = await city.citizen()
    today = await city.scene(app)
    await change(await city.desk("quantri"), policy("approval", 2, "level", where=HOAN_KIEM))
    city.clock.advance(days=2)
    later = await city.scene(app)
    worker = await city.desk("hoankiem.canbo1")
    for case_id, code in ((today, ""), (later, "needs_approval")):
        await worker.act(case_id, "accept")
        outcome = await worker.act(case_id, "resolve", text="Đã vá xong.", waiver="Trời tối.")
        assert outcome.code == code


WRONG = (
    (limit(3, "2026-11-22"), "rule_past"),
    (limit(3, "2031-01-01"), "rule_too_far"),
    (limit(0), "rule_amount"),
    (limit(-5), "rule_amount"),
    (limit(10**12), "rule_amount"),
    (limit(200, unit="working_days"), "rule_amount"),
    (limit(3, unit="minutes"), "rule_unit"),
    (limit(5), "rule_same"),
    (limit(3, code="scene.handle.bua"), "unknown_rule"),
    (limit(3, table="units"), "unknown_rule"),
    (limit(3, why=" "), "missing_field"),
    (limit(3, source="a" * 201), "too_long"),
    (limit(3, "khong-phai-ngay"), "invalid_request"),
    (limit(3, where=HOAN_KIEM), "rule_of_city"),
    (policy("bua", 1, "times"), "unknown_rule"),
    (policy("approval", 3, "level"), "rule_amount"),
    (policy("extend_complex_only", 2, "yes_no"), "rule_amount"),
    (policy("close_after", 0, "days"), "rule_amount"),
    (policy("close_after", 5, "times"), "rule_unit"),
    (policy("route_hops", 3, "times", where=HOAN_KIEM), "rule_of_city"),
    (policy("close_after", 5, "days", where="khong-co"), "unknown_unit_code"),
)


async def test_a_wrong_rule_is_refused_in_words(city: City) -> None:
    admin = await city.desk("quantri")
    before = (await catalogue(admin)).version
    for sent, code in WRONG:
        assert await refused(admin, sent) == (422, code)
    assert (await catalogue(admin)).version == before


async def test_rows_never_overlap(city: City) -> None:
    admin = await city.desk("quantri")
    await change(admin, limit(3, "2026-12-15"))
    for day in ("2026-11-24", "2026-12-15"):
        assert await refused(admin, limit(4, day)) == (422, "rule_overlaps")
    await change(admin, limit(4, "2026-12-16"))
    rows = await known(admin, "limits", NORMAL)
    assert [row.valid_to for row in rows] == [*(row.valid_from for row in rows[1:]), None]


async def test_of_two_administrators_at_once_one_is_told_of_the_other(city: City) -> None:
    admin, rules_of = await city.desk("quantri"), city.server.rules
    orders = [RuleOrder("limits", NORMAL, n, "working_days", TOMORROW, "Thử.") for n in (3, 4)]

    def give(order: RuleOrder) -> str:
        try:
            rules_of.change(order, admin.me.officer)
        except Refused as refusal:
            return refusal.code
        return "given"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(give, orders)) == ["given", "rule_overlaps"]
    assert len(await known(admin, "limits", NORMAL)) == 2


@pytest.mark.parametrize("path", ["", "/withdrawal"])
async def test_only_the_city_sets_limits_and_a_unit_only_what_is_its_own(
    city: City, path: str
) -> None:
    unit, worker = await city.desk("hoankiem.quantri"), await city.desk("hoankiem.canbo1")
    await change(await city.desk("quantri"), limit(3))
    for desk, sent in (
        (unit, limit(3)),
        (unit, policy("close_after", 5, "days")),
        (unit, policy("close_after", 5, "days", where=CUA_NAM)),
        (worker, policy("close_after", 5, "days", where=HOAN_KIEM)),
    ):
        assert await refused(desk, sent, path) == (403, "not_your_role")


def test_the_catalogue_of_an_earlier_program_reads() -> None:
    """Rows that a desk kept before they could end."""
    row = {"code": "close_after", "amount": 7, "unit": "days", "valid_from": "2025-03-01"}
    more = {"verified": False, "source": "proposal"}
    kept = TypeAdapter(Catalogue).validate_python({"policies": [{**row, **more}]})
    assert kept.policies[0].valid_to is None
