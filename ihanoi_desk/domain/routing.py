"""Who ought to have a case: units proposed from its category and position, each with the reasons.

Nothing here decides: borders are good to some metres and competence is a proposal (no list of the
city was found), so an officer chooses among the proposals or any other unit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Case, Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.effects import start_receiving
from ihanoi_desk.domain.policies import find_policy
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.units import CITY_CODE, Nearby, UnitKey, by_code, code_of

BORDER = "route_border"
DEPARTMENT = "department"
Facts = dict[str, object]


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason: `code` names its sentence in the catalogue, `facts` are what that needs.

    Metres are whole metres; moments are aware.
    """

    code: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit and why. `receive_due_at` is the receive clock it would have; `keeps`: it stays."""

    unit: UnitKey
    grounds: tuple[Ground, ...]
    receive_due_at: datetime | None
    keeps: bool = False


def suggest(
    case: Case,
    catalogue: Catalogue,
    book: Rulebook,
    nearby: Sequence[Nearby],
    steps: Sequence[Step],
    now: datetime,
) -> tuple[Suggestion, ...]:
    """The competent department, the unit around the position, those just across a border, and
    keeping the case; the city where there is nobody else. `nearby` is nearest first.

    A procedure goes to the agency that is competent for it, wherever it was met with: every
    department is offered before the neighbours.
    """
    grounds: dict[str, list[Ground]] = {}
    by_competence = (*_competent(case, catalogue), *_departments(case, catalogue))
    for code, ground in (*by_competence, *_by_position(case, book, nearby)):
        grounds.setdefault(code, []).append(ground)
    if not grounds:
        grounds[CITY_CODE] = [Ground("nobody_else")]
    day = now.astimezone(HANOI).date()
    found = []
    for code, why in grounds.items():
        unit = by_code(catalogue.units, code, day)
        if unit is None or unit.key == case.unit:
            continue
        came = _came_from(case, unit.key, steps)
        due = moved_clock(case, unit.key, book, now)
        found.append(Suggestion(unit.key, (*why, *came), due))
    keep = Suggestion(case.unit, tuple(_here(case, nearby)), case.receive_due_at, keeps=True)
    return (*found, keep)


def moved_clock(case: Case, target: UnitKey, book: Rulebook, now: datetime) -> datetime | None:
    """Until when `target` would have to accept `case`, were it sent there at `now`."""
    return start_receiving(replace(case, unit=target), now, book).receive_due_at


def border_reach(case: Case, book: Rulebook) -> float:
    """Within how many metres of a border the other side is proposed too: as far as the fix may
    err, and the policy ``route_border`` on top."""
    policy = find_policy(book.policies, BORDER, case.rule_set)
    return (case.accuracy_m or 0.0) + (policy.amount if policy else 0)


def across(case: Case, nearby: Sequence[Nearby]) -> Nearby | None:
    """The nearest unit other than the one that has the case."""
    own = code_of(case.unit)
    return next((near for near in nearby if near.code != own), None)


def _competent(case: Case, catalogue: Catalogue) -> Iterator[tuple[str, Ground]]:
    for row in catalogue.categories:
        if row.code == case.category and row.department:
            yield row.department, Ground("competent", {"category": row.code})


def _departments(case: Case, catalogue: Catalogue) -> Iterator[tuple[str, Ground]]:
    if case.kind != "procedure":
        return
    named = {code for code, _ in _competent(case, catalogue)}
    for unit in catalogue.units:
        if unit.type == DEPARTMENT and unit.code not in named:
            yield unit.code, Ground("department")


def _by_position(
    case: Case, book: Rulebook, nearby: Sequence[Nearby]
) -> Iterator[tuple[str, Ground]]:
    own, reach = code_of(case.unit), border_reach(case, book)
    for near in nearby:
        if near.code == own or near.metres > reach:
            continue
        if near.metres == 0:
            yield near.code, Ground("inside")
        else:
            yield near.code, _near(case, near)


def _near(case: Case, near: Nearby) -> Ground:
    facts: Facts = {"metres": round(near.metres)}
    if case.accuracy_m is None:
        return Ground("near", facts)
    return Ground("near_within", {**facts, "accuracy": round(case.accuracy_m)})


def _came_from(case: Case, unit: UnitKey, steps: Sequence[Step]) -> Iterator[Ground]:
    if unit not in case.hops:
        return
    sent = [step for step in steps if step.unit == unit and step.target_unit is not None]
    if sent and unit == case.hops[-1]:
        yield Ground("just_sent", {"at": sent[-1].at})
    else:
        yield Ground("had_it")


def _here(case: Case, nearby: Sequence[Nearby]) -> Iterator[Ground]:
    own, other = code_of(case.unit), across(case, nearby)
    here = next((near for near in nearby if near.code == own), None)
    if here is None or here.metres:
        if here:
            yield Ground("outside_by", {"metres": round(here.metres)})
        return
    if other:
        yield Ground("inside_by", {"metres": round(other.metres)})
    else:
        yield Ground("inside")
