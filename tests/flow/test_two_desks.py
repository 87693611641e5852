"""Two officers want the same case: one wins, the other keeps the words and reads who was first."""

import pytest

from ihanoi_desk.client import refusals
from ihanoi_desk.domain.cases import State
from tests.databases import DIALECTS
from tests.flow.conftest import Seat
from tests.server.conftest import City

CUA_NAM = "00082@2025-07-01"


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_the_slower_desk_hears_who_was_first_and_keeps_its_words(
    city: City, seat: Seat
) -> None:
    case_id = await city.scene(await city.citizen())
    first, second = await seat("hoankiem.canbo1"), await seat("hoankiem.canbo2")
    for place in (first, second):
        place.start()
        await place.until_fresh()
    second.line.is_cut = True
    typed = "Đề nghị gửi lại ảnh rõ hơn."
    second.do(case_id, "accept")
    lost = second.do(case_id, "reject", reason="unclear_content", text=typed, note="Ảnh mờ.")
    assert second.state(case_id) is State.REJECTED
    first.do(case_id, "accept")
    await first.until_sent()
    second.line.is_cut = False
    second.sync.kick()
    await second.until(lambda: len(second.pending("refused")) == 2)
    root, fallen = second.pending("refused")
    assert root.code == "wrong_state"
    assert root.why.startswith(f"{first.me.name} đã tiếp nhận lúc 09:00 ngày 23/11.")
    assert (fallen.action.id, fallen.fell_with) == (lost, root.action.id)
    assert (fallen.action.text, fallen.action.note) == (typed, "Ảnh mờ.")
    await second.until(lambda: second.version(case_id) == 2)
    doc = second.doc(case_id)
    assert doc
    assert (doc.case.state, doc.case.holder_name) == (State.ACCEPTED, first.me.name)
    await second.until(lambda: second.sync.status.refused == 2)
    refusals.drop(second.store, root.action.id, second.clock())
    await second.until(lambda: second.sync.status.refused == 0)
    assert second.pending() == []


async def test_a_case_that_went_away_refuses_what_still_waits(city: City, seat: Seat) -> None:
    case_id = await city.scene(await city.citizen())
    first, second = await seat("hoankiem.canbo1"), await seat("hoankiem.canbo2")
    for place in (first, second):
        place.start()
        await place.until_fresh()
    second.do(case_id, "accept", undo_s=60)
    first.do(case_id, "route", note="Của Cửa Nam.", target_unit=CUA_NAM)
    await second.until(lambda: second.doc(case_id) is None)
    assert len(second.pending("waiting")) == 1
    second.clock.advance(minutes=2)
    second.sync.kick()
    await second.until(lambda: second.pending("refused"))
    assert second.pending()[0].why.startswith(f"{first.me.name} đã chuyển hồ sơ lúc 09:00")
    assert second.doc(case_id) is None


async def test_one_bad_action_does_not_hold_up_the_other_cases(city: City, seat: Seat) -> None:
    app = await city.citizen()
    long, plain = await city.scene(app), await city.scene(app)
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    typed = "rất dài " * 1000
    place.do(long, "note", note=typed)
    place.do(plain, "accept")
    await place.until_sent()
    assert place.version(plain) == 2
    refused = place.pending("refused")
    assert [row.action.note for row in refused] == [typed]
    assert refused[0].why
    assert place.sync.status.online
