"""The time limits of a case: dated rows of data applied to a working calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.dated import in_force

WORKING_DAY = timedelta(hours=8)
SOON = timedelta(hours=2)
"""Working time before a limit from which a case counts as soon late."""


class LimitUnit(StrEnum):
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a step may take: `clock` is ``receive``, ``handle`` or ``classify``.

    `urgency` may be ``*``.

    `verified` is False where no source was read; such limits are shown as "chưa xác minh".
    """

    kind: str
    clock: str
    urgency: str
    amount: int
    unit: LimitUnit
    valid_from: date
    verified: bool
    source: str
    valid_to: date | None = None
    """The first day on which it no longer holds."""


def find_limit(
    limits: Iterable[Limit], kind: str, clock: str, urgency: str, on: date
) -> Limit | None:
    """The row in force on `on`, the day a case was filed; an exact urgency wins over ``*``, then
    the later date.

    So a later general row does not override an older special one.
    """
    fitting = [
        limit
        for limit in limits
        if limit.kind == kind
        and limit.clock == clock
        and limit.urgency in (urgency, "*")
        and in_force(limit, on)
    ]
    return max(fitting, key=lambda row: (row.urgency != "*", row.valid_from), default=None)


def due(limit: Limit | None, start: datetime, calendar: WorkingCalendar) -> datetime | None:
    """When a clock started at `start` runs out; None where no limit is set."""
    if limit is None:
        return None
    if limit.unit is LimitUnit.WORKING_HOURS:
        return calendar.add(start, timedelta(hours=limit.amount))
    return calendar.add_days(start, limit.amount)
