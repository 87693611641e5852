"""How often a case may be handed on, and when that is for the city's coordinator to say.

A return is a hop like any other: the citizen waits through it all the same. So a case that is
back where it has been, or that was sent on as often as the policy ``route_hops`` allows, rises to
the city's coordinator; the unit that has it may still accept, reject or note. What the coordinator
decides then is final for the units. No source was found for the number: it is a proposal.
"""

from dataclasses import replace

from ihanoi_desk.domain.cases import Case, Course
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
