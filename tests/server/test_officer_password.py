"""An officer's own password: changed only with the old one, other sessions end, guessing locks."""

import pytest
from sqlalchemy import select

from ihanoi_desk.server.tables import audit
from tests.server.conftest import City, Desk

LOGIN = "hoankiem.canbo1"
OLD, NEW = "ihanoi-demo", "Mat-khau-thu-2026"


async def change(desk: Desk, old: str, new: str) -> tuple[int, str]:
    answer = await desk.http.post(
        "/v1/desk/password", json={"old": old, "new": new}, headers=desk.headers
    )
    return answer.status_code, answer.json()["code"] if answer.content else ""


async def signs_in(city: City, password: str) -> int:
    body = {"login": LOGIN, "password": password}
    return (await city.http.post("/v1/desk/sign-in", json=body)).status_code


async def test_the_asking_session_stays_and_the_others_end(city: City) -> None:
    here, elsewhere = await city.desk(LOGIN), await city.desk(LOGIN)
    colleague = await city.desk("hoankiem.canbo2")
    assert await change(here, OLD, NEW) == (204, "")
    assert (await here.get("/v1/desk/me")).json()["login"] == LOGIN
    assert (await elsewhere.get("/v1/desk/me")).status_code == 401
    assert (await colleague.get("/v1/desk/me")).status_code == 200
    assert (await signs_in(city, OLD), await signs_in(city, NEW)) == (401, 200)


async def test_it_is_audited_without_the_passwords(city: City) -> None:
    desk = await city.desk(LOGIN)
    await change(desk, OLD, NEW)
    with city.server.database.read() as connection:
        rows = connection.execute(select(audit)).all()
    assert [row for row in rows if "change_password" in str(row) and LOGIN in str(row)]
    assert NEW not in str(rows)


@pytest.mark.parametrize(
    "weak", ["", "Ngan-9", "mat-khau-khong-so", "123456789012", "mười-hai-chữ-cái"]
)
async def test_a_weak_one_is_not_taken(city: City, weak: str) -> None:
    desk = await city.desk(LOGIN)
    assert await change(desk, OLD, weak) == (422, "weak_password")
    assert await signs_in(city, OLD) == 200


async def test_letters_of_any_alphabet_count(city: City) -> None:
    desk = await city.desk(LOGIN)
    assert await change(desk, OLD, "mười hai chữ cái 12") == (204, "")


async def test_guessing_the_old_one_locks_like_signing_in(city: City) -> None:
    desk = await city.desk(LOGIN)
    answers = [await change(desk, "sai-roi", NEW) for _ in range(5)]
    assert answers == [*[(403, "wrong_password")] * 4, (429, "locked")]
    assert await change(desk, OLD, NEW) == (429, "locked")
    assert await signs_in(city, OLD) == 429
    assert (await desk.get("/v1/desk/me")).status_code == 200
    city.clock.advance(minutes=16)
    assert await change(desk, OLD, NEW) == (204, "")


async def test_nobody_changes_it_without_a_session(city: City) -> None:
    body = {"old": OLD, "new": NEW}
    assert (await city.http.post("/v1/desk/password", json=body)).status_code == 401
    assert (await city.http.get("/v1/desk/me")).status_code == 401
