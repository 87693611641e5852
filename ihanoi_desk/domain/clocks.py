"""The two clocks of a case: when they run out, what they have counted, when they stand still.

Time in which the citizen is awaited does not count. Nothing here knows cases: plain values in,
plain values out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.deadlines import SOON, Limit, due


@dataclass(frozen=True, slots=True)
class Wait:
    """The citizen was asked at `start` and answered at `end`; None while the answer is awaited."""

    start: datetime
    end: datetime | None = None


def handle_due(
    limit: Limit | None,
    received_at: datetime,
    waits: Sequence[Wait],
    extra_days: int,
    calendar: WorkingCalendar,
) -> datetime | None:
    """When handling runs out: the limit from receipt, `extra_days` working days granted, and the
    working time of every wait.

    A change of urgency is the same question with another limit: it counts from receipt again. None
    where no limit is set and while a wait holds the clock. A wait that began when the time had run
    out gives nothing back. Extension and waits count by no known law: proposals, "chưa xác minh".
    """
    due_at = due(limit, received_at, calendar)
    if due_at is None:
        return None
    if extra_days:
        due_at = calendar.add_days(due_at, extra_days)
    for wait in sorted(waits, key=lambda wait: wait.start):
        if wait.start >= due_at:
            break
        if wait.end is None:
            return None
        due_at = calendar.add(due_at, _worked(wait, received_at, calendar))
    return due_at


def due_if_answered_now(
    limit: Limit | None,
    received_at: datetime,
    waits: Sequence[Wait],
    extra_days: int,
    calendar: WorkingCalendar,
    now: datetime,
) -> datetime | None:
    """The same for a case whose citizen is awaited, as if the answer came at `now`."""
    answered = [wait if wait.end else replace(wait, end=max(now, wait.start)) for wait in waits]
    return handle_due(limit, received_at, answered, extra_days, calendar)


class Going(StrEnum):
    NOT_STARTED = "not_started"
    RUNNING = "running"
    SUSPENDED = "suspended"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows; amounts are working time.

    `due_at` is of a suspended clock the limit if the answer came now. `left` is negative once late;
    None without a limit.
    """

    going: Going
    due_at: datetime | None = None
    spent: timedelta = timedelta()
    left: timedelta | None = None
    late: bool = False

    @property
    def soon(self) -> bool:
        """Running, not late, and little time left."""
        running = self.going is Going.RUNNING and self.left is not None
        return running and not self.late and (self.left or timedelta()) <= SOON

    @property
    def fraction(self) -> float:
        """The part of the whole that is used up, for a dial: 0 to 1."""
        if self.left is None or self.going is Going.NOT_STARTED:
            return 0.0
        whole = self.spent + self.left
        return min(1.0, self.spent / whole) if whole > timedelta() else 1.0


def read(
    start: datetime | None,
    due_at: datetime | None,
    ended_at: datetime | None,
    waits: Sequence[Wait],
    calendar: WorkingCalendar,
    now: datetime,
) -> Reading:
    """The clock that began at `start`, as it stands at `now`.

    `due_at` is that of `handle_due`, of a suspended clock that of `due_if_answered_now`. A moment
    is late only after the limit: an action at the very moment is in time.
    """
    if start is None:
        return Reading(Going.NOT_STARTED)
    stop = ended_at or now
    counted = [wait for wait in waits if due_at is None or wait.start < due_at]
    held = sum((_worked(wait, start, calendar, stop) for wait in counted), timedelta())
    spent = max(timedelta(), calendar.between(start, stop) - held)
    left = calendar.between(stop, due_at) if due_at else None
    late = due_at is not None and stop > due_at
    if ended_at:
        going = Going.DONE
    elif any(wait.end is None for wait in counted):
        going = Going.SUSPENDED
    else:
        going = Going.RUNNING
    return Reading(going, due_at, spent, left, late)


def _worked(
    wait: Wait, since: datetime, calendar: WorkingCalendar, until: datetime | None = None
) -> timedelta:
    """The working time of `wait` that lies between `since` and `until`."""
    end = min((moment for moment in (wait.end, until) if moment), default=wait.start)
    return max(timedelta(), calendar.between(max(wait.start, since), end))
