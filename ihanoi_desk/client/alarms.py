"""Cases whose limit was escalated to me: before it, at it, after it, or at night."""

from collections.abc import Iterable
from dataclasses import dataclass

from ihanoi_desk.client import reference
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.units import UnitKey

# An index of its own: this is asked again after every change.
ALARMED = (
    "SELECT id, unit, alarms FROM cases INDEXED BY ix_cases_alarmed WHERE alarms != ''"
    " ORDER BY sort_us, id"
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What I have to hear of a case; `codes` are those of the escalations, oldest first."""

    case_id: int
    codes: tuple[str, ...]


def alarms(store: Store, me: Officer) -> tuple[Alarm, ...]:
    """The open cases that were escalated to a role I hold at their unit, the latest limit last.

    An alarm ends with its limit: when the case is taken, gets another limit, or is closed.
    """
    roles = _roles(reference.catalogue(store))
    with store.read() as connection:
        lines = connection.execute(ALARMED).fetchall()
    found = (Alarm(at, _mine(unit, codes.split(), roles, me)) for at, unit, codes in lines)
    return tuple(alarm for alarm in found if alarm.codes)


def _mine(
    unit: UnitKey, codes: Iterable[str], roles: dict[str, set[Role]], me: Officer
) -> tuple[str, ...]:
    held = me.roles_at(unit)
    return tuple(code for code in codes if not held.isdisjoint(roles.get(code, ())))


def _roles(catalogue: Catalogue) -> dict[str, set[Role]]:
    """Who hears of each escalation."""
    found: dict[str, set[Role]] = {}
    told = [(row.code, row.role) for row in catalogue.escalations]
    told += [(row.code, row.role) for row in catalogue.alarms]
    for code, role in told:
        found.setdefault(code, set()).add(role)
    return found
