"""Two writers at the same moment: one waits, one is run again, none is told of a fault."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.failures import TRIES, Unavailable, retried
from ihanoi_desk.server.tables import attachments, cases, counters, devices, sms_outbox, steps
from tests.databases import POSTGRESQL
from tests.server.conftest import City, photo

ON_POSTGRESQL = pytest.mark.parametrize("dialect", [POSTGRESQL])
LOCK = select(counters).with_for_update()


def lock(connection: Connection, name: str) -> None:
    connection.execute(LOCK.where(counters.c.name == name)).one()


@ON_POSTGRESQL
def test_of_two_that_block_each_other_one_is_run_again(city: City) -> None:
    met = threading.Barrier(2)
    runs: list[str] = []

    @retried
    def both(first: str, second: str) -> str:
        with city.server.database.write() as connection:
            runs.append(first)
            lock(connection, first)
            if len(runs) <= 2:
                met.wait(10)
            lock(connection, second)
            return first

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(both, "feed", "audit"), pool.submit(both, "audit", "feed")]
        assert [run.result(30) for run in done] == ["feed", "audit"]
    assert len(runs) == 3


@ON_POSTGRESQL
def test_who_never_gets_through_is_told_to_come_again(city: City) -> None:
    runs = 0

    @retried
    def hopeless() -> None:
        nonlocal runs
        runs += 1
        with city.server.database.write() as connection:
            connection.exec_driver_sql("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")

    with pytest.raises(Unavailable):
        hopeless()
    assert runs == TRIES


def test_a_fault_of_ours_is_not_tried_again(city: City) -> None:
    runs = 0

    @retried
    def wrong() -> None:
        nonlocal runs
        runs += 1
        with city.server.database.write() as connection:
            connection.exec_driver_sql("SELECT * FROM khong_co")

    with pytest.raises(DBAPIError) as fault:
        wrong()
    assert runs == 1
    assert "khong_co" in str(fault.value)


def test_what_people_typed_is_not_in_a_fault(city: City) -> None:
    with pytest.raises(DBAPIError) as fault, city.server.database.write() as connection:
        row = {"phone": "0900123123", "text": "bi mat", "at": city.clock.now, "id": 1}
        connection.execute(sms_outbox.insert(), [row, row])
    assert "bi mat" not in str(fault.value)


async def test_one_id_for_two_cases_at_once_is_one_step(city: City) -> None:
    app = await city.citizen()
    ids = [await city.scene(app) for _ in range(6)]
    desk = await city.desk("hoankiem.canbo1")
    outcomes = await asyncio.gather(*(desk.act(case_id, "accept", id="mot") for case_id in ids))
    assert sorted(row.code or row.outcome for row in outcomes) == ["applied", *["id_taken"] * 5]
    files = await asyncio.gather(*(desk.attach(case_id, "anh", photo()) for case_id in ids))
    assert sorted(answer.status_code for answer in files) == [201, *[409] * 5]
    with city.server.database.read() as connection:
        held = connection.execute(select(steps.c.case_id).where(steps.c.id == "mot")).all()
        kept = connection.execute(select(attachments.c.id).where(attachments.c.id == "anh")).all()
    assert (len(held), len(kept)) == (1, 1)


async def test_a_report_sent_several_times_at_once_is_one_case(city: City) -> None:
    app = await city.citizen()
    ids = await asyncio.gather(*(city.scene(app, key="mot-lan") for _ in range(6)))
    assert len(set(ids)) == 1
    assert city.count(cases) == 1


async def test_a_phone_registered_several_times_at_once_is_one_phone(city: City) -> None:
    app = await city.citizen()
    before = city.count(devices)
    await asyncio.gather(*(app.register_device("may-moi") for _ in range(6)))
    assert city.count(devices) == before + 1


async def test_codes_asked_for_at_once_are_one_code(city: City) -> None:
    app = CitizenApp(city.http)
    asked = await asyncio.gather(
        *(app.request_otp("0900400777") for _ in range(5)), return_exceptions=True
    )
    refused = [answer.code for answer in asked if isinstance(answer, ApiProblem)]
    assert refused == ["too_many_codes"] * 4
    assert city.count(sms_outbox) == 1


async def test_guesses_made_at_once_are_all_counted(city: City) -> None:
    guess = {"login": "hoankiem.canbo1", "password": "doan mo"}
    answers = await asyncio.gather(
        *(city.http.post("/v1/desk/sign-in", json=guess) for _ in range(5))
    )
    assert sorted(answer.status_code for answer in answers) == [401] * 4 + [429]
    right = {"login": "hoankiem.canbo1", "password": "ihanoi-demo"}
    assert (await city.http.post("/v1/desk/sign-in", json=right)).status_code == 429


def test_a_file_that_is_no_database_is_a_fault_and_not_a_pause(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}")
    with pytest.raises(DBAPIError), database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    database.close()
