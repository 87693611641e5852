"""A small town for the rules: four units, one officer per post, a rulebook, one new case."""

import csv
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ihanoi_desk.domain.calendar import HANOI, WorkingCalendar
from ihanoi_desk.domain.calendars import DayOff, WorkingHours, hours_of
from ihanoi_desk.domain.cases import Action, Case, Proposal, Rating, State, Urgency
from ihanoi_desk.domain.catalogue import ALL, Catalogue, Category, PushTemplate, Reason
from ihanoi_desk.domain.clocks import Wait
from ihanoi_desk.domain.deadlines import Limit, LimitUnit
from ihanoi_desk.domain.decide import Applied, apply
from ihanoi_desk.domain.effects import start_receiving
from ihanoi_desk.domain.escalation import DutyAlarm, Escalation
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.officers import Actor, Grant, Officer, Role, Sender, System
from ihanoi_desk.domain.policies import Policy
from ihanoi_desk.domain.units import Unit, UnitKey
from ihanoi_desk.resources import RESOURCES

REFORM = date(2025, 7, 1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CITY = Unit("01", REFORM, "Hà Nội", "Thành phố Hà Nội", "thanh_pho", "")
LAKE = Unit("00070", REFORM, "Hoàn Kiếm", "Phường Hoàn Kiếm", "phuong", "01")
GATE = Unit("00082", REFORM, "Cửa Nam", "Phường Cửa Nam", "phuong", "01")
ROADS = Unit("SXD", REFORM, "Sở Xây dựng", "Sở Xây dựng Hà Nội", "department", "01")
FORMER = Unit(
    "00070", date(2004, 1, 1), "Hàng Trống", "Phường Hàng Trống", "phuong", "002", valid_to=REFORM
)
UNITS = (CITY, LAKE, GATE, ROADS, FORMER)


def _officer(number: int, name: str, *grants: tuple[Role, Unit]) -> Officer:
    return Officer(
        number, f"mau{number}", name, tuple(Grant(role, unit.key) for role, unit in grants)
    )


HANDLER = _officer(1, "Trần Thị Mẫu", (Role.HANDLER, LAKE))
SECOND = _officer(2, "Lê Văn Thử", (Role.HANDLER, LAKE))
COORDINATOR = _officer(3, "Phạm Ví Dụ", (Role.COORDINATOR, LAKE))
SUPERVISOR = _officer(4, "Ngô Giả Định", (Role.SUPERVISOR, LAKE))
AUDITOR = _officer(5, "Đỗ Thị Thử", (Role.AUDITOR, LAKE))
ADMINISTRATOR = _officer(6, "Vũ Văn Mẫu", (Role.ADMINISTRATOR, LAKE))
GATE_HANDLER = _officer(7, "Bùi Thị Ví Dụ", (Role.HANDLER, GATE))
ROADS_HANDLER = _officer(8, "Hồ Văn Thử", (Role.HANDLER, ROADS))
CITY_COORDINATOR = _officer(9, "Lý Thị Mẫu", (Role.COORDINATOR, CITY))
CITY_HANDLER = _officer(10, "Đinh Văn Ví Dụ", (Role.HANDLER, CITY))
SENDER, SYSTEM = Sender(), System()
OFFICERS = (
    *(HANDLER, SECOND, COORDINATOR, SUPERVISOR, AUDITOR, ADMINISTRATOR),
    *(GATE_HANDLER, ROADS_HANDLER, CITY_COORDINATOR, CITY_HANDLER),
)


@dataclass(frozen=True)
class Everybody:
    """Has every role everywhere: what is refused to it is refused by the case itself."""

    id: int = 99
    name: str = "Ai Cũng Được"
    coordinates_city: bool = True

    def roles_at(self, unit: UnitKey) -> frozenset[Role]:
        return frozenset(Role)


EVERYBODY = Everybody()


def seed_rows(name: str) -> list[dict[str, str]]:
    """The rows of a bundled seed table."""
    with (RESOURCES / "seed" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seed_days() -> tuple[DayOff, ...]:
    return tuple(
        DayOff(
            date.fromisoformat(row["date"]),
            row["kind"],
            row["name_vi"],
            row["status"] == "official",
        )
        for row in seed_rows("holidays")
    )


def seed_limits() -> tuple[Limit, ...]:
    return tuple(
        Limit(
            kind=row["kind"],
            clock=row["clock"],
            urgency=row["urgency"],
            amount=int(row["amount"]),
            unit=LimitUnit(row["unit"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            verified=row["verified"] == "true",
            source=row["source"],
        )
        for row in seed_rows("limits")
    )


def seed_hours() -> tuple[WorkingHours, ...]:
    return tuple(
        WorkingHours(
            unit="" if row["unit"] == "*" else f"{row['unit']}@2025-07-01",
            valid_from=date.fromisoformat(row["valid_from"]),
            week=tuple(hours_of(row[day]) for day in WEEKDAYS),
            verified=row["verified"] == "true",
            source=row["source"],
        )
        for row in seed_rows("working_hours")
    )


def _telling(row: dict[str, str]) -> dict[str, Any]:
    return {
        **row,
        "minutes": int(row["minutes"]),
        "role": Role(row["role"]),
        "valid_from": date.fromisoformat(row["valid_from"]),
        "verified": row["verified"] == "true",
    }


def seed_escalations() -> tuple[Escalation, ...]:
    return tuple(Escalation(**_telling(row)) for row in seed_rows("escalations"))


def seed_alarms() -> tuple[DutyAlarm, ...]:
    return tuple(DutyAlarm(**_telling(row)) for row in seed_rows("duty_alarms"))


def seed_policies() -> tuple[Policy, ...]:
    return tuple(
        Policy(
            code=row["code"],
            amount=int(row["amount"]),
            unit=row["unit"],
            valid_from=date.fromisoformat(row["valid_from"]),
            verified=row["verified"] == "true",
            source=row["source"],
        )
        for row in seed_rows("policies")
    )


def _reason(code: str, kind: str, name: str) -> Reason:
    return Reason(code, kind, name, name, "", "", "")


CATALOGUE = Catalogue(
    version=1,
    units=UNITS,
    officers=OFFICERS,
    reasons=(
        _reason("duplicate", ALL, "Trùng phản ánh"),
        _reason("edited_image", "scene", "Ảnh đã chỉnh sửa"),
        _reason("land_complaint", "procedure", "Khiếu nại đất đai"),
    ),
    pushes=tuple(
        PushTemplate(row["event"], row["title_vi"], row["body_vi"], row["title_en"], row["body_en"])
        for row in seed_rows("push_templates")
    ),
    limits=seed_limits(),
    days=seed_days(),
    hours=seed_hours(),
    escalations=seed_escalations(),
    alarms=seed_alarms(),
    categories=tuple(
        Category(code, kind, "", code, code, "normal", None)
        for kind in KINDS
        for code in ("pothole", "other")
    ),
    policies=seed_policies(),
    unverified=frozenset({"reasons", "pushes", "policies"}),
)
BOOK = CATALOGUE.rulebook()
CALENDAR: WorkingCalendar = BOOK.calendars.city


def hanoi(text: str) -> datetime:
    """``2026-08-28 17:00`` on a clock in Hà Nội, as the aware UTC moment the rules keep."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI).astimezone(UTC)


FILED = hanoi("2026-03-02 08:30")
"""A Monday without holidays near."""


def new_case(kind: str = "scene", urgency: Urgency = Urgency.NORMAL, **facts: object) -> Case:
    """A case just filed at Hoàn Kiếm, its receive clock running."""
    case = Case(
        id=1,
        code="HT-000001",
        kind=kind,
        state=State.NEW,
        urgency=urgency,
        category="pothole",
        title="Ổ gà",
        content="Ổ gà trước số nhà mẫu",
        place="Phố Mẫu",
        lat=21.0287,
        lon=105.8524,
        accuracy_m=12.0,
        unit=LAKE.key,
        filed_at=FILED,
        receive_due_at=None,
        rule_set=date(2026, 3, 2),
        version=1,
    )
    return replace(start_receiving(case, FILED, BOOK), **facts)  # type: ignore[arg-type]


ASKED = FILED + timedelta(hours=1)


def _in_work(kind: str, state: State, holder: Officer = HANDLER, **facts: object) -> Case:
    handling = {
        "received_at": FILED,
        "handle_from": FILED,
        "handle_due_at": hanoi("2026-03-09 17:30"),
    }
    hands = {"holder_id": holder.id, "holder_name": holder.name}
    return new_case(kind, state=state, **{**handling, **hands, **facts})


def proposal(author: Officer = HANDLER) -> Proposal:
    return Proposal(
        author_id=author.id,
        author_name=author.name,
        at=ASKED,
        text="Đã vá mặt đường.",
        attachments=("anh-1",),
    )


IN_STATE = {
    State.NEW: new_case,
    State.ACCEPTED: lambda kind: _in_work(kind, State.ACCEPTED),
    State.ASSIGNED: lambda kind: _in_work(kind, State.ASSIGNED, SECOND),
    State.WAITING: lambda kind: _in_work(
        kind, State.WAITING, back_to=State.ACCEPTED, waits=(Wait(ASKED),)
    ),
    State.APPROVAL: lambda kind: _in_work(
        kind, State.APPROVAL, back_to=State.ASSIGNED, proposal=proposal()
    ),
    State.REOPENED: lambda kind: _in_work(kind, State.REOPENED, reopenings=1),
    State.RESOLVED: lambda kind: _in_work(kind, State.RESOLVED, closed_at=ASKED),
    State.REJECTED: lambda kind: new_case(kind, state=State.REJECTED, closed_at=FILED),
    State.CLOSED: lambda kind: _in_work(kind, State.CLOSED, closed_at=ASKED),
}

_WORK = {
    *("assign", "urgency", "categorize", "ask_citizen", "message", "write", "propose", "resolve"),
    *("reject", "merge", "escalate", "reschedule", "note"),
}
POSSIBLE: dict[State, set[str]] = {
    State.NEW: {
        *("accept", "route", "urgency", "categorize", "write", "reject", "merge"),
        *("escalate", "reschedule", "note"),
    },
    State.ACCEPTED: _WORK,
    State.ASSIGNED: {*_WORK, "return"},
    State.REOPENED: _WORK,
    State.WAITING: {"answer", "resume", "message", "reject", "escalate", "reschedule", "note"},
    State.APPROVAL: {"message", "write", "approve", "send_back", "escalate", "reschedule", "note"},
    State.RESOLVED: {"message", "write", "publish", "rate", "reopen", "close", "note"},
    State.REJECTED: {"reopen", "note"},
    State.CLOSED: {"publish", "reopen", "note"},
}
"""What somebody with every role may do with a normal scene report that was never sent on."""

GUARDED = {
    "return": "no_earlier_unit",
    "ask_extension": "extension_for_complex_only",
    "extend": "no_extension_asked",
    "deny_extension": "no_extension_asked",
    "separate": "not_merged",
    **dict.fromkeys(("follow", "go_along", "reject_along", "reopen_along"), "not_merged"),
    "unpublish": "not_published",
    "resolve": "not_classified",
    "propose": "not_classified",
}
"""Why a verb that has a row is refused on such a case, or on one that nobody classified."""

CLASSIFIED = {
    "scene": {},
    "procedure": {"nature": "behaviour"},
    "waste": {"waste_of": "money"},
    "initiative": {"field": "transport", "assessment": "selected"},
}
"""The least that makes each kind ready for a result."""

FULL: dict[str, object] = {
    "text": "Chúng tôi đã kiểm tra và xử lý. Cần thêm, mong ông/bà gửi lại.",
    "note": "Chỉ đồng nghiệp đọc dòng này.",
    "reason": "duplicate",
    "target_unit": GATE.key,
    "assignee_id": SECOND.id,
    "attachments": ("tep-1",),
    "urgency": Urgency.URGENT,
    "category": "other",
    "days": 3,
    "rating": Rating.UNSATISFIED,
    "master_id": 2,
}
"""Everything any verb may need, but for the facts of a kind."""


def full(kind: str) -> dict[str, object]:
    return {**FULL, "facts": CLASSIFIED[kind]}


def action(verb: str, case: Case, at: datetime = FILED, **facts: object) -> Action:
    return Action(
        id=f"{verb}-{case.version}",
        case_id=case.id,
        verb=verb,
        at=at,
        **facts,  # type: ignore[arg-type]
    )


def act(
    case: Case, verb: str, officer: Actor, *, after: timedelta = timedelta(), **facts: object
) -> Applied:
    """`officer` does `verb` with exactly these `facts`, so long `after` the case was filed."""
    now = FILED + after
    return apply(case, action(verb, case, now, **facts), officer, now, BOOK)


def keys(*units: Unit) -> tuple[UnitKey, ...]:
    return tuple(unit.key for unit in units)
