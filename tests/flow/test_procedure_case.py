"""A report on an administrative procedure, from the citizen's phone to the published result.

A real server, three desks with files of their own, and what the citizen reads after every step.
"""

import pytest

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client import attachments, queues
from ihanoi_desk.client.queues import Query
from ihanoi_desk.domain.cases import Rating
from ihanoi_desk.domain.kind_fields import CRITERIA
from ihanoi_desk.domain.wire import CitizenReport
from ihanoi_desk.server import audit
from tests.databases import DIALECTS
from tests.flow.conftest import Seat
from tests.flow.place import Place
from tests.server.conftest import City, photo

CARD = "001199000002||Trần Thị Mẫu|08061999|Nữ|Thôn Mẫu, Xã Ví Dụ|12042022"
PHONE = "0900500999"
WARD, POLICE = "00070", "CATP@2025-07-01"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ANSWER = "Từ nay chỉ cần nộp một bản khai; bản sao do cơ quan tự tra cứu."
FOUND = {
    "nature": "regulation",
    "sufficient": "yes",
    "pakn_number": "PAKN.20261123.0042",
    **dict.fromkeys(CRITERIA, "met"),
    "simplicity": "not_met",
    "simplicity_remark": "Hai lần nộp cùng một giấy.",
    "treaties": "irrelevant",
}


async def verified(city: City) -> CitizenApp:
    app = await city.citizen(phone=PHONE)
    await app.verify(CARD)
    await app.register_device("may-1")
    return app


async def seated(seat: Seat, login: str) -> Place:
    place = await seat(login)
    place.start()
    await place.until_fresh()
    return place


async def done(place: Place, case_id: int, verb: str, **facts: object) -> None:
    """An action that left this desk and was applied."""
    name = place.do(case_id, verb, **facts)
    await place.until_sent()
    refused = [row.why for row in place.pending() if row.action.id == name]
    assert refused == []


async def arrived(place: Place, case_id: int, state: str) -> None:
    await place.until(lambda: place.state(case_id) == state)


def last(report: CitizenReport) -> tuple[str, str]:
    return report.steps[-1].verb, report.steps[-1].text


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_from_filing_to_the_published_result(city: City, seat: Seat) -> None:
    app = await verified(city)
    report = await app.file(
        "procedure",
        "residence",
        "Đăng ký thường trú phải nộp hai lần cùng một giấy.",
        title="Nộp trùng giấy tờ",
        place="Công an phường",
        unit_code=WARD,
    )
    code = report.code
    case_id = int(code.partition("-")[2])
    assert (report.state, report.unit_name) == ("new", "Phường Hoàn Kiếm")
    assert (last(report)[0], report.may) == ("file", ("write",))

    # The ward takes it, finds out what it is, and that the police is competent.
    ward = await seated(seat, "hoankiem.canbo1")
    city.clock.advance(minutes=30)
    await done(ward, case_id, "accept")
    assert last(await app.report(code))[0] == "accept"
    before = await app.report(code)
    await done(ward, case_id, "classify", facts=FOUND)
    doc = ward.doc(case_id)
    assert doc
    assert doc.case.facts == FOUND
    assert doc.steps[-1].facts["simplicity"] == "not_met"
    assert await app.report(code) == before

    police = await seated(seat, "congan.daumoi")
    await done(ward, case_id, "route", note="Thuộc thẩm quyền công an.", target_unit=POLICE)
    assert ward.doc(case_id) is None
    await arrived(police, case_id, "new")
    told = await app.report(code)
    assert (told.state, told.unit_name) == ("new", "Công an Thành phố Hà Nội")
    assert last(told)[0] == "route"
    assert "đã chuyển phản ánh đến Công an Thành phố Hà Nội lúc 09:30" in last(told)[1]
    assert "thẩm quyền" not in str(told)

    # There it is accepted anew; the citizen is asked, and the clock rests meanwhile.
    await done(police, case_id, "accept")
    due = (await app.report(code)).due_at
    await done(police, case_id, "ask_citizen", text="Ông/bà nộp giấy nào hai lần?")
    asked = await app.report(code)
    assert (asked.state, asked.due_at, asked.is_answer_asked) == ("waiting", None, True)
    assert last(asked) == ("ask_citizen", "Ông/bà nộp giấy nào hai lần?")
    city.clock.advance(hours=1)
    answered = await app.answer(code, "Giấy khai sinh.", photos=[photo("white")])
    assert (answered.state, last(answered)) == ("accepted", ("answer", "Giấy khai sinh."))
    assert due and answered.due_at and answered.due_at > due
    await arrived(police, case_id, "accepted")

    # The result waits for a superior, of which the citizen knows nothing.
    chief = await seated(seat, "thanhpho.lanhdao")
    paper = attachments.keep(police.store, PAPER, "tra-loi.pdf")
    before = await app.report(code)
    await done(police, case_id, "propose", text=ANSWER, attachments=(paper.id,))
    await arrived(chief, case_id, "approval")
    assert await app.report(code) == before
    city.clock.advance(minutes=10)
    await done(chief, case_id, "approve")
    result = await app.report(code)
    assert (result.state, last(result)) == ("resolved", ("resolve", ANSWER))
    assert result.may == ("write", "rate")
    assert await app.attachment(result.steps[-1].attachments[0].id) == PAPER
    await city.server.delivery.run()
    notices = await app.notifications()
    assert (notices[-1].event, notices[-1].detail) == ("case_result", ANSWER)
    assert ANSWER not in notices[-1].title + notices[-1].body

    # Not satisfied: opened again, answered again.
    rated = await app.rate(code, Rating.UNSATISFIED, "Phường vẫn đòi hai bản.")
    assert (rated.state, rated.rating) == ("reopened", Rating.UNSATISFIED)
    assert [step.verb for step in rated.steps][-2:] == ["rate", "reopen"]
    await arrived(police, case_id, "reopened")
    city.clock.advance(hours=2)
    await done(police, case_id, "resolve", text="Đã nhắc phường làm đúng quy định.")
    again = await app.report(code)
    assert (again.state, last(again)[0]) == ("resolved", "resolve")
    assert (await app.rate(code, Rating.SATISFIED)).state == "resolved"
    await police.until(lambda: (doc := police.doc(case_id)) and doc.case.rating == "satisfied")

    # Published for everybody, without a word of who asked.
    await done(police, case_id, "publish", text=ANSWER)
    stranger = await city.citizen("Lê Văn Thử")
    (published,) = (await stranger.published()).results
    assert (published.code, published.text, published.attachments) == (code, ANSWER, ())
    assert "Mẫu" not in str(published)

    # A week later the case closes by itself; every desk ends with what the server has.
    city.clock.advance(days=7)
    city.server.duty.run()
    await police.stop()
    await police.api.sign_in("congan.daumoi", "ihanoi-demo")
    police.start()
    await app.sign_in(PHONE, "mat-khau-mau")
    await arrived(police, case_id, "closed")
    assert ((await app.report(code)).state, (await app.report(code)).may) == ("closed", ())
    listed = queues.ids(police.store, Query("procedure", "closed"), police.me, city.clock.now)
    assert list(listed) == [case_id]
    verbs = [step.verb for step in (await app.report(code)).steps]
    assert verbs == (
        [
            "file",
            "accept",
            "route",
            "accept",
            "ask_citizen",
            "answer",
            "resolve",
            "rate",
            "reopen",
            "resolve",
            "rate",
        ]
    )
    with city.server.database.read() as connection:
        assert audit.verify(connection) > 20
