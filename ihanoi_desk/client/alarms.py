"""Cases whose limit was escalated to me: before it, at it, after it, or at night."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client import reference, settings
from ihanoi_desk.client.moments import EPOCH, from_us
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.escalation import hearers
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.units import UnitKey

# Indexes of their own: this is asked again after every change.
AT_UNITS = (
    "SELECT id, alarms, unit, 0 FROM cases INDEXED BY ix_cases_alarmed"
    " WHERE alarms != '' AND unit IN (SELECT value FROM json_each(:units))"
)
RISEN = (
    "SELECT id, alarms, unit, 1 FROM cases INDEXED BY ix_cases_risen"
    " WHERE state = 'new' AND risen = 1 AND alarms != ''"
)
OVER = (
    "SELECT id, alarms FROM cases"
    " WHERE id IN (SELECT value FROM json_each(:ids)) AND (is_open = 0 OR alarms = '')"
)
SEEN = "alarms.seen"
Mark = tuple[int, str, int]
"""Case, code, microseconds: the same code may ring again about another limit."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What I have to hear of a case; `codes` are those of the escalations, oldest first.

    `at` is the moment of the newest; `unseen` are the codes I have not been seen to know of.
    """

    case_id: int
    codes: tuple[str, ...]
    at: datetime
    unseen: tuple[str, ...]


def alarms(store: Store, me: Officer) -> tuple[Alarm, ...]:
    """The open cases that were escalated to a role granted to me at their very unit, newest first.

    Who coordinates the city hears of the cases that wait for the city's word, not of everything
    that is late in 126 units. An alarm ends with its limit: when the case is taken, gets another
    limit, or is closed.
    """
    roles = _roles(store)
    seen = frozenset(_seen(store))
    units = json.dumps([grant.unit for grant in me.grants])
    with store.read() as connection:
        lines = connection.execute(AT_UNITS, {"units": units}).fetchall()
        if me.coordinates_city:
            lines += connection.execute(RISEN).fetchall()
    found: dict[int, Alarm] = {}
    for case_id, text, unit, is_risen in lines:
        held = {Role.COORDINATOR} if is_risen else _held(me, unit)
        marks = [
            mark for mark in _marks(case_id, text) if not held.isdisjoint(roles.get(mark[1], ()))
        ]
        if marks:
            found[case_id] = Alarm(
                case_id,
                codes=tuple(code for _, code, _ in marks),
                at=from_us(marks[-1][2]) or EPOCH,
                unseen=tuple(mark[1] for mark in marks if mark not in seen),
            )
    return tuple(sorted(found.values(), key=lambda row: (row.at, row.case_id), reverse=True))


def may_hear(store: Store, me: Officer) -> bool:
    """Whether a rule in force names a role that I hold anywhere."""
    held = {grant.role for grant in me.grants}
    return any(not held.isdisjoint(some) for some in _roles(store).values())


def see(store: Store, case_ids: Iterable[int]) -> None:
    """I know of the alarms of these cases; what is remembered of closed cases is forgotten."""
    wanted = json.dumps(list(case_ids))
    kept = _seen(store)
    told = "SELECT id, alarms FROM cases WHERE id IN (SELECT value FROM json_each(:ids))"
    with store.read() as connection:
        new = connection.execute(told, {"ids": wanted}).fetchall()
        old = json.dumps([mark[0] for mark in kept])
        over = {row[0] for row in connection.execute(OVER, {"ids": old})}
    added = {mark for case_id, text in new for mark in _marks(case_id, text)}
    marks = sorted(added.union(mark for mark in kept if mark[0] not in over))
    settings.put(store, SEEN, marks)


def _seen(store: Store) -> list[Mark]:
    return [(case_id, code, at) for case_id, code, at in settings.get(store, SEEN, [])]


def _marks(case_id: int, text: str) -> list[Mark]:
    """What a row of the replica says: ``code@microseconds`` each, oldest first."""
    parts = (word.rpartition("@") for word in text.split())
    return [(case_id, code, int(at)) for code, _, at in parts]


def _held(me: Officer, unit: UnitKey) -> set[Role]:
    return {grant.role for grant in me.grants if grant.unit == unit}


def _roles(store: Store) -> dict[str, frozenset[Role]]:
    catalogue = reference.catalogue(store)
    return hearers(catalogue.escalations, catalogue.alarms)
