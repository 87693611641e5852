"""Working calendars changed by administrators: who may, what becomes of open cases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter
from sqlalchemy import func, literal_column, select, table

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.calendar_orders import CalendarEffect, CalendarHistory, DayOrder
from ihanoi_desk.domain.calendars import DayOff, text_of
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.wire import CaseDoc, Problem
from ihanoi_desk.server.audit import verify
from ihanoi_desk.server.tables import audit
from tests.databases import POSTGRESQL
from tests.server.conftest import City, Desk

HOAN_KIEM, CUA_NAM = "00070@2025-07-01", "00082@2025-07-01"
CUA_NAM_PLACE = {"lat": 21.0225, "lon": 105.8470}
OFFICE = ["08:00-12:00, 13:30-17:30"] * 5 + ["", ""]
CARD = "001199000002||Trần Thị Mẫu|08061999|Nữ|Thôn Mẫu, Xã Ví Dụ|12042022"
LIST = """date,weekday,kind,name_vi,status
2026-11-24,Tue,public,Ngày Văn hóa Việt Nam,official
2026-11-25,Wed,compensatory,Nghỉ bù mẫu,official
2026-12-05,Sat,swap_work,Làm bù mẫu,
"""


def day(text: str, kind: str = "closed", unit: str = HOAN_KIEM, **more: Any) -> dict[str, Any]:
    row = {"day": text, "kind": kind, "name_vi": "Mất điện", "verified": True, "unit": unit}
    return {**row, **more}


def hours(week: list[str], since: str, unit: str = HOAN_KIEM) -> dict[str, Any]:
    times = [[part.split("-") for part in text.split(", ") if part] for text in week]
    row = {"unit": unit, "valid_from": since, "week": times, "verified": False, "source": ""}
    return {"hours": row}


async def order(desk: Desk, method: str, path: str, **sent: Any) -> CalendarEffect:
    answer = await asked(desk, method, path, **sent)
    return TypeAdapter(CalendarEffect).validate_json(answer.raise_for_status().content)


async def asked(desk: Desk, method: str, path: str, **sent: Any) -> httpx.Response:
    address = f"/v1/admin/calendar/{path}"
    return await desk.http.request(method, address, headers=desk.headers, **sent)


async def close(desk: Desk, text: str, unit: str = HOAN_KIEM, **more: Any) -> CalendarEffect:
    kind = "closed" if unit else "public"
    return await order(desk, "PUT", "days", json={"day": day(text, kind, unit), **more})


async def doc_of(desk: Desk, case_id: int) -> CaseDoc:
    changes = (await desk.changes(0)).changes
    return next(row.doc for row in changes if row.case_id == case_id and row.doc)


def words(moment: datetime | None) -> str:
    return f"{moment.astimezone(HANOI):%d/%m %H:%M}" if moment else ""


async def test_a_closed_day_moves_the_limits_of_its_unit_until_it_is_taken_back(city: City) -> None:
    app = await city.citizen()
    ours, theirs = await city.scene(app), await city.scene(app, **CUA_NAM_PLACE)
    worker, neighbour = await city.desk("hoankiem.canbo1"), await city.desk("cuanam.canbo")
    admin = await city.desk("quantri")
    before = (await worker.changes(0)).next
    # Filed on Monday 23 November at 9:00; the 24th is a holiday of the seed data.
    assert words((await doc_of(worker, ours)).case.due_at) == "25/11 09:00"
    effect = await close(admin, "2026-11-25")
    assert (effect.added, effect.open_cases, effect.later, effect.earlier) == (1, 1, 1, 0)
    doc = await doc_of(worker, ours)
    assert words(doc.case.due_at) == "26/11 09:00"
    last = doc.steps[-1]
    assert (last.verb, last.actor_id, last.from_state, last.to_state) == (
        *("reschedule", None, "new", "new"),
    )
    assert "Mất điện" in last.note and "09:00 25/11/2026 → 09:00 26/11/2026" in last.note
    assert doc.tellings and len(doc.tellings) == 1, "nothing about the clock goes to the phone"
    assert words((await doc_of(neighbour, theirs)).case.due_at) == "25/11 09:00"
    assert {row.what for row in (await worker.changes(before)).changes} == {"case", "catalogue"}
    with city.server.database.read() as connection:
        verify(connection)
        lines = connection.execute(select(audit.c.what, audit.c.actor)).all()
    assert ("special_day", f"officer:{admin.me.officer.id}") in lines
    assert ("reschedule", "system") in lines
    gone = {"unit": HOAN_KIEM, "day": "2026-11-25"}
    effect = await order(admin, "DELETE", "days", params=gone)
    assert (effect.withdrawn, effect.earlier) == (1, 1)
    assert words((await doc_of(worker, ours)).case.due_at) == "25/11 09:00"
    assert (await order(admin, "DELETE", "days", params=gone)).withdrawn == 0


async def test_a_running_handling_clock_moves_too_and_a_closed_case_does_not(city: City) -> None:
    app = await city.citizen()
    running, done = await city.scene(app), await city.scene(app)
    worker = await city.desk("hoankiem.canbo1")
    await worker.act(running, "accept")
    await worker.act(done, "reject", reason="unclear_content", text="Chưa rõ vị trí, xin gửi lại.")
    due = (await doc_of(worker, running)).case.due_at
    version = (await doc_of(worker, done)).case.version
    await close(await city.desk("quantri"), "2026-11-25")
    moved = (await doc_of(worker, running)).case.due_at
    assert due and moved and moved > due
    assert (await doc_of(worker, done)).case.version == version
    afterwards = (await doc_of(worker, await city.scene(app))).case.due_at
    assert words(afterwards) == "26/11 09:00"


async def test_a_clock_at_rest_is_counted_anew_too(city: City) -> None:
    """Five working days from Monday 23 November, whose last is 1 December: the 24th is a holiday.
    With one hour less on each from the 26th on, four hours are missing of the 47 that were left."""
    case_id = await city.scene(await city.citizen())
    worker = await city.desk("hoankiem.canbo1")
    await worker.act(case_id, "accept")
    await worker.act(case_id, "ask_citizen", text="Xin ảnh rõ hơn.")
    before = (await doc_of(worker, case_id)).case
    shorter = ["08:00-12:00, 13:30-16:30"] * 5 + ["", ""]
    admin = await city.desk("quantri")
    effect = await order(admin, "PUT", "hours", json=hours(shorter, "2026-11-26"))
    assert (effect.open_cases, effect.later, effect.earlier) == (1, 0, 1)
    doc = await doc_of(worker, case_id)
    assert before.left_at_rest and doc.case.left_at_rest
    assert before.left_at_rest - doc.case.left_at_rest == timedelta(hours=4)
    assert doc.steps[-1].verb == "reschedule"
    assert "5 ngày 7 giờ → 5 ngày 3 giờ" in doc.steps[-1].note
    await worker.act(case_id, "resume", note="Đã gọi điện.")
    answered = (await doc_of(worker, case_id)).case
    assert answered.left_at_rest is None and words(answered.due_at) == "01/12 16:30"


async def test_a_limit_that_is_not_the_next_one_moves_as_well(city: City) -> None:
    """More time was granted to answer, so that the limit to classify comes first."""
    app = await city.citizen()
    await app.verify(CARD)
    what = ("procedure", "certification", "Chờ lâu.")
    report = await app.file(*what, title="Chứng thực", place="UBND", **CUA_NAM_PLACE)
    case_id = int(report.code.partition("-")[2])
    worker = await city.desk("cuanam.canbo")
    await worker.act(case_id, "accept")
    await worker.act(case_id, "urgency", urgency="complex", note="Nhiều cơ quan.")
    await worker.act(case_id, "ask_extension", days=3, note="Chờ ý kiến.")
    chief = await city.desk("thanhpho.lanhdao")
    await chief.act(case_id, "extend", text="Cần thêm ba ngày.")
    before = (await doc_of(worker, case_id)).case
    assert words(before.classify_due_at) == "01/12 17:30"
    assert words(before.handle_due_at) == "04/12 17:30"
    effect = await close(await city.desk("quantri"), "2026-12-03", CUA_NAM)
    assert (effect.later, effect.earlier) == (1, 0)
    doc = await doc_of(worker, case_id)
    assert doc.case.due_at == before.due_at
    assert words(doc.case.handle_due_at) == "07/12 17:30"
    assert "17:30 04/12/2026 → 17:30 07/12/2026" in doc.steps[-1].note


async def test_a_rehearsal_counts_and_changes_nothing(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    worker, admin = await city.desk("hoankiem.canbo1"), await city.desk("quantri")
    head = (await worker.changes(0)).next
    lines = city.count(audit)
    effect = await close(admin, "2026-11-25", rehearsal=True)
    assert (effect.added, effect.moved) == (1, 1)
    doc = await doc_of(worker, case_id)
    assert words(doc.case.due_at) == "25/11 09:00" and doc.case.version == 1
    assert (await worker.changes(head)).next == head
    assert city.count(audit) == lines
    # What was only tried is not remembered as the truth of the next version either.
    await close(admin, "2026-11-30", CUA_NAM)
    assert (await catalogue(admin)).calendar_for(HOAN_KIEM).hours(date(2026, 11, 25))


async def catalogue(desk: Desk) -> Catalogue:
    answer = await desk.get("/v1/desk/catalogue")
    return TypeAdapter(Catalogue).validate_json(answer.content)


async def test_hours_of_a_unit_hold_from_their_day_on_and_the_earlier_ones_stay_known(
    city: City,
) -> None:
    case_id = await city.scene(await city.citizen())
    worker, admin = await city.desk("hoankiem.canbo1"), await city.desk("quantri")
    early = ["07:30-11:30, 13:00-17:00"] * 5 + ["07:30-11:30", ""]
    effect = await order(admin, "PUT", "hours", json=hours(early, "2026-11-25"))
    assert (effect.added, effect.withdrawn, effect.earlier) == (1, 0, 1)
    # Seven hours on Monday, one on Wednesday from 7:30.
    assert words((await doc_of(worker, case_id)).case.due_at) == "25/11 08:30"
    later = ["09:00-12:00, 13:30-17:30"] * 5 + ["", ""]
    effect = await order(admin, "PUT", "hours", json=hours(later, "2026-11-25"))
    assert (effect.withdrawn, effect.later) == (1, 1)
    assert words((await doc_of(worker, case_id)).case.due_at) == "25/11 10:00"
    calendar = (await catalogue(worker)).calendar_for(HOAN_KIEM)
    assert text_of(calendar.hours(date(2026, 11, 20))) == OFFICE[0]
    assert text_of(calendar.hours(date(2026, 11, 25))) == later[0]
    assert calendar.is_unverified(date(2026, 11, 25))
    answer = await admin.get("/v1/admin/calendar", unit=HOAN_KIEM)
    kept = TypeAdapter(CalendarHistory).validate_json(answer.content).hours
    assert {(text_of(row.hours.week[0]), row.known_until) for row in kept} == {
        (later[0], None),
        (early[0], date(2026, 11, 23)),
    }


async def test_a_list_replaces_the_days_of_the_city_between_its_ends(city: City) -> None:
    app = await city.citizen()
    ours, theirs = await city.scene(app), await city.scene(app, **CUA_NAM_PLACE)
    admin = await city.desk("quantri")
    rehearsed = await order(admin, "POST", "holidays", json={"csv": LIST, "rehearsal": True})
    effect = await order(admin, "POST", "holidays", json={"csv": LIST})
    assert effect == rehearsed
    assert (effect.added, effect.withdrawn, effect.later) == (3, 1, 2)
    for login, case_id in (("hoankiem.canbo1", ours), ("cuanam.canbo", theirs)):
        assert words((await doc_of(await city.desk(login), case_id)).case.due_at) == "26/11 09:00"
    known = await catalogue(admin)
    days = [row for row in known.days if date(2026, 11, 1) < row.day < date(2026, 12, 31)]
    assert [(row.kind, row.verified) for row in days] == [
        ("public", True),
        ("compensatory", True),
        ("swap_work", False),
    ]
    again = "\n".join(LIST.splitlines()[:2])
    assert (await order(admin, "POST", "holidays", json={"csv": again})).withdrawn == 1


WRONG_LISTS = (
    ("", {"1": "no_column"}),
    ("date,kind\n2026-11-24,public", {"1": "no_column"}),
    ("date,kind,name_vi\n", {"1": "empty"}),
    (
        LIST + "24/12/2026,,public,Ngày mẫu,\n2026-12-25,Mon,nghi,Ngày mẫu,\n",
        {"5": "bad_date", "6": "unknown_kind"},
    ),
    (LIST + "2026-11-25,Wed,public,Lần hai,\n", {"5": "twice"}),
)


async def test_one_wrong_line_and_nothing_is_taken_in(city: City) -> None:
    admin = await city.desk("quantri")
    before = (await catalogue(admin)).version
    for text, lines in WRONG_LISTS:
        answer = await asked(admin, "POST", "holidays", json={"csv": text})
        problem = TypeAdapter(Problem).validate_json(answer.content)
        assert (answer.status_code, problem.code) == (422, "bad_holiday_list")
        assert {row.field: row.code for row in problem.errors} == lines
        assert all(row.text for row in problem.errors)
    assert (await catalogue(admin)).version == before


WRONG_ORDERS = (
    ("days", {"day": day("2026-11-25", "public")}, "unknown_day_kind"),
    ("days", {"day": day("2026-11-25", "closed", "")}, "unknown_day_kind"),
    ("days", {"day": day("2026-11-25", "open")}, "bad_hours"),
    ("days", {"day": day("2026-11-25", unit="khong-co")}, "unknown_unit_code"),
    ("days", {"day": day("2026-11-25", name_vi=" ")}, "missing_field"),
    ("days", {"day": day("2026-11-25", name_vi="a" * 201)}, "too_long"),
    ("days", {"day": day("khong-phai-ngay")}, "invalid_request"),
    ("hours", hours([""] * 7, "2026-12-01"), "never_open"),
    ("hours", hours(OFFICE[:6], "2026-12-01"), "never_open"),
    ("hours", hours(["12:00-08:00"] * 7, "2026-12-01"), "bad_hours"),
)


async def test_a_wrong_order_is_refused_in_words(city: City) -> None:
    admin = await city.desk("quantri")
    for path, sent, code in WRONG_ORDERS:
        answer = await asked(admin, "PUT", path, json=sent)
        problem = TypeAdapter(Problem).validate_json(answer.content)
        assert (answer.status_code, problem.code) == (422, code) and problem.detail


async def test_a_units_administrator_rules_the_unit_and_not_the_city(city: City) -> None:
    desk = await city.desk("hoankiem.quantri")
    assert (await close(desk, "2026-11-25")).added == 1
    for unit in ("", CUA_NAM):
        answer = await asked(desk, "PUT", "days", json={"day": day("2026-11-25", unit=unit)})
        assert answer.status_code == 403
    assert (await asked(desk, "POST", "holidays", json={"csv": LIST})).status_code == 403
    assert (await desk.get("/v1/admin/calendar")).status_code == 403


@pytest.mark.parametrize("dialect", [POSTGRESQL])
async def test_a_calendar_waits_for_the_writes_that_still_count_by_the_old_one(
    city: City,
) -> None:
    server, admin = city.server, await city.desk("quantri")
    row = DayOff(date(2026, 11, 25), "closed", "Mất điện", True, HOAN_KIEM)
    waiting = (
        select(func.count()).select_from(table("pg_locks")).where(literal_column("NOT granted"))
    )
    with ThreadPoolExecutor(1) as pool:
        with server.database.write() as connection:
            server.reference.steady(connection, city.clock.now)
            ordered = pool.submit(server.calendars.put_day, DayOrder(row), admin.me.officer)
            while not connection.execute(waiting).scalar_one():
                assert not ordered.done()
        assert ordered.result(30).added == 1
