"""What each door of the API must answer to each caller: the table of the scope matrix."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from ihanoi_desk.domain.officers import Role
from tests.server.conftest import photo
from tests.server.scope_world import (
    CALLERS,
    NEIGHBOUR,
    OURS,
    PASSWORD,
    Caller,
    World,
    action,
    new_template,
)

Expected = Callable[[Caller], str]
Asked = Callable[[World, Caller], dict[str, Any]]
FRONT = frozenset({Role.HANDLER, Role.COORDINATOR})
LEADS = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
WORKERS = FRONT | LEADS
LOOK_UNDER = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR})


def nothing(_world: World, _caller: Caller) -> dict[str, Any]:
    return {}


def status_of(answer: httpx.Response) -> str:
    return str(answer.status_code)


def outcome_of(answer: httpx.Response) -> str:
    """The status, and what became of the one action."""
    if answer.status_code != 200:
        return str(answer.status_code)
    (only,) = answer.json()["answers"]
    found = only["outcome"] or only["problem"]
    return f"{found.get('outcome', '')} {found['code']}".strip()


@dataclass(frozen=True, slots=True)
class Door:
    """One kind of request at a door. `ids` replace those of the world in its path."""

    expected: Expected
    asked: Asked = nothing
    judged: Callable[[httpx.Response], str] = status_of
    lists: bool = False
    """The answer has to hold the documents of everything within reach."""
    own_case: bool = False
    """What one caller does to the case must not stand in the way of the next."""
    reveals: bool = False
    """Whoever may pass reads the name and number of the one who filed the case."""
    name: str = ""
    ids: Callable[[World], dict[str, str]] = field(default=lambda _: {})


def anybody(status: str) -> Expected:
    return lambda _: status


def holders(status: str) -> Expected:
    """Whoever brings a token, of whatever kind."""
    return lambda caller: status if caller.kind != "nobody" else "401"


def officers(status: str) -> Expected:
    return lambda caller: status if caller.is_officer else "401"


def readers(status: str, others: str) -> Expected:
    """Officers who may read the case, and the other officers."""
    return lambda caller: (status if caller.reads else others) if caller.is_officer else "401"


def workers(roles: frozenset[Role], status: str, mere_readers: str, others: str) -> Expected:
    def expected(caller: Caller) -> str:
        if not caller.is_officer:
            return "401"
        if not caller.reads:
            return others
        return status if caller.role in roles else mere_readers

    return expected


def administrators(status: str) -> Expected:
    def expected(caller: Caller) -> str:
        if not caller.is_officer:
            return "401"
        return status if caller.role is Role.ADMINISTRATOR else "403"

    return expected


def administrators_of(relations: frozenset[str], status: str) -> Expected:
    """Administrators whose grant reaches the unit, and all other officers."""

    def expected(caller: Caller) -> str:
        if not caller.is_officer:
            return "401"
        rules = caller.role is Role.ADMINISTRATOR and caller.relation in relations
        return status if rules else "403"

    return expected


def administrators_there(status: str, elsewhere: str) -> Expected:
    """Administrators of the unit in question or of the city, and those of other units."""

    def expected(caller: Caller) -> str:
        if caller.role is not Role.ADMINISTRATOR:
            return "403" if caller.is_officer else "401"
        return status if caller.relation in ("own", "child") else elsewhere

    return expected


def citizens(own: str, other: str) -> Expected:
    """The one who filed the report, and another citizen."""

    def expected(caller: Caller) -> str:
        if caller.kind != "citizen":
            return "401"
        return own if caller.relation == "own" else other

    return expected


# --- requests -----------------------------------------------------------------------------------


def does(verb: str, **facts: Any) -> Asked:
    def asked(world: World, caller: Caller) -> dict[str, Any]:
        body = action(world.city, f"{verb}-{caller.name}", world.case_id, verb, **facts)
        return {"json": {"actions": [body]}}

    return asked


def upload(world: World, caller: Caller) -> dict[str, Any]:
    return {
        "data": {"id": f"tep-{caller.name}", "case_id": str(world.case_id)},
        "files": {"file": ("anh.jpg", photo().content, "image/jpeg")},
    }


def report(_world: World, caller: Caller) -> dict[str, Any]:
    fields = {"kind": "initiative", "category": "init_digital", "title": "Thử", "content": "Thử."}
    return {
        "files": [(name, (None, text)) for name, text in fields.items()],
        "headers": {"Idempotency-Key": f"khoa-{caller.name}"},
    }


def answer(_world: World, caller: Caller) -> dict[str, Any]:
    key = {"Idempotency-Key": f"loi-{caller.name}"}
    return {"files": [("text", (None, "Thử."))], "headers": key}


def rating(_world: World, caller: Caller) -> dict[str, Any]:
    key = {"Idempotency-Key": f"diem-{caller.name}"}
    return {"json": {"rating": "satisfied"}, "headers": key}


def opened(world: World, _caller: Caller) -> dict[str, Any]:
    return {"json": {"case_id": world.case_id}}


def asks(**query: Any) -> Asked:
    return lambda _world, _caller: {"params": query}


def sends(**body: Any) -> Asked:
    return lambda _world, _caller: {"json": body}


def own_phone(_world: World, caller: Caller) -> dict[str, Any]:
    # Codes are texted to a number only now and then.
    return {"json": {"phone": f"0{900_700_000 + CALLERS.index(caller)}"}}


def sentence(unit: str | None, text: str = "Xong {case_code}.") -> dict[str, Any]:
    return {
        "json": {"unit": unit, "kind": "scene", "verb": "resolve", "category": "*", "text_vi": text}
    }


def own_sentence(_world: World, caller: Caller) -> dict[str, Any]:
    return sentence(OURS, f"Xong {{case_code}}, {caller.name}.")


def fresh_sentence(world: World) -> dict[str, str]:
    """One of the case's unit that nobody has touched."""
    return {"template": new_template(world.city, OURS)}


def result_file(world: World) -> dict[str, str]:
    return {"file_id": world.result_file}


def acting(verb: str, roles: frozenset[Role], **facts: Any) -> Door:
    expected = workers(roles, "applied", "refused not_your_role", "refused unknown_case")
    return Door(expected, does(verb, **facts), outcome_of, own_case=True, name=verb)


OF_UNIT, OF_CITY = frozenset({"own", "child"}), frozenset({"child"})
WEEK = [[["08:00", "12:00"]]] * 6 + [[]]
HOURS = {"unit": OURS, "valid_from": "2026-12-01", "week": WEEK, "verified": False, "source": ""}
DAY = {"day": "2026-12-01", "kind": "closed", "name_vi": "Thử", "verified": False, "unit": OURS}
HOLIDAY = {**DAY, "kind": "public", "unit": ""}
RULE = {"table": "policies", "code": "close_after", "since": "2026-12-01", "why": "Thử."}
RULE |= {"rehearsal": True}
AMOUNT = {**RULE, "amount": 9, "unit": "days"}
DAY_LIST = "date,kind,name_vi\n2026-12-01,public,Thử\n"

ANOTHER = "mat-khau-khac-2026"
CARD = "không phải mã QR của thẻ"

DOORS: dict[str, tuple[Door, ...]] = {
    # Open to all.
    "health": (Door(anybody("200")),),
    "list_demo_sign_ins": (Door(anybody("200")),),
    "desk_sign_in": (Door(anybody("401"), sends(login="khong-co", password="sai")),),
    "request_otp": (Door(anybody("202"), own_phone),),
    "register": (
        Door(
            anybody("422"),
            sends(phone="0912345678", code="000000", name="Mẫu", password="mat-khau-mau"),
        ),
    ),
    "citizen_sign_in": (Door(anybody("401"), sends(phone="0912345678", password="sai")),),
    # Officers.
    "desk_sign_out": (Door(holders("204")),),
    "read_me": (Door(officers("200")),),
    "change_password": (
        Door(officers("403"), sends(old="sai", new=ANOTHER), name="with a wrong one"),
        Door(officers("204"), sends(old=PASSWORD, new=ANOTHER)),
    ),
    "read_catalogue": (Door(officers("200")),),
    "read_snapshot": (
        Door(officers("200"), lists=True),
        Door(officers("200"), asks(batch=1), lists=True, name="page by page"),
        Door(officers("422"), asks(cursor="AAAA"), name="somebody's cursor"),
    ),
    "read_changes": (
        Door(officers("200"), asks(after=0), lists=True),
        Door(officers("200"), asks(after=0, limit=1), name="one by one"),
        Door(officers("200"), asks(after=0, epoch="khac"), name="of another epoch"),
    ),
    "open_case": (
        Door(readers("204", "404"), opened),
        Door(officers("204"), sends(case_id=0), name="none"),
    ),
    "search_archive": (
        Door(officers("200"), asks(filed_from="2026-01-01"), lists=True),
        Door(officers("200"), asks(q="dau"), lists=True, name="by words"),
        Door(officers("200"), asks(q="dau", limit=1), name="page by page"),
    ),
    "act": (
        acting("note", WORKERS, note="Thử."),
        acting("accept", FRONT),
        acting("route", FRONT, note="Thử.", target_unit=NEIGHBOUR),
        acting("reject", FRONT, reason="unclear_content", text="Thử, xin gửi lại."),
    ),
    "read_identity": (
        Door(workers(LEADS, "200", "403", "404"), sends(reason="ask_more"), reveals=True),
        Door(workers(LEADS, "422", "403", "404"), sends(reason="bua"), name="without a reason"),
    ),
    "add_attachment": (Door(workers(WORKERS, "201", "403", "404"), upload),),
    "read_attachment": (
        Door(readers("200", "404"), name="of the report"),
        Door(readers("200", "404"), name="of the result", ids=result_file),
    ),
    "read_thumbnail": (
        Door(readers("200", "404"), name="of the report"),
        Door(readers("200", "404"), name="of the result", ids=result_file),
    ),
    "read_original": (
        Door(workers(LOOK_UNDER, "404", "403", "404"), name="of the report"),
        Door(workers(LOOK_UNDER, "200", "403", "404"), name="of the result", ids=result_file),
    ),
    "list_sms": (Door(administrators("200")),),
    "read_calendar": (
        Door(administrators_of(OF_UNIT, "200"), asks(unit=OURS), name="of the unit"),
        Door(administrators_of(OF_CITY, "200"), name="of the city"),
    ),
    "replace_hours": (
        Door(administrators_of(OF_UNIT, "200"), sends(hours=HOURS), name="of the unit"),
        Door(administrators_of(OF_CITY, "200"), sends(hours={**HOURS, "unit": ""}), name="of all"),
    ),
    "put_day": (
        Door(administrators_of(OF_UNIT, "200"), sends(day=DAY), name="of the unit"),
        Door(administrators_of(OF_CITY, "200"), sends(day=HOLIDAY), name="of all"),
    ),
    "remove_day": (
        Door(administrators_of(OF_UNIT, "200"), asks(day="2026-12-01", unit=OURS)),
        Door(administrators_of(OF_CITY, "200"), asks(day="2026-12-01"), name="of all"),
    ),
    "import_holidays": (Door(administrators_of(OF_CITY, "200"), sends(csv=DAY_LIST)),),
    "change_rule": (
        Door(administrators_of(OF_UNIT, "200"), sends(**AMOUNT, where=OURS), name="of the unit"),
        Door(administrators_of(OF_CITY, "200"), sends(**AMOUNT), name="of the city"),
    ),
    "withdraw_rule": (
        Door(administrators_of(OF_UNIT, "422"), sends(**RULE, where=OURS), name="of the unit"),
        Door(administrators_of(OF_CITY, "422"), sends(**RULE), name="of the city"),
    ),
    "list_templates": (Door(administrators("200")),),
    "add_template": (
        Door(administrators_there("201", "403"), own_sentence),
        Door(administrators_there("422", "403"), lambda *_: sentence(OURS, "{x}"), name="faulty"),
    ),
    "replace_template": (
        Door(administrators_there("200", "403"), own_sentence, ids=fresh_sentence),
    ),
    "withdraw_template": (Door(administrators_there("200", "404"), ids=fresh_sentence),),
    # Citizens.
    "verify": (Door(citizens("422", "422"), sends(qr=CARD)),),
    "register_device": (Door(citizens("204", "204"), sends(token="may", platform="ios")),),
    "file_report": (Door(citizens("201", "201"), report),),
    "list_reports": (Door(citizens("200", "200"), lists=True),),
    "read_own_report": (Door(citizens("200", "404")),),
    "answer_report": (Door(citizens("200", "404"), answer),),
    "rate_report": (Door(citizens("422", "404"), rating, name="before its result"),),
    "list_published": (
        Door(citizens("200", "200")),
        Door(citizens("422", "422"), asks(cursor="AAAA"), name="somebody's cursor"),
    ),
    "list_notifications": (Door(citizens("200", "200")),),
    "mark_notification_read": (Door(citizens("204", "404")),),
    "read_own_attachment": (
        Door(citizens("200", "404"), name="of the report"),
        Door(citizens("404", "404"), name="of an untold result", ids=result_file),
    ),
}
