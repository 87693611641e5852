"""Two at once, seen by the slower one: both versions on one card, and every way on."""

from datetime import timedelta

import pytest

from ihanoi_desk.client import attachments, cases, dropped, outbox, refusals
from ihanoi_desk.client.refusals import Refusal, Way
from ihanoi_desk.domain.cases import State
from tests.flow.conftest import Seat
from tests.flow.place import Place
from tests.server.conftest import City, photo

CUA_NAM = "00082@2025-07-01"
NO_UNDO = timedelta()
MINE = "Đội cây xanh đã dọn xong, thông đường lúc 10:05."
THEIRS = "Đã dọn xong. Còn chờ điện lực kiểm tra dây."


@pytest.fixture
async def case_id(city: City) -> int:
    return await city.scene(await city.citizen())


@pytest.fixture
async def pair(seat: Seat, case_id: int) -> tuple[Place, Place]:
    """The quicker officer and the slower one, both with the case before them."""
    quick, slow = await seat("hoankiem.canbo1"), await seat("hoankiem.canbo2")
    for place in (quick, slow):
        place.start()
        await place.until_fresh()
        assert place.doc(case_id)
    return quick, slow


async def overtaken(quick: Place, slow: Place) -> Refusal:
    """What `quick` did arrives first; then the network of `slow` is back."""
    await quick.until_sent()
    slow.line.is_cut = False
    slow.sync.kick()
    await slow.until_sent()
    (refusal,) = refusals.read(slow.store, slow.me, slow.clock())
    return refusal


def own_photo(place: Place) -> str:
    return attachments.keep(place.store, photo("red").content, "ket-qua.jpg").id


async def test_of_two_resolutions_both_are_shown_and_mine_can_follow_as_a_note(
    case_id: int, pair: tuple[Place, Place]
) -> None:
    quick, slow = pair
    quick.do(case_id, "accept")
    await slow.until(lambda: slow.state(case_id) is State.ACCEPTED)
    slow.line.is_cut = True
    file_id = own_photo(slow)
    mine = slow.do(case_id, "resolve", text=MINE, note="Nhớ báo tổ.", attachments=(file_id,))
    slow.do(case_id, "note", note="Đường đã thông.")
    theirs = quick.do(case_id, "resolve", text=THEIRS, attachments=(own_photo(quick),))
    card = await overtaken(quick, slow)
    assert (card.mine.action.id, card.mine.action.text, card.mine.basis) == (mine, MINE, 2)
    assert [file.id for file in card.files] == [file_id]
    assert [row.action.note for row in card.fallen] == ["Đường đã thông."]
    assert card.doc
    assert card.doc.case.state is State.RESOLVED
    assert card.decided
    assert (card.decided.id, card.decided.text) == (theirs, THEIRS)
    assert (card.decided.actor_name, card.decided.verb) == (quick.me.name, "resolve")
    assert len(card.decided.attachments) == 1
    assert card.ways == (Way.AS_NOTE, Way.COPY, Way.DROP)
    assert card.following == {Way.AS_NOTE}
    rows = refusals.send_as_note(slow.store, card, slow.me, slow.clock(), NO_UNDO, True)
    assert [row.action.verb for row in rows] == ["note", "note"]
    assert not {row.action.id for row in rows} & {mine, *(row.action.id for row in card.fallen)}
    assert refusals.read(slow.store, slow.me, slow.clock()) == []
    await slow.until_sent()
    await slow.until(lambda: slow.version(case_id) == 5)
    doc = slow.doc(case_id)
    assert doc
    first, second = doc.steps[-2:]
    assert MINE in first.note
    assert "Nhớ báo tổ." in first.note
    assert "Xử lý xong" in first.note
    assert first.attachments == (file_id,)
    assert (second.note, doc.case.state) == ("Đường đã thông.", State.RESOLVED)
    assert dropped.read(slow.store) == []


async def test_a_slower_accept_names_the_quicker_one_and_is_nothing_to_repeat(
    case_id: int, pair: tuple[Place, Place]
) -> None:
    quick, slow = pair
    slow.line.is_cut = True
    slow.do(case_id, "accept")
    slow.do(case_id, "note", note="Tôi sẽ đi xem.")
    quick.do(case_id, "accept")
    quick.do(case_id, "note", note="Tôi nhận.")
    card = await overtaken(quick, slow)
    assert card.decided
    assert (card.decided.verb, card.decided.actor_name) == ("accept", quick.me.name)
    assert (card.ways, card.following) == ((Way.DROP,), frozenset())
    with pytest.raises(outbox.RefusedAmong, match="wrong_state"):
        refusals.send_again(slow.store, card, slow.me, slow.clock(), NO_UNDO, False)
    assert refusals.read(slow.store, slow.me, slow.clock()) == [card]
    refusals.drop(slow.store, card.mine.action.id, slow.clock())
    assert slow.pending() == []
    kept = dropped.read(slow.store)
    assert {row.action.note for row in kept} == {"", "Tôi sẽ đi xem."}
    dropped.forget_old(slow.store, slow.clock() + timedelta(days=7))
    assert dropped.read(slow.store) == kept
    dropped.forget_old(slow.store, slow.clock() + timedelta(days=7, seconds=1))
    assert dropped.read(slow.store) == []


async def test_again_gets_a_new_id_and_takes_the_fallen_along_or_keeps_them(
    case_id: int, pair: tuple[Place, Place], city: City
) -> None:
    quick, slow = pair
    slow.line.is_cut = True
    slow.do(case_id, "route", note="Của Cửa Nam.", target_unit=CUA_NAM)
    quick.do(case_id, "accept")
    card = await overtaken(quick, slow)
    assert card.ways == (Way.AS_NOTE, Way.COPY, Way.DROP)
    lost = "khong-len-duoc"
    slow.line.is_cut = True
    slow.do(case_id, "note", note="Ảnh hiện trường.", attachments=(lost,))
    slow.do(case_id, "note", note="Xem ảnh trên.")
    slow.line.is_cut = False
    slow.sync.kick()
    await slow.until_sent()
    _, card = refusals.read(slow.store, slow.me, slow.clock())
    assert card.mine.code == "unknown_attachment"
    assert card.ways == (Way.AGAIN, Way.COPY, Way.DROP)
    assert card.following == {Way.AGAIN}
    await (await city.desk("hoankiem.canbo2")).attach(case_id, lost, photo())
    rows = refusals.send_again(slow.store, card, slow.me, slow.clock(), NO_UNDO, False)
    assert [row.action.note for row in rows] == ["Ảnh hiện trường."]
    assert rows[0].action.id != card.mine.action.id
    assert [row.action.note for row in dropped.read(slow.store)] == ["Xem ảnh trên."]
    assert refusals.send_again(slow.store, card, slow.me, slow.clock(), NO_UNDO, True) == []
    await slow.until_sent()
    assert outbox.sent(slow.store)[0].action_id == rows[0].action.id


@pytest.mark.parametrize("typed", ["Tôi đã xem, xin gửi lại.", ""])
async def test_a_case_that_is_gone_leaves_the_words(
    case_id: int, pair: tuple[Place, Place], typed: str
) -> None:
    quick, slow = pair
    slow.line.is_cut = True
    slow.do(case_id, "accept")
    if typed:
        slow.do(case_id, "reject", reason="duplicate", text=typed)
    quick.do(case_id, "route", note="Của Cửa Nam.", target_unit=CUA_NAM)
    card = await overtaken(quick, slow)
    assert (card.doc, card.decided, card.ways) == (None, None, (Way.DROP,))
    assert card.mine.why.startswith(f"{quick.me.name} đã chuyển hồ sơ lúc 09:00 ngày 23/11.")
    assert [row.action.text for row in card.fallen] == ([typed] if typed else [])
    with pytest.raises(outbox.RefusedAmong, match="unknown_case"):
        refusals.send_again(slow.store, card, slow.me, slow.clock(), NO_UNDO, False)


async def test_what_is_done_after_a_refusal_stands_for_itself(
    case_id: int, pair: tuple[Place, Place]
) -> None:
    quick, slow = pair
    slow.line.is_cut = True
    slow.do(case_id, "accept")
    quick.do(case_id, "accept")
    card = await overtaken(quick, slow)
    later = slow.do(case_id, "note", note="Anh nhận rồi, tôi hỗ trợ.")
    assert refusals.read(slow.store, slow.me, slow.clock()) == [card]
    await slow.until_sent()
    assert [row.action_id for row in outbox.sent(slow.store)] == [later]
    assert [row.action.id for row in slow.pending()] == [card.mine.action.id]
    shown = cases.read(slow.store, case_id, slow.me, slow.clock())
    assert shown
    assert shown.doc.case.holder_name == quick.me.name
