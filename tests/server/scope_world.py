"""Everybody who might knock at a door, and a city whose every secret says whose it is."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.domain.officers import Grant, Officer, Role
from ihanoi_desk.domain.wire import CitizenSession, TemplateDraft
from ihanoi_desk.server.passwords import protect, token_hash
from ihanoi_desk.server.reference import touch
from ihanoi_desk.server.tables import attachments, citizens, grants, officers, pushes, sessions
from tests.server.conftest import City, photo

OURS, NEIGHBOUR, ROADS, CITY, FORMER = (
    "00070@2025-07-01",
    "00082@2025-07-01",
    "SXD@2025-07-01",
    "01@2025-07-01",
    "00070@2025-01-01",
)
"""`FORMER` carried the code of `OURS` until the reform."""
UNITS = {"own": OURS, "child": CITY, "neighbour": NEIGHBOUR, "none": FORMER}
"""Where an officer's role is held, by how the case's unit stands to it."""
IN_OURS, IN_NEIGHBOUR = (21.0287, 105.8524), (21.0225, 105.8470)
TURNS = count(1)
COVERED = '[{"x": 40, "y": 30, "width": 60, "height": 50, "kind": "face"}]'
PASSWORD = "mat-khau-thu-2026"
READERS = frozenset({Role.HANDLER, Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Caller:
    """`role` None: no grant at all, or no officer. A citizen is ``own`` or ``other``."""

    kind: str
    role: Role | None
    relation: str

    @property
    def name(self) -> str:
        return "-".join(part for part in (self.kind, self.role, self.relation) if part)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.name}"} if self.kind != "nobody" else {}

    @property
    def is_officer(self) -> bool:
        return self.kind == "officer" and self.role is not None

    @property
    def reads(self) -> bool:
        """Whether the case of the matrix is within reach."""
        return self.is_officer and self.role in READERS and self.relation in ("own", "child")

    @property
    def units(self) -> frozenset[str]:
        """The units whose cases this caller may see."""
        if not self.is_officer or self.role not in READERS:
            return frozenset()
        everywhere = frozenset({OURS, NEIGHBOUR, ROADS, CITY})
        return everywhere if self.relation == "child" else frozenset({UNITS[self.relation]})


CALLERS = (
    *(Caller("officer", role, relation) for role in Role for relation in UNITS),
    Caller("officer", None, "none"),
    Caller("citizen", None, "own"),
    Caller("citizen", None, "other"),
    Caller("expired", None, ""),
    Caller("nobody", None, ""),
)


@dataclass(frozen=True, slots=True)
class Secret:
    """A text by which a leak is known. `citizen`: the one caller outside the desks who knows it."""

    text: str
    unit: str
    citizen: str = ""
    listed: bool = True
    """Whether it is part of the case's document."""


@dataclass(frozen=True, slots=True)
class World:
    """`ids` are what stands for the parameters of a path; of the case that all is about."""

    city: City
    case_id: int
    ids: dict[str, str]
    secrets: tuple[Secret, ...]
    identities: tuple[str, ...]
    """What no officer ever reads: names and numbers of citizens."""
    result_file: str


async def build(city: City) -> World:
    """Two neighbours with a case each, one that was routed away, one of the city's own."""
    people = _move_in(city)
    own, other = (_app(city, f"citizen-{name}") for name in ("own", "other"))
    case_id = await _scene(own, "dau-cua-ta", IN_OURS)
    routed = await _scene(own, "dau-chuyen-di", IN_OURS)
    theirs = await _scene(other, "dau-lang-gieng", IN_NEIGHBOUR)
    idea = await other.file("initiative", "init_digital", "dau-thanh-pho", title="Sáng kiến thử")
    worker = Caller("officer", Role.HANDLER, "own")
    neighbour = Caller("officer", Role.HANDLER, "neighbour")
    await _act(city, worker, routed, "route", note="ghi-chu-chuyen", target_unit=ROADS)
    for who, number, mark in ((worker, case_id, "cua-ta"), (neighbour, theirs, "lang-gieng")):
        await _attach(city, who, number, f"ket-qua-{mark}")
        brought = [f"ket-qua-{mark}"]
        await _act(city, who, number, "note", note=f"ghi-chu-{mark}", attachments=brought)
    with city.server.database.read() as connection:
        files = dict(
            connection.execute(
                select(attachments.c.case_id, attachments.c.id).where(
                    attachments.c.role == "report"
                )
            ).all()
        )
        notice = connection.execute(
            select(pushes.c.id).where(pushes.c.case_id == case_id)
        ).scalar_one()
    secrets = (
        Secret("dau-cua-ta", OURS, "citizen-own"),
        Secret(f"HT-{case_id:06d}", OURS, "citizen-own"),
        Secret(files[case_id], OURS, "citizen-own"),
        Secret("ghi-chu-cua-ta", OURS),
        Secret("ket-qua-cua-ta", OURS),
        Secret("dau-lang-gieng", NEIGHBOUR, "citizen-other"),
        Secret(f"HT-{theirs:06d}", NEIGHBOUR, "citizen-other"),
        Secret(files[theirs], NEIGHBOUR, "citizen-other"),
        Secret("ghi-chu-lang-gieng", NEIGHBOUR),
        Secret("ket-qua-lang-gieng", NEIGHBOUR),
        Secret("dau-chuyen-di", ROADS, "citizen-own"),
        Secret("ghi-chu-chuyen", ROADS),
        Secret("dau-thanh-pho", CITY, "citizen-other"),
        Secret(idea.code, CITY, "citizen-other"),
    )
    code = f"HT-{case_id:06d}"
    ids = {
        "file_id": files[case_id],
        "code": code,
        "notice_id": str(notice),
        "case_id": str(case_id),
    }
    return World(city, case_id, ids, secrets, people, "ket-qua-cua-ta")


async def with_a_case(world: World) -> World:
    """The same with another case of the same unit, where nothing has happened yet."""
    case_id = await _scene(_app(world.city, "citizen-own"), "dau-cua-ta", IN_OURS)
    return replace(world, case_id=case_id)


def _move_in(city: City) -> tuple[str, ...]:
    """Officers for every cell, sessions for everybody; the citizens' names and numbers."""
    now = city.clock.now
    later, earlier = now + timedelta(hours=1), now - timedelta(hours=1)
    with city.server.database.write() as connection:
        owner, stranger = connection.execute(
            select(citizens).where(citizens.c.level == "verified").order_by(citizens.c.id).limit(2)
        ).all()
        for caller in CALLERS:
            who: dict[str, Any] = {}
            if caller.kind == "officer":
                who = {"officer_id": _officer(connection, caller)}
            elif caller.kind != "nobody":
                who = {"citizen_id": (stranger if caller.relation == "other" else owner).id}
            row = {
                "token_hash": token_hash(caller.name),
                "created_at": earlier,
                "expires_at": now if caller.kind == "expired" else later,
            }
            if who:
                connection.execute(insert(sessions).values(**row, **who))
        touch(connection)
    return tuple(text for row in (owner, stranger) for text in (row.name, row.phone))


@cache
def protected() -> str:
    return protect(PASSWORD)


def _officer(connection: Any, caller: Caller) -> int:
    number = connection.execute(
        insert(officers)
        .values(login=caller.name, name=f"Người Thử {caller.name}", password_hash=protected())
        .returning(officers.c.id)
    ).scalar_one()
    if caller.role:
        row = {"officer_id": number, "place": 0, "role": caller.role}
        connection.execute(insert(grants).values(**row, unit=UNITS[caller.relation]))
    return int(number)


def _app(city: City, name: str) -> CitizenApp:
    app = CitizenApp(city.http)
    app.session = CitizenSession(name, city.clock.now, "", "verified")
    return app


async def _scene(app: CitizenApp, content: str, place: tuple[float, float]) -> int:
    report = await app.file(
        "scene", "pothole", content, place="Phố Mẫu", lat=place[0], lon=place[1], photos=[photo()]
    )
    return int(report.code.partition("-")[2])


async def _act(city: City, who: Caller, case_id: int, verb: str, **facts: Any) -> None:
    body = action(city, f"{verb}-{case_id}-{facts['note']}", case_id, verb, **facts)
    answer = await city.http.post("/v1/actions", json={"actions": [body]}, headers=who.headers)
    assert answer.json()["answers"][0]["outcome"]["outcome"] == "applied", answer.text


async def _attach(city: City, who: Caller, case_id: int, file_id: str) -> None:
    await city.http.post(
        "/v1/attachments",
        data={"id": file_id, "case_id": str(case_id), "redactions": COVERED},
        files={"file": ("anh.jpg", photo().content, "image/jpeg")},
        headers=who.headers,
    )


def action(city: City, action_id: str, case_id: int, verb: str, **facts: Any) -> dict[str, Any]:
    """An action as it travels."""
    at = city.clock.now.isoformat()
    return {"id": action_id, "case_id": case_id, "verb": verb, "at": at, **facts}


def new_template(city: City, unit: str) -> str:
    """The code of a ready sentence that only this cell of the matrix knows."""
    chief = Officer(1, "", "", (Grant(Role.ADMINISTRATOR, CITY),))
    draft = TemplateDraft(unit, "scene", "resolve", "*", f"Xong, lần {next(TURNS)}.")
    return city.server.templates.add(chief, draft).template.code
