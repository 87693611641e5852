"""Many actions over a bad line or to a stumbling server: each once, in order, never in a hurry."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from ihanoi_desk.client import attachments, outbox
from ihanoi_desk.client.codec import encode
from ihanoi_desk.client.waiting import Reason
from ihanoi_desk.domain.cases import Action, State
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import MOST_ACTIONS, Problem
from ihanoi_desk.server.tables import pushes, steps
from tests.flow.conftest import Seat
from tests.flow.line import Deliver, Rule, answer, lose_answer
from tests.flow.place import Place
from tests.server.conftest import City, photo

ACTIONS = "/v1/actions"
NO_UNDO = timedelta()
LISTENED_S = 3.0


@pytest.fixture
async def case_ids(city: City) -> list[int]:
    app = await city.citizen()
    return [await city.scene(app) for _ in range(3)]


@pytest.fixture
async def place(seat: Seat, case_ids: list[int]) -> Place:
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    return place


def notes(place: Place, case_ids: list[int], each: int) -> list[Action]:
    """An accept and notes for every case, mixed, in line at once."""
    actions = [
        place.action(case_id, "note", note=f"Ghi {turn}.")
        if turn
        else place.action(case_id, "accept")
        for turn in range(each)
        for case_id in case_ids
    ]
    outbox.do_all(place.store, actions, place.me, place.clock(), NO_UNDO)
    return actions


def applied(city: City, case_id: int) -> list[str]:
    with city.server.database.read() as connection:
        query = select(steps.c.id).where(steps.c.case_id == case_id, steps.c.verb != "file")
        return list(connection.execute(query.order_by(steps.c.seq)).scalars())


def in_order(city: City, actions: list[Action]) -> bool:
    """Whether the server has exactly these, each once, in order per case."""
    return all(
        applied(city, case_id) == [row.id for row in actions if row.case_id == case_id]
        for case_id in {row.case_id for row in actions}
    )


def batch(request: httpx.Request) -> list[str]:
    return [row["id"] for row in json.loads(request.content)["actions"]]


def failing(status: int, when: Callable[[list[str]], bool]) -> Rule:
    """The city, except that it answers `status` to some batches without looking at them."""
    body = encode(Problem("urn:thu", "Lỗi", status, "server_error", "Máy chủ gặp lỗi."))

    async def rule(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        if when(batch(request)):
            kind = {"Content-Type": "application/problem+json"}
            return httpx.Response(status, content=body, headers=kind, request=request)
        return await deliver(request)

    return rule


async def test_what_waited_goes_in_full_batches_and_in_order(
    city: City, place: Place, case_ids: list[int]
) -> None:
    place.line.is_cut = True
    actions = notes(place, case_ids, each=40)
    place.line.is_cut = False
    polls = place.line.seen["/v1/changes"]
    await place.until_sent()
    assert in_order(city, actions)
    batches = -(-len(actions) // MOST_ACTIONS)
    assert place.line.seen[ACTIONS] == batches
    assert place.line.seen["/v1/changes"] - polls <= batches + 1
    assert city.count(pushes) == 2 * len(case_ids)
    assert [place.version(case_id) for case_id in case_ids] == [41] * 3


@pytest.mark.parametrize("lost", [1, 2, 3])
async def test_an_answer_lost_at_any_point_doubles_nothing(
    city: City, place: Place, case_ids: list[int], lost: int
) -> None:
    async def rule(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        if place.line.seen[ACTIONS] == lost:
            return await lose_answer(request, deliver)
        return await deliver(request)

    place.line.rules[ACTIONS] = rule
    actions = notes(place, case_ids, each=40)
    await place.until_sent()
    assert in_order(city, actions)
    assert city.count(pushes) == 2 * len(case_ids)
    assert place.sync.status.refused == 0


async def test_one_row_that_breaks_every_batch_is_soon_alone_and_rests(
    city: City, place: Place, case_ids: list[int]
) -> None:
    place.line.is_cut = True
    actions = notes(place, case_ids, each=4)
    poison = actions[4]
    place.line.is_cut = False
    place.line.rules[ACTIONS] = failing(500, lambda ids: poison.id in ids)
    others = [row for row in actions if row.case_id != poison.case_id]
    await place.until(lambda: {row.action.case_id for row in place.pending()} == {poison.case_id})
    assert in_order(city, others)
    await place.until(lambda: waits(place) == Reason.RESTING)
    asked = place.line.seen[ACTIONS]
    assert asked < 25
    place.line.rules.clear()
    place.sync.kick()
    await place.until_sent()
    assert in_order(city, actions)


def waits(place: Place) -> Reason | None:
    return place.sync.status.why.reason if place.sync.status.why else None


async def test_a_row_for_which_the_whole_batch_is_refused_is_told_to_the_officer(
    city: City, place: Place, case_ids: list[int]
) -> None:
    place.line.is_cut = True
    actions = notes(place, case_ids, each=4)
    poison = actions[7]
    place.line.is_cut = False
    place.line.rules[ACTIONS] = failing(422, lambda ids: poison.id in ids)
    await place.until_sent()
    refused = place.pending("refused")
    assert [row.action.id for row in refused] == [poison.id, actions[10].id]
    assert (refused[0].why, refused[1].fell_with) == ("Máy chủ gặp lỗi.", poison.id)
    assert in_order(city, [row for row in actions if row not in (poison, actions[10])])


async def say_nothing(request: httpx.Request, deliver: Deliver) -> httpx.Response:
    count = len(json.loads(await request.aread())["actions"])
    return httpx.Response(200, json={"answers": [{}] * count}, request=request)


@pytest.mark.parametrize(
    "nonsense",
    [failing(500, bool), answer(500), answer(404), answer(200), lose_answer, say_nothing],
)
async def test_a_server_out_of_its_mind_is_not_asked_in_a_hurry(
    city: City, place: Place, case_ids: list[int], nonsense: Rule
) -> None:
    place.line.rules[ACTIONS] = nonsense
    actions = notes(place, case_ids, each=10)
    await place.until(lambda: place.line.seen[ACTIONS])
    begun = place.line.seen[ACTIONS]
    # Time itself is the condition here: how often is it asked while nothing gets better?
    await asyncio.sleep(LISTENED_S)
    assert place.line.seen[ACTIONS] - begun < 12
    assert place.sync.status.waiting == len(actions)
    assert waits(place) in (Reason.RESTING, Reason.OFFLINE, Reason.SENDING)
    place.line.rules.clear()
    place.sync.kick()
    await place.until_sent()
    assert in_order(city, actions)


async def test_what_was_tried_before_the_network_went_cannot_be_taken_back(
    city: City, place: Place, case_ids: list[int]
) -> None:
    place.line.rules[ACTIONS] = lose_answer
    action_id = place.do(case_ids[0], "accept")
    await place.until(lambda: applied(city, case_ids[0]))
    place.line.is_cut = True
    place.sync.kick()
    seen = place.line.seen[ACTIONS]
    await place.until(lambda: place.line.seen[ACTIONS] > seen and waits(place) == Reason.OFFLINE)
    assert outbox.undo(place.store, action_id) is False
    place.line.is_cut = False
    place.line.rules.clear()
    place.sync.kick()
    await place.until_sent()
    assert applied(city, case_ids[0]) == [action_id]


async def test_a_large_file_holds_up_nobody_else(
    city: City, place: Place, case_ids: list[int]
) -> None:
    slow, other, _ = case_ids
    arrived = asyncio.Event()

    async def held(request: httpx.Request, deliver: Deliver) -> httpx.Response:
        await arrived.wait()
        return await deliver(request)

    place.line.rules["/v1/attachments"] = held
    files = [
        attachments.keep(place.store, photo(tone).content, "a.jpg") for tone in ("red", "blue")
    ]
    place.do(slow, "accept")
    place.do(slow, "resolve", text="Đã vá.", attachments=tuple(file.id for file in files))
    behind = place.do(slow, "note", note="Xong việc.")
    place.do(other, "accept")
    await place.until(lambda: len(applied(city, other)) == len(applied(city, slow)) == 1)
    await place.until(lambda: waits(place) == Reason.UPLOADING)
    first, second = place.sync.waiting()
    assert (first.why.file, first.why.files, first.why.reason) == (1, 2, Reason.UPLOADING)
    assert (second.pending.action.id, second.why.reason) == (behind, Reason.BEHIND)
    assert outbox.undo(place.store, behind)
    arrived.set()
    await place.until_sent()
    assert place.state(slow) is State.RESOLVED
    assert place.sync.status.why is None


async def test_the_status_says_when_the_undo_window_ends_and_is_counted_offline(
    place: Place, case_ids: list[int]
) -> None:
    place.line.is_cut = True
    place.do(case_ids[0], "accept", undo_s=10)
    assert waits(place) == Reason.UNDO
    place.clock.advance(seconds=10)
    place.sync.kick()
    await place.until(lambda: waits(place) == Reason.OFFLINE)
    status = place.sync.status
    assert (status.online, status.waiting) == (False, 1)
    assert status.why
    assert status.why.until
    assert status.why.until == status.retry_at


async def test_signed_out_everything_waits_and_may_still_be_done(
    place: Place, case_ids: list[int]
) -> None:
    place.line.is_cut = True
    place.do(case_ids[0], "accept")
    place.line.is_cut = False
    place.line.rules[ACTIONS] = answer(401)
    place.sync.kick()
    await asyncio.wait_for(place.running, 10)
    assert place.sync.status.problem == "sync.signed_out"
    place.do(case_ids[1], "accept")
    assert place.sync.status.waiting == 2
    assert waits(place) == Reason.SIGNED_OUT
    assert outbox.undo_all(place.store, [row.action.id for row in place.pending()])
    place.do(case_ids[1], "accept")
    place.line.rules.clear()
    place.start()
    await place.until_sent()
    assert place.state(case_ids[1]) is State.ACCEPTED


async def test_a_desk_too_old_is_read_only_until_the_server_takes_it_again(
    place: Place, case_ids: list[int]
) -> None:
    place.line.rules[ACTIONS] = answer(426)
    place.do(case_ids[0], "accept")
    await asyncio.wait_for(place.running, 10)
    status = place.sync.status
    assert (status.is_read_only, status.problem, status.online) == (True, "sync.too_old", False)
    assert waits(place) == Reason.TOO_OLD
    await place.reopen()
    assert place.sync.status.is_read_only
    assert place.state(case_ids[1]) is State.NEW
    with pytest.raises(Refused, match="desk_too_old"):
        place.do(case_ids[1], "accept")
    place.line.rules.clear()
    place.start()
    await place.until_sent()
    await place.until(lambda: not place.sync.status.is_read_only)
    place.do(case_ids[1], "accept")
    await place.until_sent()
