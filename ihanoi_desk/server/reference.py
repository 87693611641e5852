"""The reference tables as one Catalogue value, read again only when something in them changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.catalogue import (
    Catalogue,
    Category,
    PushTemplate,
    Reason,
    ResponseTemplate,
)
from ihanoi_desk.domain.deadlines import Limit, LimitUnit
from ihanoi_desk.domain.escalation import DutyAlarm, Escalation
from ihanoi_desk.domain.identities import IdentityReason, IdentityRight
from ihanoi_desk.domain.officers import Grant, Officer, Role
from ihanoi_desk.domain.personal_data import PublicContact
from ihanoi_desk.domain.policies import Policy
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.units import CITY_CODE, Unit, by_code
from ihanoi_desk.server import news, rule_rows
from ihanoi_desk.server.calendar_rows import day_of, working_hours_of
from ihanoi_desk.server.database import current_number, hold, next_number
from ihanoi_desk.server.tables import catalogue as rows
from ihanoi_desk.server.tables import grants, officers, units

COUNTER = "catalogue"


class Reference:
    """What was in force on a day, and limits and policies of all days. Kept until `touch` or
    midnight."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[int, date, Catalogue, Rulebook] | None = None

    def catalogue(self, connection: Connection, now: datetime) -> Catalogue:
        """Every row in force at `now`, with all officers; for the server's own use."""
        return self.in_force(connection, now)[0]

    def rulebook(self, connection: Connection, now: datetime) -> Rulebook:
        return self.in_force(connection, now)[1]

    def officer(self, connection: Connection, officer_id: int, now: datetime) -> Officer | None:
        """An active officer with at least one grant."""
        return self.rulebook(connection, now).officers.get(officer_id)

    def for_desk(self, connection: Connection, officer: Officer, now: datetime) -> Catalogue:
        """The catalogue as `officer` may see it: colleagues within reach, their logins blank;
        ready sentences of the city and of units whose cases the officer reads."""
        full = self.catalogue(connection, now)
        seen = tuple(
            other if other.id == officer.id else replace(other, login="")
            for other in full.officers
            if officer.may_know(other)
        )
        return replace(full, officers=seen, responses=tuple(_usable(full.responses, officer)))

    def in_force(self, connection: Connection, now: datetime) -> tuple[Catalogue, Rulebook]:
        """The catalogue and its rulebook, of one version."""
        day = now.astimezone(HANOI).date()
        version = current_number(connection, COUNTER)
        with self._lock:
            if self._kept is None or self._kept[:2] != (version, day):
                found = _load(connection, version, day)
                self._kept = (version, day, found, found.rulebook())
            return self._kept[2], self._kept[3]

    def steady(self, connection: Connection, now: datetime) -> tuple[Catalogue, Rulebook]:
        """The same for a write that stores what the rules say: no calendar changes before it ends.

        Else a limit could be counted by the old calendar, and stored behind its change.
        """
        hold(connection, COUNTER, shared=True)
        return self.in_force(connection, now)

    def unsaved(self, connection: Connection, now: datetime) -> tuple[Catalogue, Rulebook]:
        """The same as the transaction under way has changed it; not kept, for it may be undone."""
        version = current_number(connection, COUNTER)
        found = _load(connection, version, now.astimezone(HANOI).date())
        return found, found.rulebook()


def _usable(responses: Iterable[ResponseTemplate], officer: Officer) -> Iterable[ResponseTemplate]:
    return (row for row in responses if row.unit is None or officer.may_read(row.unit))


def touch(connection: Connection) -> int:
    """Note that reference rows were changed in this transaction; the new version."""
    news.tell(connection, news.EVERYBODY)
    return next_number(connection, COUNTER)


def city_unit(catalogue: Catalogue, day: date) -> Unit:
    """The city itself. Raises LookupError when the units were never loaded."""
    found = by_code(catalogue.units, CITY_CODE, day)
    if found is None:
        raise LookupError("the city is not among the units")
    return found


def _load(connection: Connection, version: int, day: date) -> Catalogue:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    unverified, since = set(), dict[str, date]()
    held = (rows.c.valid_from <= day, or_(rows.c.valid_to.is_(None), rows.c.valid_to > day))
    # A case is under the rules of the day it was filed on for as long as it is open, and a desk
    # has to know tomorrow's rules when it is offline tomorrow.
    query = (
        select(rows)
        .where(or_(rows.c.kind.in_(rule_rows.KINDS), and_(*held)))
        .order_by(rows.c.kind, rows.c.place, rows.c.valid_from, rows.c.code)
    )
    for row in connection.execute(query):
        is_rule = row.kind in rule_rows.KINDS
        found[row.kind].append(rule_rows.dated(row) if is_rule else row.body)
        if not row.verified:
            unverified.add(row.kind)
        if row.valid_from <= day:
            since[row.kind] = max(row.valid_from, since.get(row.kind, date.min))
    return Catalogue(
        version=version,
        units=tuple(_units(connection, day)),
        officers=tuple(_officers(connection)),
        categories=tuple(Category(**body) for body in found["categories"]),
        reasons=tuple(Reason(**body) for body in found["reasons"]),
        responses=tuple(ResponseTemplate(**body) for body in found["responses"]),
        pushes=tuple(PushTemplate(**body) for body in found["pushes"]),
        limits=tuple(_limit(body) for body in found["limits"]),
        days=tuple(day_of(body) for body in found["days"]),
        hours=tuple(working_hours_of(body) for body in found["hours"]),
        escalations=tuple(Escalation(**_telling(body)) for body in found["escalations"]),
        alarms=tuple(DutyAlarm(**_telling(body)) for body in found["alarms"]),
        identity_reasons=tuple(IdentityReason(**body) for body in found["identity_reasons"]),
        identity_rights=tuple(
            IdentityRight(Role(body["role"]), body["only_holder"])
            for body in found["identity_rights"]
        ),
        public_contacts=tuple(PublicContact(**body) for body in found["public_contacts"]),
        policies=tuple(Policy(**body) for body in found["policies"]),
        unverified=frozenset(unverified),
        since=since,
    )


def _units(connection: Connection, day: date) -> Iterable[Unit]:
    query = (
        select(units)
        .where(units.c.valid_from <= day, or_(units.c.valid_to.is_(None), units.c.valid_to > day))
        .order_by(units.c.code)
    )
    for row in connection.execute(query):
        yield Unit(
            code=row.code,
            valid_from=row.valid_from,
            name=row.name,
            full_name=row.full_name,
            type=row.type,
            parent_code=row.parent_code,
            valid_to=row.valid_to,
        )


def _officers(connection: Connection) -> Iterable[Officer]:
    held: dict[int, list[Grant]] = defaultdict(list)
    for row in connection.execute(select(grants).order_by(grants.c.officer_id, grants.c.place)):
        held[row.officer_id].append(Grant(Role(row.role), row.unit))
    query = select(officers).where(officers.c.active).order_by(officers.c.id)
    for row in connection.execute(query):
        if row.id in held:
            yield _officer(row, held[row.id])


def _officer(row: Row[Any], held: list[Grant]) -> Officer:
    return Officer(id=row.id, login=row.login, name=row.name, grants=tuple(held))


def _limit(body: dict[str, Any]) -> Limit:
    values = {**body, "unit": LimitUnit(body["unit"])}
    return Limit(**values)


def _telling(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "role": Role(body["role"])}
