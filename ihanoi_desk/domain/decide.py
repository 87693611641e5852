"""Applying the transition table: what is allowed, and what an action makes of a case."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Action, Case, Step
from ihanoi_desk.domain.deadlines import due, find_limit
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.personal_data import unsettled
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transfers import is_for_city, move
from ihanoi_desk.domain.transitions import (
    VERBS,
    Clock,
    Holder,
    Move,
    Need,
    Transition,
    find,
)
from ihanoi_desk.domain.units import UnitKey

Check = Callable[[Case, Action, datetime, Rulebook], None]


@dataclass(frozen=True, slots=True)
class Applied:
    """The case after an action, and the line its history gains."""

    case: Case
    step: Step


def why_not(case: Case, verb: str, officer: Officer) -> Refused | None:
    """The reason `officer` may not `verb` this case now; None when the button is live.

    Looks at state, role and unit only, not at what a dialog would still ask for.
    """
    row = find(case.kind, case.state, verb)
    if row is None:
        return Refused("unknown_verb" if verb not in VERBS else "wrong_state", state=case.state)
    if row.roles.isdisjoint(officer.roles_at(case.unit)):
        return Refused("not_your_role")
    if Need.EARLIER_UNIT in row.needs and not case.hops:
        return Refused("no_earlier_unit")
    if row.move is not Move.STAY and is_for_city(case, officer):
        return Refused("city_routes", n=str(len(case.hops)))
    return None


def allowed(case: Case, officer: Officer) -> list[str]:
    """The verbs `officer` may use on `case` now, in the order of the table."""
    return [verb for verb in VERBS if why_not(case, verb, officer) is None]


def needs_of(case: Case, verb: str) -> tuple[Need, ...]:
    """What a dialog for `verb` has to ask for."""
    row = find(case.kind, case.state, verb)
    return row.needs if row else ()


def apply(case: Case, action: Action, actor: Officer, now: datetime, book: Rulebook) -> Applied:
    """`case` after `action` by `actor` at `now`.

    Raises Refused when the table, the actor's roles or the content of the action forbid it.
    """
    refusal = why_not(case, action.verb, actor)
    row = find(case.kind, case.state, action.verb)
    if refusal or row is None:
        raise refusal or Refused("wrong_state", state=case.state)
    for need in row.needs:
        CHECKS[need](case, action, now, book)
    _check_words(row, action, book)
    return _carry_out(row, case, action, actor, now, book)


def preview(
    case: Case, action: Action, actor: Officer, now: datetime, book: Rulebook
) -> Applied | None:
    """What an unfinished `action` would make of the case; None where the table has no row.

    For the live preview in a dialog: nothing is checked, so nothing here may be stored.
    """
    row = find(case.kind, case.state, action.verb)
    return _carry_out(row, case, action, actor, now, book) if row else None


def _carry_out(
    row: Transition, case: Case, action: Action, actor: Officer, now: datetime, book: Rulebook
) -> Applied:
    moved = _clocked(row, _moved(row, case, action, actor, book), now, book)
    held = _held(row, moved, action, actor, book)
    after = replace(held, state=row.to or case.state, version=case.version + 1)
    assignee = book.officers.get(action.assignee_id or 0)
    step = Step(
        id=action.id,
        case_id=case.id,
        seq=after.version,
        verb=action.verb,
        at=now,
        actor_name=actor.name,
        actor_id=actor.id,
        unit=case.unit,
        from_state=case.state,
        to_state=after.state,
        text=action.text.strip(),
        note=action.note.strip(),
        reason=action.reason if Need.REASON in row.needs else None,
        target_unit=after.unit if after.unit != case.unit else None,
        assignee_name=assignee.name if assignee and row.holder is Holder.ASSIGNEE else None,
        attachments=action.attachments,
        event=row.event,
    )
    return Applied(after, step)


def start_receiving(case: Case, now: datetime, book: Rulebook) -> Case:
    """`case` with a fresh receive clock: at filing, and again at each new unit."""
    limit = find_limit(book.limits, case.kind, "receive", case.urgency, case.rule_set)
    return replace(case, receive_due_at=due(limit, now, book.calendar_for(case.unit)))


def _moved(row: Transition, case: Case, action: Action, actor: Officer, book: Rulebook) -> Case:
    if row.move is Move.TARGET and action.target_unit:
        return move(case, action.target_unit, actor, book)
    if row.move is Move.BACK and case.hops:
        return move(case, case.hops[-1], actor, book)
    return case


def _clocked(row: Transition, case: Case, now: datetime, book: Rulebook) -> Case:
    if row.clock is Clock.START_RECEIVING:
        return start_receiving(case, now, book)
    if row.clock is Clock.START_HANDLING:
        limit = find_limit(book.limits, case.kind, "handle", case.urgency, case.rule_set)
        return replace(
            case, received_at=now, handle_due_at=due(limit, now, book.calendar_for(case.unit))
        )
    if row.clock is Clock.STOP:
        return replace(case, closed_at=now)
    return case


def _held(row: Transition, case: Case, action: Action, actor: Officer, book: Rulebook) -> Case:
    if row.holder is Holder.ACTOR:
        return replace(case, holder_id=actor.id, holder_name=actor.name)
    assignee = book.officers.get(action.assignee_id or 0)
    if row.holder is Holder.ASSIGNEE and assignee:
        return replace(case, holder_id=assignee.id, holder_name=assignee.name)
    if row.holder is Holder.NOBODY:
        return replace(case, holder_id=None, holder_name=None)
    return case


def _target_unit(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not action.target_unit:
        raise Refused("needs_target_unit")
    if action.target_unit == case.unit:
        raise Refused("same_unit")
    _check_exists(action.target_unit, now, book)


def _check_exists(key: UnitKey, now: datetime, book: Rulebook) -> None:
    unit = book.units.get(key)
    if unit is None or not unit.exists_on(now.astimezone(HANOI).date()):
        raise Refused("unknown_unit")


def _assignee(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if action.assignee_id is None:
        raise Refused("needs_assignee")
    assignee = book.officers.get(action.assignee_id)
    if assignee is None or Role.HANDLER not in assignee.roles_at(case.unit):
        raise Refused("assignee_elsewhere")


def _reason(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not action.reason:
        raise Refused("needs_reason")
    if (case.kind, action.reason) not in book.reasons:
        raise Refused("unknown_reason")


def _check_words(row: Transition, action: Action, book: Rulebook) -> None:
    """An officer's words to the citizen hold nobody's data without a reason; citizens may write
    what they like."""
    if Role.CITIZEN in row.roles:
        return
    found = unsettled(action.text, action.kept, book.public_contacts)
    if found:
        raise Refused("personal_data", masks=", ".join(finding.mask for finding in found))


def _present(what: str, code: str) -> Check:
    def check(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
        value = getattr(action, what)
        if not (value.strip() if isinstance(value, str) else value):
            raise Refused(code)

    return check


def _earlier_unit(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not case.hops:
        raise Refused("no_earlier_unit")
    _check_exists(case.hops[-1], now, book)


CHECKS: dict[Need, Check] = {
    Need.TEXT: _present("text", "needs_text"),
    Need.NOTE: _present("note", "needs_note"),
    Need.EVIDENCE: _present("attachments", "needs_evidence"),
    Need.TARGET_UNIT: _target_unit,
    Need.ASSIGNEE: _assignee,
    Need.REASON: _reason,
    Need.EARLIER_UNIT: _earlier_unit,
}
