"""What a sender does to the own report from the phone: answers, writes, rates."""

import pytest
from sqlalchemy import select

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp
from ihanoi_desk.domain.cases import MOST_TEXT, Rating
from ihanoi_desk.domain.ratings import MOST_RATINGS
from ihanoi_desk.server.tables import attachments, audit, pushes, steps
from tests.server.conftest import City, Desk, photo


async def accepted(city: City) -> tuple[CitizenApp, Desk, int, str]:
    app, desk = await city.citizen(), await city.desk("hoankiem.canbo1")
    case_id = await city.scene(app)
    assert (await desk.act(case_id, "accept")).outcome == "applied"
    return app, desk, case_id, f"HT-{case_id:06d}"


async def resolved(city: City) -> tuple[CitizenApp, Desk, int, str]:
    app, desk, case_id, code = await accepted(city)
    await desk.act(case_id, "resolve", text="Đã vá xong.", waiver="Máy ảnh hỏng.")
    return app, desk, case_id, code


async def test_an_answer_lets_the_clock_go_on_and_reaches_the_desks(city: City) -> None:
    app, desk, case_id, code = await accepted(city)
    due = (await app.report(code)).due_at
    asked = await desk.act(case_id, "ask_citizen", text="Ông/bà cho biết số cột đèn?")
    assert asked.outcome == "applied"
    report = await app.report(code)
    assert (report.state, report.due_at, report.is_answer_asked) == ("waiting", None, True)
    city.clock.advance(hours=1)
    n = (await desk.changes(0)).next
    report = await app.answer(code, "Cột số 12.", photos=[photo("red")])
    assert (report.state, report.may) == ("accepted", ("write",))
    assert due and report.due_at and report.due_at > due
    said = report.steps[-1]
    assert (said.verb, said.text, said.state) == ("answer", "Cột số 12.", "accepted")
    assert await app.attachment(said.attachments[0].id) == photo("red").content
    doc = (await desk.changes(n)).changes[-1].doc
    assert doc
    line = doc.steps[-1]
    assert (line.verb, line.actor_id, line.text) == ("answer", None, "Cột số 12.")
    assert line.actor_name == doc.reporter.name
    assert line.attachments[0] in {file.id for file in doc.attachments}


async def test_the_same_key_says_it_once(city: City) -> None:
    app, _, _, code = await accepted(city)
    for _ in range(2):
        report = await app.answer(code, "Vẫn còn ổ gà.", photos=[photo()], key="mot")
    assert [step.verb for step in report.steps] == ["file", "accept", "write"]
    assert city.count(attachments) == 2
    # What was said stays said, also when the same key comes with something else.
    assert (await app.answer(code, "Khác.", key="mot")).steps == report.steps


async def test_nobody_speaks_for_another_or_without_a_word(city: City) -> None:
    app, _, _, code = await accepted(city)
    stranger = await city.citizen("Lê Văn Thử")
    for what, who, problem in (
        ({"text": "Của tôi."}, stranger, "not_found"),
        ({"text": "  "}, app, "needs_text"),
        ({"text": "d" * (MOST_TEXT + 1)}, app, "too_long"),
    ):
        with pytest.raises(ApiProblem) as refused:
            await who.answer(code, **what)
        assert refused.value.code == problem
    with pytest.raises(ApiProblem) as keyless:
        await app.answer(code, "Thử.", key=" " * 81)
    assert keyless.value.status == 422
    assert city.count(steps) == 2


async def test_a_closed_report_takes_no_more_words(city: City) -> None:
    app, desk, case_id, code = await accepted(city)
    await desk.act(case_id, "reject", text="Không rõ nơi, xin gửi lại.", reason="unclear_content")
    with pytest.raises(ApiProblem) as refused:
        await app.answer(code, "Ở đầu ngõ.", photos=[photo("blue")])
    assert refused.value.code == "wrong_state"
    assert refused.value.problem
    assert "từ chối" in refused.value.problem.detail
    assert city.count(attachments) == 1


@pytest.mark.parametrize("rating", [Rating.SATISFIED, Rating.ACCEPTABLE])
async def test_a_good_rating_is_kept(city: City, rating: Rating) -> None:
    app, desk, _, code = await resolved(city)
    assert (await app.report(code)).may == ("write", "rate")
    report = await app.rate(code, rating, "Cảm ơn.")
    assert (report.rating, report.state) == (rating, "resolved")
    doc = (await desk.changes(0)).changes[-1].doc
    assert doc
    assert (doc.case.rating, doc.steps[-1].facts["rating"]) == (rating, rating)


async def test_who_is_not_satisfied_has_the_report_opened_again(city: City) -> None:
    app, desk, case_id, code = await resolved(city)
    for turn in (1, 2):
        report = await app.rate(code, Rating.UNSATISFIED, "Vẫn đọng nước.", key=f"lan-{turn}")
        again = await app.rate(code, Rating.UNSATISFIED, "Vẫn đọng nước.", key=f"lan-{turn}")
        assert report == again
        assert report.state == "reopened"
        assert [step.verb for step in report.steps][-2:] == ["rate", "reopen"]
        done = await desk.act(case_id, "resolve", text="Đã làm lại.", waiver="Trời tối.")
        assert done.outcome == "applied"
    # So often, and no more: see the policy `most_reopenings`.
    report = await app.rate(code, Rating.UNSATISFIED, key="lan-3")
    assert (report.state, report.rating) == ("resolved", Rating.UNSATISFIED)
    with city.server.database.read() as connection:
        told = connection.execute(select(pushes.c.event)).scalars().all()
        actors = connection.execute(select(audit.c.actor).where(audit.c.what == "reopen"))
        assert set(actors.scalars()) == {"system"}
    assert told.count("case_reopened") == 2
    line = next(s for s in done.case.steps if s.verb == "reopen") if done.case else None
    assert line
    assert (line.actor_id, line.actor_name) == (None, "iHanoi Desk")


async def test_a_lead_reopens_what_was_rejected_by_mistake(city: City) -> None:
    app = await city.citizen()
    case_id = await city.scene(app)
    desk, chief = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.lanhdao")
    await desk.act(case_id, "reject", reason="unclear_content", text="Xin gửi lại.")
    mine = await desk.act(case_id, "reopen", note="Nhầm.")
    assert (mine.outcome, mine.code) == ("refused", "not_your_role")
    city.clock.advance(days=9)
    desk, chief = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.lanhdao")
    done = await chief.act(case_id, "reopen", note="Đúng địa bàn, từ chối nhầm.")
    assert done.outcome == "applied"
    code = f"HT-{case_id:06d}"
    report = await app.report(code)
    assert (report.state, report.steps[-1].verb) == ("reopened", "reopen")
    told = [row for row in await app.notifications() if row.event == "case_reopened"]
    assert [row.detail for row in told] == [NOT_AGAIN.format("đã bị từ chối nay ")]
    taken = await desk.act(case_id, "resolve", text="Đã vá xong.", waiver="Tối.", id="xong")
    assert taken.outcome == "applied"


NOT_AGAIN = "Phản ánh {}được mở lại để xử lý tiếp. Ông/bà không phải gửi lại."


async def test_a_lead_reopens_what_was_closed_and_it_is_rated_again(city: City) -> None:
    app, desk, case_id, code = await resolved(city)
    city.clock.advance(days=40)
    city.server.duty.run()
    assert (await app.report(code)).state == "closed"
    with pytest.raises(ApiProblem) as over:
        await app.rate(code, Rating.UNSATISFIED, "Lún lại.", key="muon")
    assert over.value.code == "wrong_state"
    desk, chief = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.daumoi")
    done = await chief.act(case_id, "reopen", note="Người dân gọi báo lún lại.")
    assert done.case and done.case.case.state == "reopened"
    told = [row for row in await app.notifications() if row.event == "case_reopened"]
    assert [row.detail for row in told] == [NOT_AGAIN.format("")]
    await desk.act(case_id, "resolve", text="Đã làm lại.", waiver="Trời tối.", id="lai")
    report = await app.rate(code, Rating.SATISFIED, key="cuoi")
    assert report.rating is Rating.SATISFIED


async def test_a_rating_given_twice_is_one(city: City) -> None:
    app, _, _, code = await resolved(city)
    for key in ("mot", "hai"):
        report = await app.rate(code, Rating.SATISFIED, " Cảm ơn. ", key=key)
        assert [step.verb for step in report.steps].count("rate") == 1
    report = await app.rate(code, Rating.SATISFIED, "Cảm ơn nhiều.", key="ba")
    assert [step.verb for step in report.steps].count("rate") == 2


async def test_a_rating_is_changed_only_so_often(city: City) -> None:
    app, desk, case_id, code = await resolved(city)
    for turn in range(MOST_RATINGS):
        await app.rate(code, Rating.SATISFIED, f"Lần {turn}.", key=f"lan-{turn}")
    with pytest.raises(ApiProblem) as once_more:
        await app.rate(code, Rating.ACCEPTABLE, key="qua")
    assert once_more.value.code == "rated_enough"
    assert (await app.report(code)).may == ("write",), "nothing is offered that is refused"
    # Another result is rated anew.
    chief = await city.desk("hoankiem.lanhdao")
    assert (await chief.act(case_id, "reopen", note="Lún lại.")).outcome == "applied"
    again = await desk.act(case_id, "resolve", text="Đã làm lại.", waiver="Trời tối.", id="lai")
    assert again.outcome == "applied"
    assert (await app.rate(code, Rating.ACCEPTABLE, key="moi")).rating is Rating.ACCEPTABLE


async def test_a_colleague_proposes_again_what_was_sent_back(city: City) -> None:
    app, desk, case_id, code = await accepted(city)
    await desk.attach(case_id, "anh-sau", photo())
    await desk.attach(case_id, "anh-rieng", photo("blue"))
    what = {"text": "Đã vá.", "attachments": ["anh-sau"]}
    assert (await desk.act(case_id, "propose", **what)).outcome == "applied"
    chief = await city.desk("hoankiem.lanhdao")
    await chief.act(case_id, "send_back", note="Ghi rõ giờ.")
    colleague = await city.desk("hoankiem.canbo2")
    foreign = {**what, "attachments": ["anh-sau", "anh-rieng"]}
    refused = await colleague.act(case_id, "propose", **foreign)
    assert refused.code == "unknown_attachment", "nobody named that one yet"
    done = await colleague.act(case_id, "propose", **what)
    assert done.outcome == "applied"
    assert (await chief.act(case_id, "approve")).outcome == "applied"
    assert len((await app.report(code)).steps[-1].attachments) == 1


async def test_a_result_under_approval_is_nobody_elses_business(city: City) -> None:
    app, desk, case_id, code = await accepted(city)
    before = await app.report(code)
    await desk.attach(case_id, "ket-qua", photo("green"))
    facts = {"text": "Đã vá xong.", "attachments": ["ket-qua"]}
    assert (await desk.act(case_id, "propose", **facts)).outcome == "applied"
    assert await app.report(code) == before
    with pytest.raises(ApiProblem):
        await app.attachment("ket-qua")
    asked = await app.answer(code, "Bao giờ xong ạ?")
    assert (asked.state, asked.steps[-1].state) == ("accepted", "accepted")
    chief = await city.desk("hoankiem.lanhdao")
    assert (await chief.act(case_id, "approve")).outcome == "applied"
    report = await app.report(code)
    assert report.steps[-1].verb == "resolve"
    assert (report.state, report.steps[-1].text) == ("resolved", "Đã vá xong.")
    assert await app.attachment("ket-qua") == photo("green").content
    assert [row.event for row in await app.notifications()][-1] == "case_result"


async def test_who_comes_after_the_sender_hears_that_it_was_the_sender(city: City) -> None:
    app, desk, case_id, code = await accepted(city)
    await desk.act(case_id, "ask_citizen", text="Ở số nhà nào ạ?")
    await app.answer(code, "Ở đầu ngõ.")
    late = await desk.act(case_id, "resume", note="Đã rõ.")
    assert late.code == "wrong_state"
    assert late.why.startswith("Người dân đã bổ sung thông tin lúc 09:00 ngày 23/11.")


async def test_a_sender_with_many_pictures_leaves_room_for_that_of_the_result(city: City) -> None:
    app, desk, case_id, code = await accepted(city)
    for _ in range(3):
        await app.answer(code, "Thêm ảnh.", photos=[photo(size=(8, 8))] * 10)
    with pytest.raises(ApiProblem) as refused:
        await app.answer(code, "Thêm ảnh nữa.", photos=[photo(size=(8, 8))] * 10)
    assert refused.value.code == "case_full"
    assert (await app.answer(code, "Chỉ lời thôi.")).steps[-1].text == "Chỉ lời thôi."
    assert (await desk.attach(case_id, "ket-qua", photo("green"))).status_code == 201


async def test_notes_and_alarms_stay_in_the_house(city: City) -> None:
    app, desk, case_id, code = await accepted(city)
    await desk.act(case_id, "note", note="dau-kin-1")
    await desk.act(case_id, "urgency", urgency="urgent", note="dau-kin-2")
    report = await app.report(code)
    assert [step.verb for step in report.steps] == ["file", "accept"]
    assert "dau-kin" not in str(report)
