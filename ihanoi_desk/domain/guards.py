"""What must be true of a case before a verb is offered: one question per Guard."""

from collections.abc import Callable

from ihanoi_desk.domain import kind_fields
from ihanoi_desk.domain.cases import Case, Urgency
from ihanoi_desk.domain.officers import Actor
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transfers import is_for_city
from ihanoi_desk.domain.transition import Guard

Check = Callable[[Case, Actor, Rulebook], Refused | None]


def wants_approval(case: Case, book: Rulebook) -> bool:
    """Whether the unit of `case` sends results out only with a superior's approval."""
    level = book.policy("approval", case) or 0
    return level >= (1 if case.urgency is Urgency.URGENT else 2)


def _earlier_unit(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    return None if case.hops else Refused("no_earlier_unit")


def _few_hops(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    return Refused("city_routes", n=str(len(case.hops))) if is_for_city(case, actor) else None


def _no_approval(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    return Refused("needs_approval") if wants_approval(case, book) else None


def _classified(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    rows = kind_fields.missing(case.kind, case.facts, case.rule_set)
    missing = [row.code for row in rows]
    return Refused("not_classified", fields=",".join(missing)) if missing else None


def _not_author(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    own = case.proposal is not None and case.proposal.author_id == actor.id
    return Refused("own_proposal") if own else None


def _no_extension_asked(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    return Refused("extension_waits") if case.extension_asked else None


def _extension_asked(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    return None if case.extension_asked else Refused("no_extension_asked")


def _extension_left(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    if book.policy("extend_complex_only", case) and case.urgency is not Urgency.COMPLEX:
        return Refused("extension_for_complex_only")
    most = book.policy("most_extensions", case)
    if most is not None and case.extensions >= most:
        return Refused("no_extension_left", most=str(most))
    return None


def _not_asker(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    own = case.extension_asked is not None and case.extension_asked.author_id == actor.id
    return Refused("own_extension") if own else None


def _published(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    return None if case.published_at else Refused("not_published")


def _unpublished(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    return Refused("already_published") if case.published_at else None


def _merged(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    return None if case.master_id is not None else Refused("not_merged")


def _not_merged(case: Case, actor: Actor, book: Rulebook) -> Refused | None:
    return Refused("already_merged") if case.master_id is not None else None


GUARDS: dict[Guard, Check] = {
    Guard.EARLIER_UNIT: _earlier_unit,
    Guard.FEW_HOPS: _few_hops,
    Guard.NO_APPROVAL: _no_approval,
    Guard.CLASSIFIED: _classified,
    Guard.NOT_AUTHOR: _not_author,
    Guard.NO_EXTENSION_ASKED: _no_extension_asked,
    Guard.EXTENSION_ASKED: _extension_asked,
    Guard.EXTENSION_LEFT: _extension_left,
    Guard.NOT_ASKER: _not_asker,
    Guard.PUBLISHED: _published,
    Guard.UNPUBLISHED: _unpublished,
    Guard.MERGED: _merged,
    Guard.NOT_MERGED: _not_merged,
}
