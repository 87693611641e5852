"""Search over the server's whole store: every word, within reach, page by page."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from ihanoi_desk.domain.wire import ArchivePage
from tests.server.conftest import City, Desk

CUA_NAM = "00082@2025-07-01"


async def search(desk: Desk, **asked: Any) -> ArchivePage:
    answer = await desk.get("/v1/archive", **asked)
    return TypeAdapter(ArchivePage).validate_json(answer.raise_for_status().content)


async def found(desk: Desk, text: str, **asked: Any) -> list[int]:
    return [doc.case.id for doc in (await search(desk, q=text, **asked)).cases]


async def test_every_word_counts_and_marks_do_not(city: City) -> None:
    app = await city.citizen()
    pit = await city.scene(app, content="Ổ gà sâu giữa ĐƯỜNG Đinh Tiên Hoàng")
    lamp = await city.scene(app, content="Đèn đường hỏng 100%_ tối", place="Phố Hàng Bông")
    desk = await city.desk("hoankiem.canbo1")
    await desk.act(lamp, "reject", reason="unclear_content", text="Chưa rõ, xin gửi lại.")
    city.clock.advance(days=400)
    desk = await city.desk("hoankiem.canbo1")
    assert await found(desk, "duong") == [lamp, pit]
    assert await found(desk, "DINH tien  duong") == [pit]
    assert await found(desk, "đen hang bông") == [lamp]
    assert await found(desk, f"HT-0{pit}") == [pit]
    assert await found(desk, "%") == [lamp]
    assert await found(desk, "100%_") == [lamp]
    assert await found(desk, "_tối") == []
    assert await found(desk, "\\") == []
    assert await found(desk, "đường\0đèn") == [lamp]
    doc = (await search(desk, q="đèn")).cases[0]
    assert doc.case.state == "rejected"
    assert doc.reporter.name == "T••• T••• M•••"


async def test_a_case_is_found_by_what_its_officers_noted(city: City) -> None:
    app = await city.citizen()
    report = await app.file(
        "waste", "utility_waste", "Đèn sáng cả ngày.", place="Nhà mẫu", lat=21.0287, lon=105.8524
    )
    case_id = int(report.code.partition("-")[2])
    desk = await city.desk("hoankiem.canbo1")
    assert await found(desk, "cong ty thu") == []
    await desk.act(case_id, "classify", facts={"agency": "Công ty Thử"})
    assert await found(desk, "cong ty thu") == [case_id]
    await desk.act(case_id, "classify", facts={"agency": ""})
    assert await found(desk, "cong ty thu") == []


async def test_kind_and_days_of_hanoi(city: City) -> None:
    app = await city.citizen()
    # 23:30 in Hà Nội is still that day, though the next one has begun half an hour later.
    city.clock.now = city.clock.now.replace(hour=16, minute=30)
    late = await city.scene(app)
    city.clock.advance(hours=1)
    next_day = await city.scene(app)
    desk = await city.desk("hoankiem.canbo1")
    assert await found(desk, "", filed_from="2026-11-23", filed_to="2026-11-23") == [late]
    assert await found(desk, "", filed_from="2026-11-24") == [next_day]
    assert await found(desk, "", filed_to="2026-11-24") == [next_day, late]
    assert await found(desk, "ổ gà", kind="scene", filed_to="2026-11-23") == [late]
    assert await found(desk, "ổ gà", kind="waste") == []


async def test_pages_meet_without_gap_or_double(city: City) -> None:
    app = await city.citizen()
    ids = []
    for number in range(7):
        ids.append(await city.scene(app, content=f"Ổ gà thứ {number}"))
        if number % 3:
            city.clock.advance(minutes=1)
    desk = await city.desk("hoankiem.canbo1")
    seen, cursor = [], ""
    while cursor is not None:
        page = await search(desk, q="ổ gà", limit=2, cursor=cursor)
        assert len(page.cases) <= 2
        seen += [doc.case.id for doc in page.cases]
        cursor = page.next
        # What is filed meanwhile moves nothing.
        await city.scene(app)
    assert seen == ids[::-1]


async def test_a_search_stays_within_reach(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    here, there = await city.desk("hoankiem.canbo1"), await city.desk("cuanam.canbo")
    whole, admin = await city.desk("thanhpho.kiemtra"), await city.desk("quantri")
    reach = [await found(desk, "gà") for desk in (here, there, whole, admin)]
    assert reach == [[case_id], [], [case_id], []]
    await here.act(case_id, "route", note="Nhờ xem.", target_unit=CUA_NAM)
    assert [await found(desk, "gà") for desk in (here, there)] == [[], [case_id]]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "empty_search"),
        ({"q": " \u0301 "}, "empty_search"),
        ({"q": "a " * 13}, "too_many_words"),
        ({"q": "x" * 201}, "invalid_request"),
        ({"q": "x", "kind": "khac"}, "unknown_kind"),
        ({"q": "x", "limit": 101}, "invalid_request"),
        ({"filed_from": "hôm qua"}, "invalid_request"),
        ({"filed_to": "9999-12-31"}, "bad_request"),
        ({"q": "x", "cursor": "archive:1"}, "bad_cursor"),
        ({"q": "x", "cursor": "archive:1:x"}, "bad_cursor"),
        ({"q": "x", "cursor": "archive:1:²"}, "bad_cursor"),
        ({"q": "x", "cursor": f"archive:{10**17}:1"}, "bad_cursor"),
        ({"q": "x", "cursor": f"archive:1:{10**9}"}, "bad_cursor"),
        ({"q": "x", "cursor": "khac:1:2"}, "bad_cursor"),
    ],
)
async def test_a_search_that_is_none(city: City, asked: dict[str, Any], code: str) -> None:
    desk = await city.desk("hoankiem.canbo1")
    answer = await desk.get("/v1/archive", **asked)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
