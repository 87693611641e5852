"""Between sending and the answer anything may happen; the effect happens once."""

from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from ihanoi_desk.client import attachments, outbox
from ihanoi_desk.domain.cases import State
from ihanoi_desk.server.tables import pushes, steps
from tests.flow.conftest import Seat
from tests.flow.line import Deliver, Rule, lose_answer, lose_request, once
from tests.flow.place import Place
from tests.server.conftest import City, photo


def steps_with(city: City, action_id: str) -> int:
    with city.server.database.read() as connection:
        return len(connection.execute(select(steps).where(steps.c.id == action_id)).all())


async def test_a_lost_answer_is_asked_for_again_with_the_same_id(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    place.line.rules["/v1/actions"] = lose_answer
    action_id = place.do(case_id, "accept")
    await place.until(lambda: place.line.seen["/v1/actions"] and place.sync.status.retry_at)
    assert steps_with(city, action_id) == 1
    assert [row.action.id for row in place.pending()] == [action_id]
    await place.reopen()
    assert place.state(case_id) is State.ACCEPTED
    place.line.rules.clear()
    place.start()
    await place.until_sent()
    assert place.line.seen["/v1/actions"] == 2
    assert steps_with(city, action_id) == 1
    assert city.count(steps) == city.count(pushes) == 2
    assert place.version(case_id) == 2
    assert [row.action_id for row in outbox.sent(place.store)] == [action_id]


async def test_what_may_have_arrived_cannot_be_taken_back(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    place.line.rules["/v1/actions"] = lose_answer
    action_id = place.do(case_id, "accept")
    await place.until(lambda: place.line.seen["/v1/actions"] and place.sync.status.retry_at)
    assert steps_with(city, action_id) == 1
    assert outbox.undo(place.store, action_id) is False
    await place.reopen()
    assert outbox.undo(place.store, action_id) is False
    assert len(place.pending()) == 1


async def test_what_never_left_can_still_be_taken_back(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    place.line.rules["/v1/actions"] = lose_request
    action_id = place.do(case_id, "accept")
    await place.until(lambda: place.line.seen["/v1/actions"] and place.sync.status.retry_at)
    assert outbox.undo(place.store, action_id) is True
    assert place.state(case_id) is State.NEW


async def test_between_feed_and_answer_the_step_is_shown_once(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    shown: list[list[str]] = []

    async def answer_late(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        done = await deliver(request)
        await done.aread()
        await place.until(lambda: in_replica(place, case_id, action_id))
        doc = place.doc(case_id)
        assert doc
        shown.append([step.id for step in doc.steps])
        return done

    place.line.rules["/v1/actions"] = answer_late
    action_id = place.do(case_id, "note", note="Đã gọi điện.")
    await place.until_sent()
    assert [ids.count(action_id) for ids in shown] == [1]


def in_replica(place: Place, case_id: int, action_id: str) -> bool:
    with place.store.read() as connection:
        body = connection.execute(f"SELECT body FROM docs WHERE id = {case_id}").fetchone()[0]
    return action_id in (body or "")


async def test_an_old_answer_does_not_undo_newer_news(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    place, colleague = await seat("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    place.start()
    await place.until_fresh()

    async def overtaken(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        done = await deliver(request)
        await done.aread()
        outcome = await colleague.act(case_id, "note", note="Tôi cũng xem rồi.")
        assert outcome.outcome == "applied"
        await place.until(lambda: place.version(case_id) >= 3)
        return done

    place.line.rules["/v1/actions"] = once(overtaken)
    place.do(case_id, "accept")
    await place.until_sent()
    assert place.version(case_id) == 3


async def test_a_case_sent_back_before_the_answer_that_it_left_stays(
    city: City, seat: Seat
) -> None:
    case_id = await city.scene(await city.citizen())
    place, colleague = await seat("hoankiem.canbo1"), await city.desk("cuanam.daumoi")
    place.start()
    await place.until_fresh()

    async def overtaken(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        done = await deliver(request)
        await done.aread()
        outcome = await colleague.act(case_id, "return", note="Bên kia đường, của phường bạn.")
        assert outcome.outcome == "applied"
        await place.until(lambda: len(place.steps(case_id)) == 3)
        return done

    place.line.rules["/v1/actions"] = once(overtaken)
    place.do(case_id, "route", note="Của Cửa Nam.", target_unit="00082@2025-07-01")
    await place.until_sent()
    assert place.state(case_id) is State.NEW
    assert place.steps(case_id) == ["file", "route", "return"]


@pytest.mark.parametrize("lost", [lose_answer, lose_request])
async def test_a_file_goes_ahead_and_is_sent_once(
    city: City, seat: Seat, lost: Rule, tmp_path: Path
) -> None:
    from_camera = tmp_path / "ket-qua.jpg"
    from_camera.write_bytes(photo().content)
    case_id = await city.scene(await city.citizen())
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    place.line.rules["/v1/attachments"] = once(lost)
    place.do(case_id, "accept")
    kept = attachments.keep(place.store, from_camera, "Kết quả.jpg")
    place.do(case_id, "resolve", text="Đã vá.", attachments=(kept.id,))
    await place.until(lambda: place.sync.status.retry_at)
    place.sync.kick()
    await place.until_sent()
    doc = place.doc(case_id)
    assert doc
    assert doc.case.state is State.RESOLVED
    assert [file.sha256 for file in doc.attachments if file.id == kept.id] == [kept.sha256]
