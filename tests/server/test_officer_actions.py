"""The one door for officers: the table decides, the first one wins, nothing happens twice."""

import asyncio
from datetime import UTC, datetime

import pytest

from ihanoi_desk.domain.cases import Action
from ihanoi_desk.server.steps import content_hash
from ihanoi_desk.server.tables import audit, pushes, steps
from tests.server.conftest import City, photo

BEFORE_THE_UPGRADE = "e10deaf3c739cb81692d3d44f511be9382881f73c2a52cdba3710aa89c4e86d6"
CUA_NAM = "00082@2025-07-01"


async def test_of_two_desks_one_wins_and_the_other_hears_who(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    first, second = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    outcomes = await asyncio.gather(first.act(case_id, "accept"), second.act(case_id, "accept"))
    won = next(row for row in outcomes if row.outcome == "applied")
    lost = next(row for row in outcomes if row.outcome == "refused")
    assert won.case
    assert lost.case == won.case
    assert lost.code == "wrong_state"
    assert lost.why.startswith(f"{won.case.case.holder_name} đã tiếp nhận lúc 09:00 ngày 23/11.")
    assert city.count(steps) == 2


async def test_a_resend_changes_nothing_more(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    desk = await city.desk("hoankiem.canbo1")
    first = await desk.act(case_id, "accept", id="gui-lai")
    before = [city.count(table) for table in (steps, pushes)]
    city.clock.advance(minutes=5)
    again = await desk.act(case_id, "accept", id="gui-lai")
    assert again.outcome == "applied"
    assert again.case == first.case
    assert [city.count(table) for table in (steps, pushes)] == before
    other = await desk.act(case_id, "note", id="gui-lai", note="khác")
    stranger = await city.desk("hoankiem.canbo2")
    stolen = await stranger.act(case_id, "accept", id="gui-lai")
    assert (other.outcome, other.code) == ("refused", "id_taken")
    assert (stolen.outcome, stolen.code) == ("refused", "id_taken")


async def test_a_refusal_stands_and_writes_no_history(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    desk = await city.desk("hoankiem.canbo1")
    lines = city.count(audit)
    refused = await desk.act(case_id, "reject", id="mot", text="", reason="unclear_content")
    assert (refused.code, city.count(steps)) == ("needs_text", 1)
    assert city.count(audit) == lines
    done = await desk.act(
        case_id, "reject", id="hai", text="Chưa rõ, xin gửi lại.", reason="unclear_content"
    )
    assert done.outcome == "applied"


async def test_evidence_has_to_be_ones_own_and_of_this_case(city: City) -> None:
    app = await city.citizen()
    one, two = await city.scene(app), await city.scene(app)
    desk, colleague = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    await desk.act(one, "accept")
    await desk.attach(two, "cua-ho-so-khac", photo())
    await colleague.attach(one, "cua-nguoi-khac", photo())
    report = (await app.reports())[-1].attachments[0].id
    for wrong in ("cua-ho-so-khac", "cua-nguoi-khac", "khong-co", report):
        outcome = await desk.act(one, "resolve", text="Xong.", attachments=[wrong])
        assert (outcome.outcome, outcome.code) == ("refused", "unknown_attachment")
    assert (await desk.attach(one, "dung", photo())).status_code == 201
    assert (await desk.attach(one, "dung", photo())).status_code == 201
    assert (await desk.attach(one, "dung", photo("red"))).status_code == 409
    done = await desk.act(one, "resolve", text="Xong.", attachments=["dung"])
    assert done.outcome == "applied"


@pytest.mark.parametrize(
    ("verb", "what", "code"),
    [
        ("fly", {}, "unknown_verb"),
        ("resolve", {"text": "Xong."}, "wrong_state"),
        ("route", {"note": "nhờ", "target_unit": "99999@2025-07-01"}, "unknown_unit"),
        ("route", {"note": "nhờ", "target_unit": "00070@2025-07-01"}, "same_unit"),
        ("return", {"note": "nhờ"}, "no_earlier_unit"),
        ("reject", {"text": "Không.", "reason": "bua"}, "unknown_reason"),
        ("reject", {"text": "Không.", "reason": "unclear_content"}, "needs_next_step"),
        ("accept", {"text": "Đã nhận lúc […]."}, "gap_left"),
        ("note", {}, "needs_note"),
    ],
)
async def test_what_the_table_forbids_is_refused_in_words(
    city: City, verb: str, what: dict[str, str], code: str
) -> None:
    case_id = await city.scene(await city.citizen())
    desk = await city.desk("hoankiem.canbo1")
    outcome = await desk.act(case_id, verb, **what)
    assert (outcome.outcome, outcome.code) == ("refused", code)
    assert outcome.why
    assert outcome.case
    assert outcome.case.case.version == 1


async def test_words_with_somebodys_data_wait_for_a_reason(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    desk = await city.desk("hoankiem.canbo1")
    words = {"text": "Xin gọi 0912 345 678 hoặc 024.1022.", "reason": "unclear_content"}
    refused = await desk.act(case_id, "reject", **words)
    assert (refused.code, refused.outcome) == ("personal_data", "refused")
    assert "09••••678" in refused.why
    assert "345" not in refused.why
    kept = await desk.act(case_id, "reject", **words, kept={"0912345678": "Số trực của tổ."})
    assert kept.outcome == "applied"


def test_an_action_sent_before_an_upgrade_is_the_same_after_it() -> None:
    action = Action(
        id="mot",
        case_id=7,
        verb="reject",
        at=datetime(2026, 11, 23, tzinfo=UTC),
        text="Chưa rõ.",
        reason="unclear_content",
        attachments=("a",),
    )
    assert content_hash(action) == BEFORE_THE_UPGRADE


async def test_a_supervisor_reads_but_does_not_accept(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    desk = await city.desk("hoankiem.lanhdao")
    outcome = await desk.act(case_id, "accept")
    assert (outcome.outcome, outcome.code) == ("refused", "not_your_role")


async def test_after_routing_the_old_unit_hears_who_sent_it_away(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    desk, colleague = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    sent = await desk.act(case_id, "route", note="Của Cửa Nam.", target_unit=CUA_NAM)
    assert (sent.outcome, sent.case) == ("applied", None)
    late = await colleague.act(case_id, "accept")
    assert (late.outcome, late.code, late.case) == ("refused", "unknown_case", None)
    assert late.why.startswith(f"{desk.me.officer.name} đã chuyển hồ sơ lúc 09:00 ngày 23/11.")


async def test_numbers_no_database_holds_are_told_not_crashed_on(city: City) -> None:
    desk = await city.desk("hoankiem.canbo1")
    for path in ("/v1/changes?after=9" + "9" * 30, "/v1/attachments/khong-co"):
        assert (await desk.get(path)).status_code in (404, 422)
    (answer,) = await desk.act_all(desk.action(10**30, "accept"))
    assert answer.problem
    assert answer.problem.status == 422
