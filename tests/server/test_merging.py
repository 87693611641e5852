"""One thing reported by several people is answered once, and everybody hears it."""

from ihanoi_desk.citizen.app import CitizenApp, Upload
from ihanoi_desk.domain.text import mask_phone
from ihanoi_desk.server.reference import touch
from ihanoi_desk.server.seed import people
from tests.server.conftest import HOAN_KIEM_LAKE, City, Desk, photo
from tests.server.merged import (
    CUA_NAM,
    RESULT,
    code,
    events,
    merged_into_one,
    resolve,
)


async def test_the_result_of_the_master_reaches_everybody_once(city: City) -> None:
    first, second, third = [await city.citizen() for _ in range(3)]
    master, new, taken = [await city.scene(app) for app in (first, second, third)]
    desk = await city.desk("hoankiem.canbo1")
    city.clock.advance(minutes=1)
    await desk.act(taken, "accept")
    for number in (new, taken):
        city.clock.advance(minutes=1)
        merged = await desk.act(number, "merge", master_id=master)
        assert merged.case and merged.case.case.master_id == master
    await desk.act(master, "accept")
    await resolve(city, desk, master)
    for app, number in ((second, new), (third, taken)):
        told = await events(app, number)
        assert [event for event, _ in told][-2:] == ["case_merged", "case_result"]
        assert code(master) in told[-2][1]
        assert told[-1][1] == RESULT
        assert (await app.report(code(number))).steps[-1].verb == "resolve"
    answer = await desk.act(new, "note", note="xem lại")
    assert answer.case
    case, step = answer.case.case, answer.case.steps[-2]
    assert (case.state, case.closed_at) == ("resolved", city.clock.now)
    assert (step.verb, step.actor_id, step.text) == ("follow", None, RESULT)
    again = await desk.act(master, "note", note="xong")
    assert again.outcome == "applied"
    assert len(await events(second, new)) == 3


async def pictures(app: CitizenApp, number: int) -> list[bytes]:
    """What the sender of case `number` sees of its result."""
    last = (await app.report(code(number))).steps[-1]
    assert last.verb == "resolve"
    return [await app.attachment(file.id) for file in last.attachments]


async def test_the_pictures_of_the_result_reach_everybody_but_no_document(city: City) -> None:
    first, second, late = [await city.citizen() for _ in range(3)]
    master, other = await city.scene(first), await city.scene(second)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(other, "merge", master_id=master)
    await desk.act(master, "accept")
    await desk.attach(master, "anh-sau", photo("green"))
    letter = Upload("tra-loi.pdf", PDF, "application/pdf")
    assert (await desk.attach(master, "tra-loi", letter)).status_code == 201
    await desk.act(master, "resolve", text=RESULT, attachments=["anh-sau", "tra-loi"])
    picture, document = await pictures(first, master)
    assert document == PDF
    # A letter may name the one it was written to.
    assert await pictures(second, other) == [picture]
    chief = await city.desk("hoankiem.lanhdao")
    covered = await copy(chief, master, "anh-sau", COVER)
    await chief.act(master, "publish", text=RESULT, attachments=[covered])
    number = await city.scene(late)
    await desk.act(number, "merge", master_id=master)
    (shown,) = await pictures(late, number)
    assert shown != picture, "what was covered for everybody is covered for the others"
    answer = await desk.act(number, "note", note="xem lại")
    assert answer.case and [file.role for file in answer.case.attachments] == ["report", "result"]


COVER = '[{"x": 10, "y": 10, "width": 50, "height": 40, "kind": "face"}]'
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


async def copy(desk: Desk, case_id: int, source: str, redactions: str) -> str:
    said = {"id": f"ban-sao-{source}", "case_id": str(case_id), "source_id": source}
    files = [(key, (None, text)) for key, text in {**said, "redactions": redactions}.items()]
    answer = await desk.http.post("/v1/attachments", files=files, headers=desk.headers)
    assert answer.status_code == 201, answer.text
    return said["id"]


async def test_nothing_is_answered_before_it_is_classified(city: City) -> None:
    async def waste(app: CitizenApp) -> int:
        lat, lon = HOAN_KIEM_LAKE
        report = await app.file(
            "waste", "utility_waste", "Đèn sáng cả ngày.", place="Hồ", lat=lat, lon=lon
        )
        return int(report.code.partition("-")[2])

    master, other = await waste(await city.citizen()), await waste(await city.citizen())
    desk = await city.desk("hoankiem.canbo1")
    for number in (master, other):
        await desk.act(number, "accept")
    await desk.act(other, "merge", master_id=master)
    await desk.act(master, "classify", facts={"waste_of": "money"})
    await resolve(city, desk, master)
    left = await desk.act(other, "note", note="chưa phân loại")
    assert left.case and left.case.case.state == "accepted"
    done = await desk.act(other, "classify", facts={"waste_of": "money"})
    assert done.case and done.case.case.state == "resolved"
    assert done.case.steps[-1].text == RESULT
    late = await waste(await city.citizen())
    merged = await desk.act(late, "merge", master_id=master)
    assert merged.case and merged.case.case.state == "new"


async def test_what_needs_a_superior_does_not_follow_what_had_none(city: City) -> None:
    """At Hoàn Kiếm urgent results are approved; a normal main report has none to follow."""
    want_approval(city)
    desk = await city.desk("hoankiem.canbo1")
    master, other = await merged_into_one(city, desk, ("accept",))
    await desk.act(other, "urgency", urgency="urgent", note="Có người ngã.")
    await desk.act(master, "accept")
    await resolve(city, desk, master)
    left = await desk.act(other, "note", note="chờ trình")
    assert left.case and left.case.case.state == "accepted"


def want_approval(city: City) -> None:
    with city.server.database.write() as connection:
        people.want_approval(connection)
        touch(connection)


async def test_what_a_superior_let_out_is_followed(city: City) -> None:
    want_approval(city)
    desk, chief = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.lanhdao")
    master, other = await merged_into_one(city, desk, ("accept",))
    for number in (master, other):
        await desk.act(number, "urgency", urgency="urgent", note="Có người ngã.")
    await desk.act(master, "accept")
    await desk.act(master, "propose", text=RESULT, waiver="Trời tối.")
    done = await chief.act(master, "approve")
    assert done.outcome == "applied"
    answer = await desk.act(other, "note", note="xong")
    assert answer.case and answer.case.case.state == "resolved"


async def test_one_that_was_separated_is_answered_by_itself(city: City) -> None:
    app = await city.citizen()
    master, other = await city.scene(app), await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(other, "merge", master_id=master)
    parted = await desk.act(other, "separate", note="Mái tôn hỏng là việc khác.")
    assert parted.case and parted.case.case.master_id is None
    await desk.act(master, "accept")
    await resolve(city, desk, master)
    answer = await desk.act(other, "note", note="còn đó")
    assert answer.case and answer.case.case.state == "new"


async def test_what_cannot_be_merged_is_told(city: City) -> None:
    app = await city.citizen()
    one, away, closed, merged, master, rest = [await city.scene(app) for _ in range(6)]
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(away, "route", note="Bên kia.", target_unit=CUA_NAM)
    await desk.act(closed, "reject", text="Chưa rõ, xin gửi lại.", reason="unclear_content")
    await desk.act(merged, "merge", master_id=master)
    for number, into, wanted in (
        (one, 999_999, "unknown_master"),
        (one, away, "unknown_master"),
        (one, closed, "master_closed"),
        (one, merged, "master_merged"),
        (one, one, "own_master"),
        (merged, rest, "already_merged"),
        (master, rest, "is_master"),
    ):
        outcome = await desk.act(number, "merge", master_id=into)
        assert (outcome.outcome, outcome.code) == ("refused", wanted)
        assert outcome.why


async def test_who_comes_after_the_result_hears_it_at_once(city: City) -> None:
    first, late = await city.citizen(), await city.citizen()
    master = await city.scene(first)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(master, "accept")
    phone = "0912345678"
    done = await desk.act(
        master,
        "resolve",
        text=f"Đã dọn, gọi tổ trưởng {phone}.",
        waiver="Trời tối.",
        kept={phone: "Chủ số đồng ý."},
    )
    assert done.outcome == "applied"
    number = await city.scene(late)
    merged = await desk.act(number, "merge", master_id=master)
    assert merged.case
    assert [step.verb for step in merged.case.steps] == ["file", "merge", "follow"]
    told = (await events(late, number))[-1]
    # Kept for the one sender, with a reason; nobody gave one for the others.
    assert told == ("case_result", f"Đã dọn, gọi tổ trưởng {mask_phone(phone)}.")
