"""What happens to a case when nobody does anything: who has to hear of it, and when it closes."""

from datetime import datetime, timedelta

from ihanoi_desk.domain.cases import Case, State
from ihanoi_desk.domain.escalation import Notice, duty_alarms, escalations
from ihanoi_desk.domain.rulebook import Rulebook

LOOK_AGAIN = timedelta(days=1)
"""An open case is looked at so often even if nothing is foreseen: the rules may have changed."""


def alarms(case: Case, book: Rulebook) -> list[Notice]:
    """Everybody who has to hear of `case` and has not yet, earliest first."""
    if not case.is_open:
        return []
    calendar = book.calendar_for(case.unit)
    is_new = case.state is State.NEW
    day, clock = case.rule_set, "receive" if is_new else "handle"
    rows, due_at = book.escalations, case.due_at
    found = escalations(rows, case.kind, clock, case.urgency, day, due_at, calendar)
    if is_new:
        since = case.receive_from or case.filed_at
        found += duty_alarms(book.alarms, case.kind, case.urgency, day, since, calendar)
    untold = (notice for notice in found if notice.code not in case.alarms)
    return sorted(untold, key=lambda notice: (notice.at, notice.code))


def closes_at(case: Case, book: Rulebook) -> datetime | None:
    """When the time for a rating is over; None when `case` is not resolved, or without a policy."""
    days = book.policy("close_after", case)
    if case.state is not State.RESOLVED or case.closed_at is None or days is None:
        return None
    return case.closed_at + timedelta(days=days)


def next_look(case: Case, book: Rulebook, now: datetime) -> datetime | None:
    """When the server has to look at `case` next; None: never again by itself."""
    if not case.is_open:
        return closes_at(case, book)
    return min([now + LOOK_AGAIN, *(notice.at for notice in alarms(case, book))])
