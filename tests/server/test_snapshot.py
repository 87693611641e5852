"""The snapshot: open cases, then closed ones, in pages that can be taken up again."""

import json
from typing import Any

from tests.server.conftest import City, Desk

CUA_NAM = "00082@2025-07-01"


async def lines(desk: Desk, **asked: Any) -> list[Any]:
    answer = await desk.get("/v1/desk/snapshot", **asked)
    return [json.loads(line) for line in answer.raise_for_status().text.splitlines()]


def ids(found: list[Any]) -> list[int]:
    return [line["case"]["id"] for line in found if "case" in line]


def cursors(found: list[Any]) -> list[str | None]:
    return [line["cursor"] for line in found if "cursor" in line]


async def test_it_goes_on_from_every_mark(city: City) -> None:
    app = await city.citizen()
    filed = [await city.scene(app) for _ in range(7)]
    desk = await city.desk("hoankiem.canbo1")
    # Closed in another order than they were filed in.
    for case_id in (*filed[3:6], *filed[1:3]):
        city.clock.advance(minutes=1)
        await desk.act(case_id, "reject", reason="unclear_content", text="Chưa rõ, xin gửi lại.")
    whole = await lines(desk, batch=2)
    order = [filed[0], filed[6], filed[5], filed[4], filed[3], filed[2], filed[1]]
    assert ids(whole) == order
    marks = cursors(whole)
    assert marks.index(None) == len(marks) - 1 == 3
    for number, cursor in enumerate(marks[:-1], start=1):
        rest = await lines(desk, batch=2, cursor=cursor)
        assert ids(rest) == order[2 * number :]
        assert rest[0]["cases"] == 7
        assert cursors(rest) == marks[number:]


async def test_only_what_closed_lately_comes(city: City) -> None:
    app = await city.citizen()
    old, new = [await city.scene(app) for _ in range(2)]
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(old, "reject", reason="unclear_content", text="Chưa rõ, xin gửi lại.")
    city.clock.advance(days=10)
    desk = await city.desk("hoankiem.canbo1")
    for days, wanted in ((9, [new]), (11, [new, old])):
        found = await lines(desk, closed_days=days)
        assert ids(found) == wanted
        assert found[0]["cases"] == len(wanted)


async def test_a_cursor_is_good_for_its_own_view(city: City) -> None:
    app = await city.citizen()
    for _ in range(2):
        await city.scene(app)
    here, beside = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    there = await city.desk("cuanam.canbo")
    cursor = cursors(await lines(here, batch=1))[0]
    assert cursor
    assert len(ids(await lines(beside, cursor=cursor))) == 1
    view = cursor.partition(":")[0]
    for desk, text in (
        (there, cursor),
        (here, "x"),
        (here, f"{view}:0"),
        (here, f"{view}:0:0:1"),
        (here, f"{view}:0:-1"),
        (here, f"{view}:{10**17}:1"),
        (here, f"{view}:1:{10**9}"),
    ):
        answer = await desk.get("/v1/desk/snapshot", cursor=text)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


async def test_the_epoch_names_the_feed_and_the_rights(city: City) -> None:
    await city.scene(await city.citizen())
    here, beside = await city.desk("hoankiem.canbo1"), await city.desk("hoankiem.canbo2")
    there = await city.desk("cuanam.canbo")
    mine = (await here.changes(0)).epoch
    assert (await beside.changes(0)).epoch == mine
    assert (await there.changes(0)).epoch != mine
    assert (await lines(here))[0]["epoch"] == mine
    assert len((await here.changes(0, epoch=mine)).changes) == 1
    other = await here.changes(0, epoch="khac", wait=20)
    assert (other.next, other.changes, other.epoch) == (0, (), mine)
    far = await here.changes(10**6, wait=20)
    assert far.next < 10**6
