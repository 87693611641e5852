"""How often a case may be handed on, and when that is for the city's coordinator to say.

A return is a hop like any other: the citizen waits through it all the same. So a case that is
back where it has been, or that was sent on as often as the policy ``route_hops`` allows, rises to
the city's coordinator; the unit that has it may still accept, reject or note. What the coordinator
decides then is final for the units. No source was found for the number: it is a proposal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ihanoi_desk.domain.cases import Case, Course, Step
from ihanoi_desk.domain.officers import Actor
from ihanoi_desk.domain.policies import Policy, find_policy
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.units import UnitKey

HOPS = "route_hops"


def hop_policy(case: Case, book: Rulebook) -> Policy | None:
    """How many hops the rules of `case` allow; None: as many as anybody likes."""
    return find_policy(book.policies, HOPS, case.rule_set)


def has_circled(case: Case) -> bool:
    """Whether a unit of its way had the case before: A→B→A."""
    way = (*case.hops, case.unit)
    return len(set(way)) < len(way)


def is_for_city(case: Case, officer: Actor) -> bool:
    """Whether only a coordinator of the city may move `case`, and `officer` is none."""
    return case.course is not Course.FREE and not officer.coordinates_city


def move(case: Case, target: UnitKey, actor: Actor, book: Rulebook) -> Case:
    """`case` at `target`, with what that makes of its course."""
    moved = replace(case, unit=target, hops=(*case.hops, case.unit))
    limit = hop_policy(case, book)
    if limit is None or not (len(moved.hops) >= limit.amount or has_circled(moved)):
        return replace(moved, course=Course.FREE)
    return replace(moved, course=Course.SETTLED if actor.coordinates_city else Course.RISEN)


@dataclass(frozen=True, slots=True)
class Stop:
    """A unit that had the case, since `at`."""

    unit: UnitKey
    at: datetime


def way(case: Case, steps: Sequence[Step]) -> tuple[Stop, ...]:
    """Where the case has been, oldest first; the last one has it now."""
    sent = [step.at for step in steps if step.target_unit is not None]
    units = (*case.hops, case.unit)
    # A history that lost a line gives fewer moments; the newest ones are certain.
    moments = [case.filed_at, *sent]
    return tuple(Stop(unit, at) for unit, at in zip(units, moments[-len(units) :], strict=False))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one more move would be. `hop` counts from 1; `circles`: back where it has been;
    `rises`: afterwards only the city's coordinator may move the case."""

    hop: int
    limit: Policy | None
    circles: bool
    rises: bool


def outlook(case: Case, target: UnitKey, actor: Actor, book: Rulebook) -> Outlook:
    """What moving `case` to `target` would mean, for the card shown before it is done."""
    moved = move(case, target, actor, book)
    return Outlook(
        hop=len(moved.hops),
        limit=hop_policy(case, book),
        circles=target in case.hops,
        rises=moved.course is Course.RISEN,
    )
