"""What the server does by itself: alarms about limits, closing; once, whoever does it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from ihanoi_desk.citizen.app import ApiProblem, CitizenApp
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Rating
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.server import duty as duties
from ihanoi_desk.server.cases import document
from ihanoi_desk.server.duty import Duty
from ihanoi_desk.server.tables import audit, cases, feed, pushes, steps
from tests.server.conftest import City, Desk


def doc(city: City, case_id: int) -> CaseDoc:
    with city.server.database.read() as connection:
        found = document(connection, case_id)
    assert found
    return found


def alarms(city: City, case_id: int) -> list[tuple[str | None, datetime]]:
    return [(step.reason, step.at) for step in doc(city, case_id).steps if step.verb == "escalate"]


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A moment of November 2026 on the clocks of Hà Nội."""
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI).astimezone(UTC)


def turn(city: City, moment: datetime) -> None:
    city.clock.now = moment
    city.server.duty.run()


async def taken(city: City) -> tuple[CitizenApp, Desk, int]:
    app, desk = await city.citizen(), await city.desk("hoankiem.canbo1")
    case_id = await city.scene(app)
    assert (await desk.act(case_id, "accept")).outcome == "applied"
    return app, desk, case_id


async def resolved(city: City) -> tuple[CitizenApp, Desk, int, str]:
    app, desk, case_id = await taken(city)
    await desk.act(case_id, "resolve", text="Đã vá xong.", waiver="Máy ảnh hỏng.")
    return app, desk, case_id, f"HT-{case_id:06d}"


async def test_a_case_nobody_takes_is_escalated_before_at_and_after_its_limit(city: City) -> None:
    """Filed on Monday at 9:00: eight working hours end on Wednesday at 9:00, 24/11 is a day off."""
    case_id = await city.scene(await city.citizen())
    due = doc(city, case_id).case.receive_due_at
    assert due == at(9, day=25)
    told = city.count(pushes)
    turn(city, at(16, 29))
    assert alarms(city, case_id) == []
    turn(city, at(16, 30))
    turn(city, at(9, day=25))
    turn(city, at(12, day=25))
    turn(city, at(18, day=25))
    assert alarms(city, case_id) == [
        ("receive_before", at(16, 30)),
        ("receive_due", at(9, day=25)),
        ("receive_after", at(18, day=25)),
    ]
    found = doc(city, case_id)
    assert found.case.alarms == ("receive_before", "receive_due", "receive_after")
    assert (found.case.state, found.steps[-1].actor_id) == ("new", None)
    # The citizen hears nothing of it.
    assert city.count(pushes) == told
    with city.server.database.read() as connection:
        actors = connection.execute(select(audit.c.actor).where(audit.c.what == "escalate"))
        assert set(actors.scalars()) == {"system"}


async def test_an_urgent_case_at_night_rings_the_coordinator(city: City) -> None:
    city.clock.now = at(21)
    case_id = await city.scene(await city.citizen())
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(case_id, "urgency", urgency="urgent", note="Hố sâu giữa đường.")
    turn(city, at(21, 29))
    assert alarms(city, case_id) == []
    turn(city, at(21, 30))
    turn(city, at(23))
    assert alarms(city, case_id) == [("duty_alarm", at(21, 30))]


async def test_another_limit_is_escalated_anew(city: City) -> None:
    _, desk, case_id = await taken(city)
    await desk.act(case_id, "urgency", urgency="urgent", note="Hố sâu.")
    turn(city, at(14, 30))
    assert doc(city, case_id).case.alarms == ("urgent_before", "urgent_due")
    await desk.act(case_id, "urgency", urgency="normal", note="Đã rào lại.")
    assert doc(city, case_id).case.alarms == ()
    turn(city, at(16))
    assert len(alarms(city, case_id)) == 2


async def test_who_waits_for_the_citizen_is_left_in_peace(city: City) -> None:
    app, desk, case_id = await taken(city)
    await desk.act(case_id, "ask_citizen", text="Ở cột đèn số mấy?")
    turn(city, at(9, day=23 + 7))
    assert alarms(city, case_id) == []
    await app.answer(f"HT-{case_id:06d}", "Cột số 12.")
    turn(city, at(9, day=23 + 7))
    assert alarms(city, case_id) == []


async def test_a_result_closes_after_a_week_whatever_was_said_of_it(city: City) -> None:
    app, _, case_id, code = await resolved(city)
    await app.rate(code, Rating.SATISFIED)
    turn(city, at(8, 59, day=30))
    assert doc(city, case_id).case.state == "resolved"
    turn(city, at(9, day=30))
    found = doc(city, case_id)
    assert (found.case.state, found.case.closed_at) == ("closed", at(9))
    assert (found.steps[-1].verb, found.steps[-1].at) == ("close", at(9, day=30))
    report = await app.report(code)
    assert (report.state, report.may) == ("closed", ())
    with pytest.raises(ApiProblem) as late:
        await app.rate(code, Rating.UNSATISFIED)
    assert late.value.code == "wrong_state"
    before = city.count(feed)
    turn(city, at(9, day=30) + timedelta(days=30))
    assert city.count(feed) == before


async def test_several_processes_do_it_once(city: City) -> None:
    numbers = [await city.scene(await city.citizen()) for _ in range(4)]
    city.clock.now = at(18, day=25)
    server = city.server
    others = [Duty(server.database, server.reference, server.clock) for _ in range(4)]
    met = threading.Barrier(4)

    def run(one: Duty) -> None:
        met.wait(10)
        one.run()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, others))
    for number in numbers:
        assert len(alarms(city, number)) == 3
    assert city.count(steps) == 4 + 12


async def test_what_cannot_be_done_is_put_off_and_holds_up_nobody(
    city: City, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = [await city.scene(await city.citizen()) for _ in range(2)]
    with city.server.database.write() as connection:
        connection.execute(update(cases).where(cases.c.id == broken).values(urgency="khong-co"))
    turn(city, at(16, 30))
    assert len(alarms(city, sound)) == 1
    assert caplog.messages == [f"case {broken} was put off"]
    caplog.clear()
    assert city.server.duty.next_due() == at(16, 30) + duties.PUT_OFF


async def test_nothing_is_looked_at_before_its_time(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    assert city.server.duty.next_due() == at(16, 30)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(case_id, "accept")
    # Nothing is foreseen for days; the rules may change meanwhile.
    assert city.server.duty.next_due() == at(9, day=24)
    turn(city, at(9, day=24))
    assert city.server.duty.next_due() == at(9, day=25)
    other = await city.desk("hoankiem.canbo2")
    await other.act(case_id, "reject", text="Chưa rõ, xin gửi lại.", reason="unclear_content")
    assert city.server.duty.next_due() is None
    assert city.count(steps) == 3
