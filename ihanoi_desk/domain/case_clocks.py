"""The clocks of a case as they stand: what the panel, the lists and the paper show."""

from collections.abc import Iterable
from datetime import datetime

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.cases import Case, State
from ihanoi_desk.domain.clocks import Going, Reading, due_if_answered_now, read
from ihanoi_desk.domain.deadlines import Limit, find_limit


def receiving(case: Case, calendar: WorkingCalendar, now: datetime) -> Reading:
    """From the moment the present unit got the case until it was accepted or turned away."""
    # Cases filed under an earlier program know only when they were filed.
    start = case.receive_from or case.filed_at
    ended_at = case.received_at or case.closed_at
    return read(start, case.receive_due_at, ended_at, (), calendar, now)


def handling(
    case: Case, limits: Iterable[Limit], calendar: WorkingCalendar, now: datetime
) -> Reading:
    """From receipt, or from the reopening, to the end; without the waits for the citizen.

    While the citizen is awaited, `due_at` is what it would be if the answer came now.
    """
    start = case.handle_from or case.received_at
    if start is None:
        return Reading(Going.NOT_STARTED)
    due_at = case.handle_due_at
    if case.state is State.WAITING:
        limit = find_limit(limits, case.kind, "handle", case.urgency, case.rule_set)
        due_at = due_if_answered_now(limit, start, case.waits, case.extra_days, calendar, now)
    return read(start, due_at, case.closed_at, case.waits, calendar, now)


def classifying(
    case: Case, limits: Iterable[Limit], calendar: WorkingCalendar, now: datetime
) -> Reading | None:
    """From receipt until nothing that the kind requires was missing; None where no limit is set.

    It rests with the handling clock while the citizen is awaited.
    """
    limit = find_limit(limits, case.kind, "classify", case.urgency, case.rule_set)
    if limit is None:
        return None
    start = case.handle_from or case.received_at
    if start is None:
        return Reading(Going.NOT_STARTED)
    ended_at, due_at = case.classified_at or case.closed_at, case.classify_due_at
    if case.state is State.WAITING and ended_at is None:
        due_at = due_if_answered_now(limit, start, case.waits, 0, calendar, now)
    # Some reports are understood before they are accepted.
    return read(min(start, ended_at or start), due_at, ended_at, case.waits, calendar, now)
