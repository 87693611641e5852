"""The handling clock of a case: a limit, counted from receipt, that rests while we wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.deadlines import Limit, due


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which the citizen was asked for something; `end` None while it lasts."""

    start: datetime
    end: datetime | None = None


def handle_due(
    limit: Limit | None,
    start: datetime,
    waits: Sequence[Wait],
    extra_days: int,
    calendar: WorkingCalendar,
) -> datetime | None:
    """When handling started at `start` has to be done; None where no limit is set.

    `extra_days` working days were granted on top; the working time of ended waits is added, the
    one that lasts is not counted before it ends.
    """
    limit_at = due(limit, start, calendar)
    if limit_at is None:
        return None
    if extra_days:
        limit_at = calendar.add_days(limit_at, extra_days)
    for wait in waits:
        if wait.end is not None:
            limit_at = calendar.add(limit_at, calendar.between(wait.start, wait.end))
    return limit_at
