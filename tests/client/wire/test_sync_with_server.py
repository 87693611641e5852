"""Two ends of the wire: what was done arrives once, what others did is seen, whatever happens."""

import asyncio

import pytest

from ihanoi_desk.client import outbox
from ihanoi_desk.client.pending import REFUSED, SENDING
from ihanoi_desk.client.sync import Sync
from ihanoi_desk.domain.cases import State
from ihanoi_desk.server.tables import steps
from tests.client.wire.conftest import Desk, Town, jpeg

HERE = "hoankiem.canbo1"


@pytest.fixture
async def desk(town: Town) -> Desk:
    return await town.desk(HERE)


def states(desk: Desk) -> list[tuple[str, str, str]]:
    return [(row.action.verb, row.state, row.code) for row in outbox.pending_rows(desk.store)]


async def test_a_text_with_strange_line_ends_fills_like_any_other(town: Town, desk: Desk) -> None:
    case_id = await town.report("Đường\u2028ngập\u0085nước")
    async with desk.working():
        await desk.settled()
    assert desk.state(case_id) is State.NEW


async def test_killed_between_send_and_answer_is_applied_once(town: Town, desk: Desk) -> None:
    case_id = await town.report()
    async with desk.working():
        await desk.settled()
    row = desk.act(case_id, "accept")
    desk.wire.deaf_for = "/v1/actions"
    async with desk.working():
        await desk.until(lambda: desk.sync.status.retry_at)
    assert states(desk) == [("accept", SENDING, "")]
    assert not outbox.undo(desk.store, row.action.id)
    desk.wire.deaf_for = None
    desk.sync = Sync(desk.store, desk.api, town.clock)
    async with desk.working():
        await desk.settled()
    assert desk.told(case_id, "accept") == 1
    assert desk.wire.asked.count("POST /v1/actions") >= 2
    assert [sent.action_id for sent in outbox.sent(desk.store)] == [row.action.id]


async def test_a_refused_action_takes_the_later_ones_with_it(town: Town, desk: Desk) -> None:
    case_id = await town.report()
    rival = await town.desk("hoankiem.daumoi")
    async with desk.working(), rival.working():
        await desk.settled()
        await rival.settled()
    desk.act(case_id, "accept")
    desk.act(case_id, "note", note="Đã gọi điện.")
    async with rival.working():
        rival.act(case_id, "accept")
        await rival.settled()
    async with desk.working():
        await desk.until(lambda: desk.sync.status.refused == 2)
    first, second = outbox.pending_rows(desk.store)
    assert [first.state, second.state] == [REFUSED, REFUSED]
    assert (first.code, second.fell_with) == ("wrong_state", first.action.id)
    assert rival.me.name in first.why
    assert second.action.note == "Đã gọi điện."
    assert desk.state(case_id) is State.ACCEPTED


async def test_an_action_the_server_cannot_take_does_not_hold_up_the_rest(
    town: Town, desk: Desk
) -> None:
    bad, good = await town.report(), await town.report()
    async with desk.working():
        await desk.settled()
        desk.act(bad, "note", note="x" * 5001)
        desk.act(good, "accept")
        await desk.until(lambda: desk.sync.status.refused and not desk.sync.status.waiting)
    assert states(desk) == [("note", REFUSED, "too_long")]
    assert desk.told(good, "accept") == 1


async def test_a_stumbling_server_rests_one_case_and_takes_the_others(
    town: Town, desk: Desk
) -> None:
    stuck, good = await town.report(), await town.report()
    async with desk.working():
        await desk.settled()
    desk.act(stuck, "accept")
    desk.act(good, "accept")
    desk.wire.broken_for = stuck
    async with desk.working():
        await desk.until(lambda: desk.told(good, "accept") and desk.sync.status.waiting == 1)
        assert states(desk) == [("accept", SENDING, "")]
        desk.wire.broken_for = None
        desk.sync.kick()
        await desk.settled()
    assert desk.told(stuck, "accept") == 1


async def test_offline_counts_and_a_kick_sends(town: Town, desk: Desk) -> None:
    case_id = await town.report()
    async with desk.working():
        await desk.settled()
    desk.wire.cut = True
    async with desk.working():
        await desk.until(lambda: not desk.sync.status.online and desk.sync.status.retry_at)
        row = desk.act(case_id, "accept")
        assert desk.sync.status.waiting == 1
        assert desk.state(case_id) is State.ACCEPTED
        await desk.until(lambda: "POST /v1/actions" in desk.wire.asked)
        desk.wire.cut = False
        desk.sync.kick()
        await desk.settled()
    assert [sent.action_id for sent in outbox.sent(desk.store)] == [row.action.id]
    assert desk.sync.status.online


async def test_a_lost_session_ends_the_sync_and_keeps_the_outbox(town: Town, desk: Desk) -> None:
    case_id = await town.report()
    async with desk.working():
        await desk.settled()
    desk.act(case_id, "accept", undo=3600)
    await desk.api.sign_out()
    async with asyncio.timeout(10):
        await desk.sync.run()
    assert desk.sync.status.problem == "sync.signed_out"
    assert [row[0] for row in states(desk)] == ["accept"]


async def test_waiting_for_the_undo_window_does_not_spin(town: Town, desk: Desk) -> None:
    case_id = await town.report()
    async with desk.working():
        await desk.settled()
        desk.act(case_id, "accept", undo=3600)
        desk.act(case_id, "note", note="Đi ngay.")
        sender = desk.sync._sender
        rounds = 0
        once = sender.once

        async def counted() -> None:
            nonlocal rounds
            rounds += 1
            await once()

        for _ in range(3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(counted(), 0.2)
        assert rounds == 3
    assert "POST /v1/actions" not in desk.wire.asked


async def test_a_file_that_vanished_is_told_in_words(town: Town, desk: Desk) -> None:
    case_id = await town.report()
    async with desk.working():
        await desk.settled()
        desk.act(case_id, "accept")
        await desk.settled()
    kept, path = desk.keep(jpeg("white"), "kết quả.jpg")
    path.unlink()
    async with desk.working():
        desk.act(case_id, "resolve", text="Đã vá.", attachments=(kept.id,))
        await desk.until(lambda: desk.sync.status.refused)
    (row,) = outbox.pending_rows(desk.store)
    assert row.code == "file_lost"
    assert "kết quả.jpg" in row.why


async def test_a_case_routed_away_leaves_and_stays_away(town: Town, desk: Desk) -> None:
    case_id = await town.report()
    there = await town.desk("cuanam.canbo")
    target = there.me.home
    async with desk.working(), there.working():
        await desk.settled()
        await there.settled()
        desk.act(case_id, "route", note="Thuộc Cửa Nam.", target_unit=target)
        await desk.until(lambda: desk.state(case_id) is None)
        await there.until(lambda: there.state(case_id) is State.NEW)
        await desk.settled()
    assert desk.state(case_id) is None
    with town.server.state.server.database.read() as connection:
        verbs = connection.execute(steps.select()).all()
    assert [row.verb for row in verbs].count("route") == 1


async def test_a_broken_off_snapshot_is_no_fill(town: Town, desk: Desk) -> None:
    case_id = await town.report()
    desk.wire.snapshot_bytes = 400
    async with desk.working():
        await desk.until(lambda: desk.sync.status.retry_at)
        assert desk.state(case_id) is None
        desk.wire.snapshot_bytes = None
        desk.sync.kick()
        await desk.settled()
    assert desk.state(case_id) is State.NEW
