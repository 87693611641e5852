"""Merged reports take the steps of their main one: rejected, taken up again, sent on."""

from ihanoi_desk.domain.cases import Rating
from ihanoi_desk.domain.text import mask_phone
from tests.server.conftest import City
from tests.server.merged import (
    CUA_NAM,
    HOAN_KIEM,
    REASON,
    RESULT,
    code,
    events,
    merged_into_one,
    resolve,
)


async def test_everybody_hears_that_the_master_was_rejected(city: City) -> None:
    first, second = await city.citizen(), await city.citizen()
    master, other, asked = [await city.scene(app) for app in (first, second, first)]
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(asked, "accept")
    for number in (other, asked):
        await desk.act(number, "merge", master_id=master)
    await desk.act(asked, "ask_citizen", text="Xin ảnh rõ số nhà.")
    phone = "0912345678"
    text = f"{REASON['text']} Tổ trưởng: {phone}."
    done = await desk.act(
        master, "reject", reason=REASON["reason"], text=text, kept={phone: "Chủ số đồng ý."}
    )
    assert done.outcome == "applied"
    event, detail = (await events(second, other))[-1]
    assert event == "case_rejected"
    assert detail.startswith("Lý do: ") and detail.endswith(text.replace(phone, mask_phone(phone)))
    assert (await second.report(code(other))).steps[-1].verb == "reject"
    answer = await desk.act(other, "note", note="xem lại")
    assert answer.case
    case, step = answer.case.case, answer.case.steps[-2]
    assert (case.state, step.actor_id, step.reason) == ("rejected", None, REASON["reason"])
    # What its sender was asked is for its officers to end.
    left = await desk.act(asked, "note", note="đang hỏi")
    assert left.case and left.case.case.state == "waiting"


async def test_who_was_rejected_along_is_taken_up_again_along(city: City) -> None:
    desk, chief = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.lanhdao")
    master, along, alone = await merged_into_one(city, desk, ("file", "file"))
    await desk.act(alone, "reject", reason="unclear_content", text="Ảnh mờ, xin gửi lại.")
    await desk.act(master, "reject", **REASON)
    city.clock.advance(minutes=1)
    done = await chief.act(master, "reopen", note="Đúng địa bàn, từ chối nhầm.")
    assert done.outcome == "applied"
    answer = await desk.act(along, "note", note="xem lại")
    assert answer.case and answer.case.case.state == "reopened"
    step = answer.case.steps[-2]
    assert (step.verb, step.event) == ("reopen_along", "case_reopened")
    left = await desk.act(alone, "note", note="ảnh mờ thật")
    assert left.case and left.case.case.state == "rejected"
    await resolve(city, desk, master)
    answer = await desk.act(along, "note", note="xong")
    assert answer.case and answer.case.case.state == "resolved"


async def test_who_was_answered_along_hears_that_the_master_was_not_done(city: City) -> None:
    first, second, third = [await city.citizen() for _ in range(3)]
    master, along, own = [await city.scene(app) for app in (first, second, third)]
    desk = await city.desk("hoankiem.canbo1")
    for number in (master, own):
        await desk.act(number, "accept")
    for number in (along, own):
        await desk.act(number, "merge", master_id=master)
    await resolve(city, desk, own)
    await resolve(city, desk, master)
    city.clock.advance(minutes=1)
    rated = await first.rate(code(master), Rating.UNSATISFIED, "Vẫn còn.")
    assert rated.state == "reopened"
    event, _ = (await events(second, along))[-1]
    assert event == "case_reopened"
    shown = await second.report(code(along))
    assert (shown.state, shown.steps[-1].verb) == ("reopened", "reopen")
    # One that had its own answer is not about what the sender of the other one says.
    assert (await third.report(code(own))).state == "resolved"
    await resolve(city, desk, master)
    event, detail = (await events(second, along))[-1]
    assert (event, detail) == ("case_result_updated", RESULT)
    assert (await second.report(code(along))).state == "resolved"


async def test_those_merged_go_where_the_master_goes(city: City) -> None:
    desk = await city.desk("hoankiem.canbo1")
    master, new, taken, asked = await merged_into_one(city, desk, ("file", "accept", "ask_citizen"))
    sent = await desk.act(master, "route", note="Bên kia đường.", target_unit=CUA_NAM)
    assert sent.outcome == "applied"
    there = await city.desk("cuanam.canbo")
    for number in (new, taken):
        answer = await there.act(number, "note", note="đã nhận")
        assert answer.case
        case, step = answer.case.case, answer.case.steps[-2]
        assert (case.unit, case.state, case.master_id) == (CUA_NAM, "new", master)
        assert (case.holder_id, case.handle_due_at) == (None, None)
        assert (step.verb, step.note, step.event) == ("go_along", "Bên kia đường.", "case_routed")
    # One that waits for its sender stays, and is answered by itself.
    left = await desk.act(asked, "note", note="đang hỏi")
    assert left.case
    assert (left.case.case.state, left.case.case.master_id) == ("waiting", None)
    assert left.case.steps[-2].verb == "separate" and code(master) in left.case.steps[-2].note
    back = await there.act(master, "return", note="Không phải của chúng tôi.")
    assert back.outcome == "applied"
    answer = await desk.act(new, "note", note="về rồi")
    assert answer.case and answer.case.case.unit == HOAN_KIEM
    await desk.act(master, "accept")
    await resolve(city, desk, master)
    answer = await desk.act(new, "note", note="xong")
    assert answer.case and answer.case.case.state == "resolved"


async def test_what_the_city_sends_on_stays_there_with_all_that_was_merged(city: City) -> None:
    desk = await city.desk("hoankiem.canbo1")
    master, other = await merged_into_one(city, desk, ("file",))
    await desk.act(master, "route", note="Bên kia đường.", target_unit=CUA_NAM)
    there = await city.desk("cuanam.canbo")
    await there.act(master, "return", note="Không phải của chúng tôi.")
    chief = await city.desk("thanhpho.daumoi")
    sent = await chief.act(master, "route", note="Của Cửa Nam.", target_unit=CUA_NAM)
    assert sent.case and sent.case.case.course == "settled"
    answer = await there.act(other, "note", note="đã nhận")
    assert answer.case and answer.case.case.course == "settled"


async def test_one_that_is_sent_away_alone_is_separated(city: City) -> None:
    desk = await city.desk("hoankiem.canbo1")
    app = await city.citizen()
    master, other = await city.scene(app), await city.scene(app)
    await desk.act(other, "merge", master_id=master)
    await desk.act(other, "route", note="Việc khác, của bên kia.", target_unit=CUA_NAM)
    told = (await events(app, other))[-1]
    assert told[0] == "case_routed" and f"không chờ kết quả của {code(master)}" in told[1]
    await desk.act(master, "accept")
    await resolve(city, desk, master)
    there = await city.desk("cuanam.canbo")
    answer = await there.act(other, "note", note="đã nhận")
    assert answer.case
    assert (answer.case.case.state, answer.case.case.master_id) == ("new", None)
    assert answer.case.steps[-2].facts["master_id_was"] == str(master)
