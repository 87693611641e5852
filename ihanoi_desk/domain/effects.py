"""What an action makes of a case: fields, clocks, holder, place. Values in, values out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.cases import Action, Case, ExtensionRequest, Proposal, State
from ihanoi_desk.domain.clocks import Wait, due_if_answered_now, handle_due
from ihanoi_desk.domain.deadlines import Limit, due, find_limit
from ihanoi_desk.domain.kind_fields import missing
from ihanoi_desk.domain.officers import Actor
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transfers import move
from ihanoi_desk.domain.transition import Clock, Effect, Holder, Move, Transition

Change = Callable[[Case, Action, Actor, datetime], Case]


def start_receiving(case: Case, now: datetime, book: Rulebook) -> Case:
    """`case` with a fresh receive clock: at filing, and again at each new unit."""
    fresh = replace(
        case,
        receive_from=now,
        received_at=None,
        handle_from=None,
        handle_due_at=None,
        waits=(),
        left_at_rest=None,
        classify_due_at=None,
        extensions=0,
        extra_days=0,
        extension_asked=None,
        alarms=(),
    )
    return _recount(fresh, book)


def moved(row: Transition, case: Case, action: Action, actor: Actor, book: Rulebook) -> Case:
    """`case` at the unit it lies at afterwards."""
    if row.move is Move.TARGET and action.target_unit:
        return move(case, action.target_unit, actor, book)
    if row.move is Move.BACK and case.hops:
        return move(case, case.hops[-1], actor, book)
    return case


def changed(row: Transition, case: Case, action: Action, actor: Actor, now: datetime) -> Case:
    """`case` with the effects of `row`."""
    for effect in row.effects:
        case = CHANGES[effect](case, action, actor, now)
    return case


def placed(row: Transition, case: Case) -> Case:
    """`case` in the state it has afterwards."""
    if row.back:
        return replace(case, state=case.back_to or State.ACCEPTED, back_to=None)
    if row.to in (State.WAITING, State.APPROVAL):
        return replace(case, state=row.to, back_to=case.state)
    return replace(case, state=row.to or case.state)


def clocked(row: Transition, case: Case, now: datetime, book: Rulebook) -> Case:
    """`case` with its clocks started, resting, counted anew or stopped."""
    if row.clock is Clock.START_RECEIVING:
        return start_receiving(case, now, book)
    if row.clock is Clock.START_HANDLING:
        started = replace(
            case,
            # What was turned away before it was accepted was dealt with then, not now.
            received_at=case.received_at or case.closed_at or now,
            handle_from=now,
            waits=(),
            closed_at=None,
            alarms=(),
        )
        return _recount(started, book)
    if row.clock is Clock.PAUSE:
        return _recount(replace(case, waits=(*case.waits, Wait(now))), book)
    if row.clock is Clock.RESUME:
        return _recount(replace(case, waits=_ended(case, now)), book)
    if row.clock is Clock.RECOUNT:
        return _recount(case, book)
    if row.clock is Clock.STOP:
        return _answered(case, now)
    return case


def held(row: Transition, case: Case, action: Action, actor: Actor, book: Rulebook) -> Case:
    """`case` in the hands it is in afterwards."""
    if row.holder is Holder.ACTOR:
        return replace(case, holder_id=actor.id, holder_name=actor.name)
    assignee = book.officers.get(action.assignee_id or 0)
    if row.holder is Holder.ASSIGNEE and assignee:
        return replace(case, holder_id=assignee.id, holder_name=assignee.name)
    if row.holder is Holder.NOBODY:
        return replace(case, holder_id=None, holder_name=None)
    return case


def _answered(case: Case, now: datetime) -> Case:
    """`case` with nothing left to wait for; its rating was of an earlier result."""
    return replace(
        case,
        closed_at=now,
        waits=_ended(case, now),
        extension_asked=None,
        back_to=None,
        rating=None,
    )


def _ended(case: Case, now: datetime) -> tuple[Wait, ...]:
    return tuple(
        wait if wait.end else Wait(wait.start, max(wait.start, now)) for wait in case.waits
    )


def _recount(case: Case, book: Rulebook) -> Case:
    """Both limits counted from the starts of their clocks, under the rules of the case's day.

    What was escalated belongs to a limit: another limit is escalated anew.
    """
    calendar = book.calendar_for(case.unit)
    # Cases accepted under an earlier program know only when they were received.
    start = case.handle_from or case.received_at
    if start is not None:
        limit = find_limit(book.limits, case.kind, "handle", case.urgency, case.rule_set)
        limit_at = handle_due(limit, start, case.waits, case.extra_days, calendar)
        return replace(
            case,
            handle_due_at=limit_at,
            alarms=case.alarms if limit_at == case.handle_due_at else (),
            left_at_rest=_left_at_rest(limit, start, case, calendar),
            classify_due_at=_classify_due(start, case, book, calendar),
        )
    limit = find_limit(book.limits, case.kind, "receive", case.urgency, case.rule_set)
    limit_at = due(limit, case.receive_from or case.filed_at, calendar)
    alarms = case.alarms if limit_at == case.receive_due_at else ()
    return replace(case, receive_due_at=limit_at, alarms=alarms)


def _left_at_rest(
    limit: Limit | None, start: datetime, case: Case, calendar: WorkingCalendar
) -> timedelta | None:
    since = next((wait.start for wait in case.waits if wait.end is None), None)
    if since is None:
        return None
    limit_at = due_if_answered_now(limit, start, case.waits, case.extra_days, calendar, since)
    return calendar.between(since, limit_at) if limit_at else None


def _classify_due(
    start: datetime, case: Case, book: Rulebook, calendar: WorkingCalendar
) -> datetime | None:
    """What was classified keeps the limit it was measured by."""
    if case.classified_at and case.classify_due_at:
        return case.classify_due_at
    limit = find_limit(book.limits, case.kind, "classify", case.urgency, case.rule_set)
    return handle_due(limit, start, case.waits, 0, calendar)


def _set_urgency(case: Case, action: Action, actor: Actor, now: datetime) -> Case:
    """Days that were granted belong to the level they were granted for."""
    level = action.urgency or case.urgency
    return replace(case, urgency=level, extensions=0, extra_days=0, alarms=())


def _ask_extension(case: Case, action: Action, actor: Actor, now: datetime) -> Case:
    asked = ExtensionRequest(
        author_id=actor.id or 0,
        author_name=actor.name,
        at=now,
        days=action.days or 0,
        why=action.note.strip(),
    )
    return replace(case, extension_asked=asked)


def _grant_extension(case: Case, action: Action, actor: Actor, now: datetime) -> Case:
    asked = case.extension_asked
    return replace(
        case,
        extension_asked=None,
        extensions=case.extensions + 1,
        extra_days=case.extra_days + (asked.days if asked else 0),
        alarms=(),
    )


def _propose(case: Case, action: Action, actor: Actor, now: datetime) -> Case:
    proposal = Proposal(
        author_id=actor.id or 0,
        author_name=actor.name,
        at=now,
        text=action.text.strip(),
        attachments=action.attachments,
        waiver=action.waiver.strip(),
    )
    return replace(case, proposal=proposal)


def _set_facts(case: Case, action: Action, actor: Actor, now: datetime) -> Case:
    filled = {**case.facts, **{code: value.strip() for code, value in action.facts.items()}}
    facts = {code: value for code, value in filled.items() if value}
    done_at = None if missing(case.kind, facts, case.rule_set) else case.classified_at or now
    after = replace(case, facts=facts, classified_at=done_at)
    # From here on another limit runs, or again the earlier one.
    return after if after.due_at == case.due_at else replace(after, alarms=())


def _reopen(case: Case, action: Action, actor: Actor, now: datetime) -> Case:
    return replace(
        case,
        reopenings=case.reopenings + 1,
        extensions=0,
        extra_days=0,
        published_at=None,
    )


CHANGES: dict[Effect, Change] = {
    Effect.SET_URGENCY: _set_urgency,
    Effect.SET_CATEGORY: lambda case, action, actor, now: replace(
        case, category=action.category or case.category
    ),
    Effect.SET_FACTS: _set_facts,
    Effect.ASK_EXTENSION: _ask_extension,
    Effect.GRANT_EXTENSION: _grant_extension,
    Effect.DROP_EXTENSION: lambda case, action, actor, now: replace(case, extension_asked=None),
    Effect.PROPOSE: _propose,
    Effect.DROP_PROPOSAL: lambda case, action, actor, now: replace(case, proposal=None),
    Effect.PUBLISH: lambda case, action, actor, now: replace(case, published_at=now),
    Effect.UNPUBLISH: lambda case, action, actor, now: replace(case, published_at=None),
    Effect.RATE: lambda case, action, actor, now: replace(case, rating=action.rating),
    Effect.REOPEN: _reopen,
    Effect.MERGE: lambda case, action, actor, now: replace(case, master_id=action.master_id),
    Effect.SEPARATE: lambda case, action, actor, now: replace(case, master_id=None),
    Effect.NOTE_ALARM: lambda case, action, actor, now: replace(
        case, alarms=(*case.alarms, action.reason or "")
    ),
}
