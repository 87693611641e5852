"""The demo city: fictitious officers, citizens and a month of reports, on request only."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from random import Random
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, bindparam, func, select, type_coerce, update

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.citizens import Level
from ihanoi_desk.domain.officers import Role
from ihanoi_desk.domain.positions import Position
from ihanoi_desk.domain.units import CITY_CODE, code_of
from ihanoi_desk.domain.wire import DemoSignIn
from ihanoi_desk.server.blobs import Blobs
from ihanoi_desk.server.camera import Shot
from ihanoi_desk.server.cases import case_of
from ihanoi_desk.server.duty import look
from ihanoi_desk.server.filing import Filing, Report
from ihanoi_desk.server.media import File
from ihanoi_desk.server.reference import Reference, touch
from ihanoi_desk.server.seed import people
from ihanoi_desk.server.seed.deeds import Deeds
from ihanoi_desk.server.seed.endings import Endings
from ihanoi_desk.server.seed.films import film
from ihanoi_desk.server.seed.pictures import Picture, draw, motif_of
from ihanoi_desk.server.seed.plans import Plan, Planner
from ihanoi_desk.server.seed.sequels import Sequel, later
from ihanoi_desk.server.tables import (
    MICROSECOND,
    Moment,
    cases,
    citizens,
    counters,
    devices,
    pushes,
)

FIRST_NUMBER = 18_300
"""So that the city looks as if it had worked before."""
PICTURES_A_MOTIF = 4
TOLD_AFTER = timedelta(seconds=3)
JITTER_DEGREES = 0.0003
NEAR_DEGREES, FAR_DEGREES = 0.00008, 0.012
"""How far from the reported place a phone says it was: 9 m a step, or 1.3 km."""
FAR_EVERY = 23
FILM_EVERY = 5
FILM_SECONDS = 14
FILMED = frozenset({"hole", "manhole", "flood"})
TAKEN_BEFORE = timedelta(minutes=4)
PROGRESS_EVERY = 40
FIRST_DUE = (
    select(cases)
    .where(cases.c.look_at <= bindparam("until"))
    .order_by(cases.c.look_at, cases.c.id)
    .limit(1)
)


class City:
    """Builds the city in the caller's transaction, through the same doors as live traffic."""

    def __init__(
        self, connection: Connection, reference: Reference, filing: Filing, blobs: Blobs
    ) -> None:
        self._connection = connection
        self._reference = reference
        self._filing = filing
        self._blobs = blobs
        self._chance = Random(2026)
        self._kept: set[str] = set()

    def fill(self, now: datetime, count: int, progress: Callable[[int, int], None]) -> None:
        """Add the people and `count` cases of the month before `now`."""
        protected = people.protect_once()
        people.add_officers(self._connection, people.seats(), protected)
        touch(self._connection)
        people.add_citizens(self._connection, protected, now - timedelta(days=60))
        self._connection.execute(
            update(counters).where(counters.c.name == "case").values(value=FIRST_NUMBER)
        )
        if count:
            self._live_a_month(now, count, progress)

    def _live_a_month(
        self, now: datetime, count: int, progress: Callable[[int, int], None]
    ) -> None:
        people.want_approval(self._connection)
        touch(self._connection)
        self._catalogue = self._reference.catalogue(self._connection, now)
        self._book = self._reference.rulebook(self._connection, now)
        self._senders = self._connection.execute(select(citizens).order_by(citizens.c.id)).all()
        self._filing = self._filing.with_ids(self._new_id)
        wards = [
            code_of(officer.home)
            for officer in self._catalogue.officers
            if officer.grants[0].role is Role.HANDLER and code_of(officer.home).isdecimal()
        ]
        communes = sorted(set(wards) - {CITY_CODE})
        plans = Planner(now, self._book.calendars.city, communes).plans(count)
        after = partial(self._keep, "after", fixed=True)
        parts = (self._connection, self._catalogue, self._book, after)
        deeds, endings = Deeds(*parts, self._chance), Endings(Deeds(*parts, Random(7)))
        events = [(plan.filed, turn, -1, "") for turn, plan in enumerate(plans)]
        events += [
            (max(at, plan.filed + timedelta(minutes=1)), turn, step, "")
            for turn, plan in enumerate(plans)
            for step, at in enumerate(plan.acts)
        ]
        events += [(row.at, row.turn, len(plans), row.sequel) for row in later(plans, now)]
        numbers: dict[int, int] = {}
        for done, (at, turn, step, sequel) in enumerate(sorted(events)):
            if done % PROGRESS_EVERY == 0:
                progress(done, len(events))
            self._let_pass(at)
            if step < 0:
                numbers[turn] = self._file(plans[turn], turn, at)
            elif sequel:
                endings.play(Sequel(sequel), numbers[turn], at)
            else:
                deeds.take_turn(plans[turn], numbers[turn], step, at)
        self._let_pass(now)
        self._tell()
        progress(len(events), len(events))

    def _let_pass(self, until: datetime) -> None:
        """What the server did by itself before `until`, each when its time had come."""
        while (row := self._connection.execute(FIRST_DUE, {"until": until}).first()) is not None:
            look(self._connection, case_of(row), row.look_at, self._catalogue, self._book)

    def _file(self, plan: Plan, turn: int, at: datetime) -> int:
        text, spot = plan.text, plan.spot
        category = text["citizen_category"]
        if not any(
            row.code == category and row.kind == text["kind"] for row in self._catalogue.categories
        ):
            category = text["category"]
        report = Report(
            kind=text["kind"],
            category=category,
            title=text["title"] or (text["text"][:60] if text["kind"] == "initiative" else ""),
            content=text["text"],
            place=spot["name"],
            lat=float(spot["lat"]) + self._chance.uniform(-JITTER_DEGREES, JITTER_DEGREES),
            lon=float(spot["lon"]) + self._chance.uniform(-JITTER_DEGREES, JITTER_DEGREES),
            accuracy_m=float(self._chance.randint(4, 25)),
        )
        sender = self._sender(text["kind"])
        shown = text["kind"] in ("scene", "waste")
        files = self._taken(motif_of(category), report, turn, at) if shown else []
        unit = self._filing.check(report, Level(sender.level), len(files), self._catalogue, at)
        key = f"demo-{turn}"
        case = self._filing.file(
            self._connection, report, sender, files, key, unit, self._catalogue, self._book, at
        )
        return case.id

    def _taken(self, motif: str, report: Report, turn: int, at: datetime) -> list[File]:
        """One or two photos, now and then a video; some phones tell their place, one in 23 far."""
        found = [self._keep(motif, turn + place) for place in range(1 + turn % 3 // 2)]
        if turn % FILM_EVERY == 2 and motif in FILMED:
            found.append(self._put(film_once(motif)))
        if turn % 4 == 3 or report.lat is None or report.lon is None:
            return [picture.file for picture in found]
        off = FAR_DEGREES if turn % FAR_EVERY == 5 else NEAR_DEGREES * (turn % 7)
        shot = Shot(at - TAKEN_BEFORE, Position(report.lat + off, report.lon))
        return [
            replace(picture.file, media=replace(picture.file.media, shot=shot)) for picture in found
        ]

    def _sender(self, kind: str) -> Row[Any]:
        fitting = [
            row for row in self._senders if kind != "procedure" or row.level == Level.VERIFIED
        ]
        return self._chance.choice(fitting)

    def _keep(self, motif: str, seed: int, *, fixed: bool = False) -> Picture:
        return self._put(draw_once(motif, seed % (8 if fixed else PICTURES_A_MOTIF), fixed))

    def _put(self, picture: Picture) -> Picture:
        if picture.file.sha256 not in self._kept:
            self._blobs.put(picture.content, picture.file.sha256)
            self._kept.add(picture.file.sha256)
        return picture

    def _tell(self) -> None:
        """Every notice of the past month was in the app's inbox seconds after its step."""
        phones = (
            select(func.count())
            .where(devices.c.citizen_id == pushes.c.citizen_id)
            .scalar_subquery()
        )
        told = type_coerce(pushes.c.created_at, BigInteger) + TOLD_AFTER // MICROSECOND
        self._connection.execute(
            update(pushes).values(
                told_at=type_coerce(told, Moment), devices=phones, next_try_at=None, tries=1
            )
        )

    def _new_id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))


@cache
def draw_once(motif: str, seed: int, fixed: bool) -> Picture:
    """The few pictures that all cases share."""
    return draw(motif, seed, fixed=fixed)


@cache
def film_once(motif: str) -> Picture:
    """The few videos that all cases share."""
    return film(draw_once(motif, 0, False), FILM_SECONDS, f"{motif}.mp4")


def sign_ins(catalogue: Catalogue) -> list[DemoSignIn]:
    """What the sign-in page offers, in the order of the roster."""
    names = {unit.key: unit.full_name for unit in catalogue.units}
    return [
        DemoSignIn(
            login=officer.login,
            password=people.PASSWORD,
            name=officer.name,
            role=officer.grants[0].role,
            # A unit may have ceased to exist under its officers.
            unit_name=names.get(officer.home, officer.home),
        )
        for officer in catalogue.officers
    ]
