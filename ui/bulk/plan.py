"""What one verb would do to many cases: which it takes, and which are left out and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Case, Urgency
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.wire import CaseDoc
from ui.look.look import Look
from ui.refusal import sentence

TOGETHER = ("accept", "assign", "note")
"""The verbs that make sense for many; the others say something to one citizen about one case."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Cases that need looking at one by one, with the reason in words."""

    icon: str
    tone: str
    why: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    verb: str
    docs: tuple[CaseDoc, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def plan(
    look: Look,
    verb: str,
    docs: Iterable[CaseDoc],
    me: Officer,
    book: Rulebook,
    forbidden: Refused | None,
) -> Plan:
    """`forbidden` leaves out every case."""
    taken: list[CaseDoc] = []
    left: dict[tuple[str, str, str], list[Case]] = {}
    for doc in docs:
        why = _why_alone(look, doc.case, forbidden or decide.why_not(doc.case, verb, me, book))
        if why:
            left.setdefault(why, []).append(doc.case)
        else:
            taken.append(doc)
    return Plan(
        verb, tuple(taken), tuple(LeftOut(*why, tuple(cases)) for why, cases in left.items())
    )


def best(plans: dict[str, Plan]) -> Plan:
    """The first that takes any case: accepting goes before assigning, a note comes last."""
    return next((plans[verb] for verb in TOGETHER if plans[verb].docs), plans[TOGETHER[0]])


def _why_alone(look: Look, case: Case, refusal: Refused | None) -> tuple[str, str, str] | None:
    if case.urgency is Urgency.URGENT:
        return "siren", "orange", look.say("bulk.urgent")
    if case.urgency is Urgency.COMPLEX:
        return "layers", "grey", look.say("bulk.complex")
    return ("ban", "text-3", sentence(look, refusal)) if refusal else None
