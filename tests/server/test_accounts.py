"""Accounts: codes by text message, passwords, lock-outs, identity cards."""

import pytest
from sqlalchemy import select

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp
from ihanoi_desk.server.tables import citizens, otp_codes, sms_outbox
from tests.server.conftest import HOAN_KIEM_LAKE, City

CARD = "001199000002||Trần Thị Mẫu|08061999|Nữ|Thôn Mẫu, Xã Ví Dụ|12042022"
OTHER_CARD = "001085000123|012345678|Nguyễn Văn Thử|01021985|Nam|Số 1 Ngõ 2|10052021"


async def refused(answer: object) -> tuple[int, str]:
    with pytest.raises(ApiProblem) as problem:
        await answer  # type: ignore[misc]
    return problem.value.status, problem.value.code


@pytest.mark.parametrize(
    ("phone", "code"),
    [("0921234567", "carrier_not_supported"), ("12345", "bad_phone"), ("0241022", "bad_phone")],
)
async def test_a_phone_that_cannot_be_served_gets_no_code(
    city: City, phone: str, code: str
) -> None:
    assert await refused(CitizenApp(city.http).request_otp(phone)) == (422, code)
    assert city.count(sms_outbox) == 0


async def test_codes_are_hashed_expire_and_survive_five_tries(city: City) -> None:
    app, phone = CitizenApp(city.http), "0900400001"
    await app.request_otp("+84 900 400 001")
    with city.server.database.read() as connection:
        stored = connection.execute(select(otp_codes.c.code_hash)).scalar_one()
    assert city.code(phone) not in stored
    assert await refused(app.request_otp(phone)) == (429, "too_many_codes")
    wrong = "000000" if city.code(phone) != "000000" else "000001"
    for _ in range(5):
        answer = await refused(app.register(phone, wrong, "Lê Mẫu", "mat-khau-mau"))
        assert answer == (422, "wrong_code")
    good = city.code(phone)
    answer = await refused(app.register(phone, good, "Lê Mẫu", "mat-khau-mau"))
    assert answer == (422, "code_expired")
    city.clock.advance(minutes=1)
    await app.request_otp(phone)
    city.clock.advance(minutes=6)
    answer = await refused(app.register(phone, city.code(phone), "Lê Mẫu", "mat-khau-mau"))
    assert answer == (422, "code_expired")
    await app.request_otp(phone)
    session = await app.register(phone, city.code(phone), "  Lê   Mẫu ", "mat-khau-mau")
    assert (session.name, session.level) == ("Lê Mẫu", "registered")
    again = await refused(app.register(phone, city.code(phone), "Lê Mẫu", "mat-khau-mau"))
    assert again == (422, "code_expired")


async def test_a_phone_has_one_account_and_passwords_have_length(city: City) -> None:
    phone = "0900400002"
    await city.citizen(phone=phone)
    app = CitizenApp(city.http)
    city.clock.advance(minutes=1)
    await app.request_otp(phone)
    code = city.code(phone)
    assert await refused(app.register(phone, code, "Lê Mẫu", "ngan")) == (422, "weak_password")
    assert await refused(app.register(phone, code, " ", "mat-khau")) == (422, "missing_field")
    assert await refused(app.register(phone, code, "Lê Mẫu", "mat-khau")) == (409, "phone_taken")


async def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(city: City) -> None:
    phone = "0900400003"
    await city.citizen(phone=phone)
    app = CitizenApp(city.http)
    assert await refused(app.sign_in("0900499999", "x")) == (401, "wrong_password")
    for _ in range(4):
        assert await refused(app.sign_in(phone, "sai")) == (401, "wrong_password")
    assert await refused(app.sign_in(phone, "sai")) == (429, "locked")
    assert await refused(app.sign_in(phone, "mat-khau-mau")) == (429, "locked")
    city.clock.advance(minutes=16)
    await app.sign_in(phone, "mat-khau-mau")
    wrong = {"login": "hoankiem.canbo1", "password": "sai"}
    statuses = [
        (await city.http.post("/v1/desk/sign-in", json=wrong)).status_code for _ in range(6)
    ]
    assert statuses == [401, 401, 401, 401, 429, 429]


async def test_a_session_ends_by_itself(city: City) -> None:
    app = await city.citizen()
    desk = await city.desk("hoankiem.canbo1")
    city.clock.advance(hours=13)
    assert (await desk.get("/v1/changes", after=0)).status_code == 401
    assert await app.reports() == []
    city.clock.advance(days=91)
    assert await refused(app.reports()) == (401, "signed_out")


async def test_a_card_verifies_one_account_and_is_never_stored(city: City) -> None:
    app, other = await city.citizen(), await city.citizen()
    session = await app.verify(CARD)
    assert session.level == "verified"
    assert (await app.verify(CARD)).level == "verified"
    assert await refused(other.verify(CARD)) == (409, "card_taken")
    assert await refused(app.verify(OTHER_CARD)) == (409, "other_card")
    assert await refused(other.verify("https://vi-du.example")) == (422, "cccd_not_cccd")
    with city.server.database.read() as connection:
        stored = str(connection.execute(select(citizens)).all())
    assert "001199000002" not in stored
    assert "001••••••002" in stored
    lat, lon = HOAN_KIEM_LAKE
    report = await app.file(
        "procedure", "certification", "Chờ lâu.", title="Chứng thực", place="UBND", lat=lat, lon=lon
    )
    assert report.unit_name == "Phường Hoàn Kiếm"
    desk = await city.desk("hoankiem.canbo1")
    doc = (await desk.changes(0)).changes[0].doc
    assert doc
    assert doc.reporter.verified
