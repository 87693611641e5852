"""A batch of actions: each stands or falls for itself, the later ones of a case with the first."""

import asyncio

import pytest
from sqlalchemy import update

from ihanoi_desk.domain.wire import MOST_ACTIONS, Answer
from ihanoi_desk.server.tables import cases, pushes, steps
from tests.server.conftest import City


def fates(answers: tuple[Answer, ...]) -> list[str]:
    return [
        answer.outcome.outcome
        if answer.outcome
        else answer.problem.code
        if answer.problem
        else "not tried"
        for answer in answers
    ]


async def test_a_batch_is_done_in_order_also_on_one_case(city: City) -> None:
    app = await city.citizen()
    one, two = await city.scene(app), await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")
    answers = await desk.act_all(
        desk.action(one, "accept"),
        desk.action(two, "accept"),
        desk.action(one, "note", note="Đã gọi điện."),
        desk.action(one, "reject", text="Chưa rõ, xin gửi lại.", reason="unclear_content"),
    )
    assert fates(answers) == ["applied"] * 4
    assert [answer.outcome.case.case.version for answer in answers if answer.outcome] == [
        2,
        2,
        3,
        4,
    ]
    assert city.count(pushes) == 5


async def test_one_that_cannot_be_judged_harms_only_the_later_ones_of_its_case(city: City) -> None:
    app = await city.citizen()
    one, two, three = [await city.scene(app) for _ in range(3)]
    desk, colleague = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    await colleague.act(three, "accept")
    before = city.count(steps)
    answers = await desk.act_all(
        desk.action(one, "note", note="x" * 5001),
        desk.action(two, "accept"),
        desk.action(one, "accept"),
        desk.action(two, "note", id="", note="Không có mã."),
        desk.action(two, "note", note="Sau đó."),
        desk.action(three, "accept"),
        desk.action(10**30, "accept"),
        desk.action(three, "note", note="Dựa trên việc trên."),
    )
    assert fates(answers) == [
        "too_long",
        "applied",
        "not tried",
        "too_long",
        "not tried",
        "refused",
        "bad_request",
        "not tried",
    ]
    assert city.count(steps) == before + 1


async def test_a_fault_of_the_server_is_told_for_that_action_alone(
    city: City, caplog: pytest.LogCaptureFixture
) -> None:
    app = await city.citizen()
    broken, whole = await city.scene(app), await city.scene(app)
    with city.server.database.write() as connection:
        connection.execute(update(cases).where(cases.c.id == broken).values(state="hong"))
    desk = await city.desk("hoankiem.canbo1")
    answers = await desk.act_all(desk.action(broken, "accept"), desk.action(whole, "accept"))
    assert fates(answers) == ["server_error", "applied"]
    (record,) = [row for row in caplog.records if row.levelname == "ERROR"]
    assert answers[0].problem
    assert record.message.split()[1] in answers[0].problem.detail
    caplog.clear()


async def test_a_repeated_batch_changes_nothing_more(city: City) -> None:
    app = await city.citizen()
    ids = [await city.scene(app) for _ in range(3)]
    desk = await city.desk("hoankiem.canbo1")
    batch = [desk.action(case_id, "accept") for case_id in ids]
    first = await desk.act_all(*batch)
    before = [city.count(table) for table in (steps, pushes)]
    assert await desk.act_all(*batch) == first
    assert await desk.act_all(*reversed(batch)) == tuple(reversed(first))
    assert [city.count(table) for table in (steps, pushes)] == before


async def test_a_batch_has_a_largest_size_and_may_be_empty(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    desk = await city.desk("hoankiem.canbo1")
    long = "ệ" * 5000
    full = [desk.action(case_id, "note", note=long, text=long) for _ in range(MOST_ACTIONS)]
    assert fates(await desk.act_all(*full)) == ["applied"] * MOST_ACTIONS
    body = {"actions": [*full, desk.action(case_id, "note", note="Quá.")]}
    answer = await city.http.post("/v1/actions", json=body, headers=desk.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_actions")
    assert await desk.act_all() == ()


async def test_who_listens_hears_of_a_batch_once(city: City) -> None:
    app = await city.citizen()
    ids = [await city.scene(app) for _ in range(10)]
    desk, colleague = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    position = (await colleague.changes(0)).next
    poll = asyncio.create_task(colleague.changes(position, wait=10))
    while not city.server.waker.waiting:
        await asyncio.sleep(0)
    await desk.act_all(*(desk.action(case_id, "note", note="Ghi.") for case_id in ids))
    heard = {row.case_id for row in (await poll).changes}
    assert heard == set(ids)


async def test_what_was_refused_stays_refused_when_a_late_copy_would_be_allowed(
    city: City,
) -> None:
    case_id = await city.scene(await city.citizen())
    first, second = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.daumoi")
    await first.act(case_id, "accept")
    late = await second.act(case_id, "accept", id="ban-sao")
    assert (late.outcome, late.code) == ("refused", "wrong_state")
    other = await city.scene(await city.citizen())
    moved = await second.act(
        other, "route", id="di", target_unit="00082@2025-07-01", note="Của ta."
    )
    assert moved.outcome == "applied"
    again = await second.act(other, "note", id="muon", note="Còn đây không?")
    assert (again.outcome, again.code) == ("refused", "unknown_case")
    back = await city.desk("cuanam.daumoi")
    await back.act(other, "return", note="Không phải.")
    copy = await second.act(other, "note", id="muon", note="Còn đây không?")
    assert (copy.outcome, copy.code) == ("refused", "unknown_case")
    anew = await second.act(other, "note", id="moi", note="Còn đây không?")
    assert anew.outcome == "applied"
