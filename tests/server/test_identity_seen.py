"""Who sent a case is shown for a reason, to who may, and the trail knows it; it never knows who."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from ihanoi_desk.domain.text import mask_name, mask_phone
from ihanoi_desk.server.tables import audit
from tests.server.conftest import City, Desk

NAME, PHONE = "Trần Thị Mẫu", "0900600321"


async def ask(desk: Desk, case_id: int, reason: str = "ask_more", note: str = "") -> Any:
    body = {"reason": reason, "note": note}
    path = f"/v1/cases/{case_id}/identity"
    return await desk.http.post(path, json=body, headers=desk.headers)


def lines(city: City) -> list[Any]:
    with city.server.database.read() as connection:
        query = select(audit).where(audit.c.what == "identity_seen").order_by(audit.c.n)
        return list(connection.execute(query))


async def test_a_coordinator_sees_it_and_the_trail_says_why(city: City) -> None:
    case_id = await city.scene(await city.citizen(NAME, PHONE))
    desk = await city.desk("hoankiem.daumoi")
    answer = await ask(desk, case_id, "other", "Hỏi số nhà cạnh miệng cống.")
    assert answer.json() == {"name": NAME, "phone": PHONE, "level": "registered"}
    assert answer.headers["cache-control"] == "no-store"
    (line,) = lines(city)
    assert line.actor == f"officer:{desk.me.officer.id}"
    assert line.subject == f"HT-{case_id:06d}"
    assert json.loads(line.facts) == {
        "reason": "other",
        "note": "Hỏi số nhà cạnh miệng cống.",
        "unit": "00070@2025-07-01",
    }
    assert PHONE not in line.facts
    await ask(desk, case_id)
    assert len(lines(city)) == 2


async def test_a_handler_sees_the_case_in_hand_only(city: City) -> None:
    case_id = await city.scene(await city.citizen(NAME, PHONE))
    mine, other = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    before = await ask(mine, case_id)
    assert (before.status_code, before.json()["code"]) == (403, "identity_not_in_hand")
    await mine.act(case_id, "accept")
    assert (await ask(mine, case_id)).status_code == 200
    assert (await ask(other, case_id)).status_code == 403
    assert len(lines(city)) == 1


async def test_a_denouncer_is_never_shown(city: City) -> None:
    case_id = await city.scene(await city.citizen(NAME, PHONE))
    desk = await city.desk("hoankiem.daumoi")
    words = "Xin gửi đơn tới nơi tiếp công dân."
    await desk.act(case_id, "reject", reason="complaint_denunciation", text=words)
    for login in ("hoankiem.daumoi", "hoankiem.lanhdao", "thanhpho.daumoi"):
        answer = await ask(await city.desk(login), case_id)
        assert (answer.status_code, answer.json()["code"]) == (403, "identity_protected")
        assert NAME not in answer.text
    assert lines(city) == []


async def test_not_even_the_mask_of_a_denouncer_leaves(city: City) -> None:
    app = await city.citizen(NAME, PHONE)
    case_id = await city.scene(app)
    desk = await city.desk("hoankiem.daumoi")
    words = "Xin gửi đơn tới nơi tiếp công dân."
    done = await desk.act(case_id, "reject", reason="complaint_denunciation", text=words)
    news = (await desk.changes(0)).changes[-1].doc
    found = (await desk.get("/v1/archive", q=f"HT-{case_id:06d}")).json()["cases"]
    assert done.case and news and len(found) == 1
    for doc in (done.case, news):
        assert (doc.reporter.name, doc.reporter.phone, doc.steps[0].actor_name) == ("", "", "")
    for text in (repr(done.case), repr(news), json.dumps(found, ensure_ascii=False)):
        assert mask_name(NAME) not in text
        assert mask_phone(PHONE) not in text


@pytest.mark.parametrize(
    ("reason", "note", "code"),
    [
        ("", "", "needs_reason"),
        ("bua", "Tò mò.", "needs_reason"),
        ("other", "  ", "identity_needs_note"),
        ("other", f"Gọi {PHONE}.", "personal_data"),
        ("other", "a" * 201, "too_long"),
    ],
)
async def test_without_a_good_reason_nothing_is_shown(
    city: City, reason: str, note: str, code: str
) -> None:
    case_id = await city.scene(await city.citizen(NAME, PHONE))
    answer = await ask(await city.desk("hoankiem.daumoi"), case_id, reason, note)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert PHONE not in answer.text
    assert lines(city) == []


async def test_out_of_reach_is_not_there(city: City) -> None:
    case_id = await city.scene(await city.citizen(NAME, PHONE))
    for login, number in (("cuanam.daumoi", case_id), ("hoankiem.daumoi", 999_999)):
        assert (await ask(await city.desk(login), number)).status_code == 404
    for login in ("thanhpho.kiemtra", "quantri2"):
        answer = await ask(await city.desk(login), case_id)
        assert (answer.status_code, answer.json()["code"]) == (403, "identity_not_yours")
