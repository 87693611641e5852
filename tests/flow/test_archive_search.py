"""Searching the archive is an order: answered at once, or told that it needs the connection."""

from datetime import date

import pytest

from ihanoi_desk.client.errors import Offline, ServerProblem
from tests.flow.conftest import Seat
from tests.server.conftest import City


async def test_the_archive_holds_what_the_desk_let_go(city: City, seat: Seat) -> None:
    app = await city.citizen()
    ids = [await city.scene(app, content=f"Ổ gà thứ {number}") for number in range(3)]
    desk = await city.desk("hoankiem.canbo2")
    for case_id in ids:
        await desk.act(case_id, "reject", reason="unclear_content", text="Chưa rõ, xin gửi lại.")
    filed_on = city.clock.now.date()
    city.clock.advance(days=100)
    place = await seat("hoankiem.canbo1")
    place.start()
    await place.until_fresh()
    assert place.doc(ids[0]) is None
    first = await place.api.archive("o ga", limit=2)
    assert [doc.case.id for doc in first.cases] == ids[:0:-1]
    assert first.next
    rest = await place.api.archive("o ga", cursor=first.next)
    assert [doc.case.id for doc in rest.cases] == ids[:1]
    assert rest.next is None
    of_day = await place.api.archive(kind="scene", filed_from=filed_on, filed_to=filed_on)
    assert len(of_day.cases) == 3
    none = await place.api.archive("gà", filed_to=date(2025, 1, 1))
    assert none.cases == ()


async def test_an_order_needs_the_connection_and_says_what_is_missing(
    city: City, seat: Seat
) -> None:
    place = await seat("hoankiem.canbo1")
    with pytest.raises(ServerProblem) as empty:
        await place.api.archive("  ")
    assert empty.value.problem.code == "empty_search"
    place.line.is_cut = True
    with pytest.raises(Offline):
        await place.api.archive("gà")
