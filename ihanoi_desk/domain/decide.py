"""Applying the transition table: what is allowed, and what an action makes of a case."""

from dataclasses import dataclass, replace
from datetime import datetime

from ihanoi_desk.domain import effects
from ihanoi_desk.domain.cases import Action, Case, Step
from ihanoi_desk.domain.guards import GUARDS
from ihanoi_desk.domain.needs import NEEDS, check_exists
from ihanoi_desk.domain.officers import OFFICER_ROLES, Actor
from ihanoi_desk.domain.personal_data import kept_words, unsettled
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.templates import GAP
from ihanoi_desk.domain.transition import Effect, Holder, Move, Need, Transition
from ihanoi_desk.domain.transitions import ALL_VERBS, VERBS, find

TRACKED = ("urgency", "category", "rating", "extra_days", "master_id")
"""Fields of a case whose change the history names."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The case after an action, and the line its history gains."""

    case: Case
    step: Step


def why_not(case: Case, verb: str, actor: Actor, book: Rulebook) -> Refused | None:
    """The reason `actor` may not `verb` this case now; None when the button is live.

    Looks at the case, the role and the unit only, not at what a dialog would still ask for.
    """
    row = find(case, verb)
    if row is None:
        return Refused("unknown_verb" if verb not in ALL_VERBS else "wrong_state", state=case.state)
    if row.roles.isdisjoint(actor.roles_at(case.unit)):
        return Refused("not_your_role")
    for guard in row.guards:
        if refusal := GUARDS[guard](case, actor, book):
            return refusal
    return None


def allowed(case: Case, actor: Actor, book: Rulebook) -> list[str]:
    """The verbs `actor` may use on `case` now, in the order of the table."""
    return [verb for verb in VERBS if why_not(case, verb, actor, book) is None]


def needs_of(case: Case, verb: str) -> tuple[Need, ...]:
    """What a dialog for `verb` has to ask for."""
    row = find(case, verb)
    return row.needs if row else ()


def apply(case: Case, action: Action, actor: Actor, now: datetime, book: Rulebook) -> Applied:
    """`case` after `action` by `actor` at `now`.

    Raises Refused when the table, the actor's roles or the content of the action forbid it.
    """
    refusal = why_not(case, action.verb, actor, book)
    row = find(case, action.verb)
    if refusal or row is None:
        raise refusal or Refused("wrong_state", state=case.state)
    if GAP in action.text and not row.roles.isdisjoint(OFFICER_ROLES):
        # A place in a ready sentence that only the officer can fill.
        raise Refused("gap_left", gap=GAP)
    for need in row.needs:
        NEEDS[need](case, action, now, book)
    if row.move is Move.BACK:
        check_exists(case.hops[-1], now, book)
    _check_words(row, action, book)
    return _carry_out(row, case, action, actor, now, book)


def _check_words(row: Transition, action: Action, book: Rulebook) -> None:
    """An officer's words to the citizen hold nobody's data without a reason, and words for
    everybody none at all; citizens may write what they like."""
    if row.roles.isdisjoint(OFFICER_ROLES):
        return
    for_all = Effect.PUBLISH in row.effects
    found = unsettled(action.text, {} if for_all else action.kept, book.public_contacts)
    if found:
        code = "personal_data_for_all" if for_all else "personal_data"
        raise Refused(code, masks=", ".join(finding.mask for finding in found))


def preview(
    case: Case, action: Action, actor: Actor, now: datetime, book: Rulebook
) -> Applied | None:
    """What an unfinished `action` would make of the case; None where the table has no row.

    For the live preview in a dialog: nothing is checked, so nothing here may be stored.
    """
    row = find(case, action.verb)
    return _carry_out(row, case, action, actor, now, book) if row else None


def _carry_out(
    row: Transition, case: Case, action: Action, actor: Actor, now: datetime, book: Rulebook
) -> Applied:
    changed = effects.changed(
        row, effects.moved(row, case, action, actor, book), action, actor, now
    )
    placed = effects.placed(row, effects.clocked(row, changed, now, book))
    after = effects.held(row, replace(placed, version=case.version + 1), action, actor, book)
    return Applied(after, _step(row, case, after, action, actor, now, book))


def _step(
    row: Transition,
    case: Case,
    after: Case,
    action: Action,
    actor: Actor,
    now: datetime,
    book: Rulebook,
) -> Step:
    assignee = book.officers.get(action.assignee_id or 0)
    # What a superior lets out is the author's result, word for word.
    result = case.proposal if row.verb == "approve" else None
    return Step(
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
        text=result.text if result else action.text.strip(),
        note=action.note.strip(),
        reason=action.reason if {Need.REASON, Need.ALARM}.intersection(row.needs) else None,
        target_unit=after.unit if after.unit != case.unit else None,
        assignee_name=assignee.name if assignee and row.holder is Holder.ASSIGNEE else None,
        attachments=result.attachments if result else action.attachments,
        facts=_facts(row, case, after, action, book),
        event=row.again if row.again and case.reopenings else row.event,
    )


def _facts(
    row: Transition, case: Case, after: Case, action: Action, book: Rulebook
) -> dict[str, str]:
    """What changed, field by field."""
    found = {name: (getattr(case, name), getattr(after, name)) for name in TRACKED}
    filled = {**case.facts, **after.facts}
    found |= {name: (case.facts.get(name), after.facts.get(name)) for name in filled}
    facts: dict[str, str] = {}
    for name, (old, new) in found.items():
        if old != new:
            facts[name] = "" if new is None else str(new)
            facts[f"{name}_was"] = "" if old is None else str(old)
    if action.waiver.strip() and Need.EVIDENCE in row.needs:
        facts["waiver"] = action.waiver.strip()
    if Effect.ASK_EXTENSION in row.effects:
        facts["days"] = str(action.days or "")
    if action.kept and (kept := kept_words(action.text, action.kept, book.public_contacts)):
        facts["kept"] = kept
    return facts
