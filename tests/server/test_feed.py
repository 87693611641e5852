"""The feed: in order, scoped, coalesced, able to say "gone", and awake at once."""

import asyncio
import time
from datetime import timedelta

from ihanoi_desk.server.push.delivery import Delivery
from ihanoi_desk.server.push.gateway import Answer, Message
from ihanoi_desk.server.push.jobs import Jobs
from tests.server.conftest import City, photo
from tests.server.test_accounts import CARD

CUA_NAM = "00082@2025-07-01"


async def test_a_routed_case_is_gone_here_and_new_there(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    here, there = await city.desk("hoankiem.canbo1"), await city.desk("cuanam.canbo")
    whole = await city.desk("thanhpho.daumoi")
    start = (await here.changes(0)).next
    await here.act(case_id, "route", note="Nhờ xem.", target_unit=CUA_NAM)
    gone = (await here.changes(start)).changes
    came = (await there.changes(start)).changes
    seen = (await whole.changes(start)).changes
    assert [(row.what, row.case_id, row.doc) for row in gone] == [("gone", case_id, None)]
    assert [row.what for row in came] == ["case"]
    assert came[0].doc
    assert came[0].doc.case.unit == CUA_NAM
    assert [row.what for row in seen] == ["case"]
    back = await there.act(case_id, "return", note="Không phải.")
    assert back.outcome == "applied"
    assert [row.what for row in (await here.changes(start)).changes] == ["case"]
    assert [row.what for row in (await there.changes(start)).changes] == ["gone"]


async def test_pages_are_coalesced_and_say_when_there_is_more(city: City) -> None:
    app = await city.citizen()
    one = await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(one, "accept")
    two = await city.scene(app)
    everything = await desk.changes(0)
    assert sorted(row.case_id for row in everything.changes) == [one, two]
    assert not everything.more
    position, seen, pages = 0, [], 0
    while True:
        page = await desk.changes(position, limit=1)
        seen += [row.case_id for row in page.changes]
        position, pages = page.next, pages + 1
        if not page.more:
            break
    assert seen == [one, one, two]
    assert pages == 3
    assert position == everything.next


async def test_a_poll_wakes_with_the_commit(city: City) -> None:
    app = await city.citizen()
    desk = await city.desk("hoankiem.canbo1")
    start = (await desk.changes(0)).next
    waiting = asyncio.create_task(desk.changes(start, wait=20))
    await asyncio.sleep(0)
    began = time.monotonic()
    case_id = await city.scene(app)
    page = await asyncio.wait_for(waiting, 10)
    assert time.monotonic() - began < 5
    assert [row.case_id for row in page.changes] == [case_id]


async def test_a_poll_without_news_ends_by_itself(city: City) -> None:
    desk = await city.desk("hoankiem.canbo1")
    page = await desk.changes(0, wait=0.05)
    assert page.changes == ()
    assert page.server_time == city.clock.now


async def test_a_stopped_server_sends_waiting_polls_home(city: City) -> None:
    desk = await city.desk("hoankiem.canbo1")
    waiting = asyncio.create_task(desk.changes(0, wait=20))
    while not city.server.waker.waiting:
        await asyncio.sleep(0)
    city.server.waker.stop()
    page = await asyncio.wait_for(waiting, 5)
    assert page.changes == ()


async def test_a_file_is_part_of_its_case_when_a_step_brings_it(city: City) -> None:
    """Else the desks would differ from the server: an upload alone is no news."""
    case_id = await city.scene(await city.citizen())
    desk = await city.desk("hoankiem.canbo1")
    before = await desk.changes(0)
    assert (await desk.attach(case_id, "anh-ket-qua", photo())).status_code == 201
    assert (await desk.changes(before.next)).changes == ()
    assert (await desk.changes(0)).changes == before.changes
    await desk.act(case_id, "note", note="Kèm ảnh.", attachments=["anh-ket-qua"])
    (change,) = (await desk.changes(before.next)).changes
    assert change.doc
    assert [file.id for file in change.doc.attachments][1:] == ["anh-ket-qua"]


async def test_what_a_case_says_of_its_sender_is_news(city: City) -> None:
    """How many phones can be told, and whether the sender proved who they are."""
    app, other = await city.citizen(), await city.citizen()
    ids = sorted([await city.scene(app), await city.scene(app)])
    desk = await city.desk("hoankiem.canbo1")

    async def news(after: int) -> tuple[list[int], list[tuple[int, bool]], int]:
        page = await desk.changes(after)
        senders = [row.doc.reporter for row in page.changes if row.doc]
        seen = sorted({(sender.devices, sender.verified) for sender in senders})
        return sorted(row.case_id for row in page.changes), seen, page.next

    _, _, start = await news(0)
    await app.register_device("may-moi")
    assert (await news(start))[:2] == (ids, [(1, False)])
    _, _, start = await news(start)
    await app.register_device("may-moi", "ios")
    assert (await news(start))[:2] == ([], [])
    await app.verify(CARD)
    assert (await news(start))[:2] == (ids, [(1, True)])
    _, _, start = await news(start)
    await other.register_device("may-moi")
    assert (await news(start))[:2] == (ids, [(0, True)])


async def test_a_phone_that_is_no_more_is_news_of_every_case_of_its_owner(city: City) -> None:
    app = await city.citizen()
    await app.register_device("may-mat")
    answers: list[Answer] = ["told", "gone"]

    class Service:
        async def send(self, message: Message) -> Answer:
            return answers.pop(0)

    desk = await city.desk("hoankiem.canbo1")
    jobs = Jobs(city.server.database, timedelta(seconds=5), city.clock, inbox_suffices=False)
    ids = []
    for _ in range(2):
        start = (await desk.changes(0)).next
        ids.append(await city.scene(app))
        await Delivery(jobs, Service()).run()
    page = await desk.changes(start)
    assert sorted(row.case_id for row in page.changes) == sorted(ids)
    assert {row.doc.reporter.devices for row in page.changes if row.doc} == {0}
