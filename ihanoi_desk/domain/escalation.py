"""Who hears of a case before and after its limit, and the alarm outside working hours.

Neither is written in a source: the policies are dated rows that an administrator edits, shown as
"chưa xác minh".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.dated import in_force
from ihanoi_desk.domain.officers import Role

ANY = "*"


@dataclass(frozen=True, slots=True)
class Escalation:
    """Tell whoever holds `role` at the unit, `minutes` of working time from the limit of `clock`.

    Minutes are negative before the limit. `kind` and `urgency` may be ``*``.
    """

    code: str
    kind: str
    clock: str
    urgency: str
    minutes: int
    role: Role
    valid_from: date
    verified: bool
    source: str
    valid_to: date | None = None
    """The first day on which it no longer holds."""


@dataclass(frozen=True, slots=True)
class DutyAlarm:
    """Wake whoever holds `role`: nobody took such a case for so many minutes on the wall clock."""

    code: str
    kind: str
    urgency: str
    minutes: int
    role: Role
    valid_from: date
    verified: bool
    source: str
    valid_to: date | None = None
    """The first day on which it no longer holds."""


@dataclass(frozen=True, slots=True)
class Notice:
    """That `role` has to hear of a case at `at`. `code` is the row it follows from."""

    at: datetime
    code: str
    role: Role


class Rule(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def urgency(self) -> str: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


R = TypeVar("R", bound=Rule)


def escalations(
    rows: Iterable[Escalation],
    kind: str,
    clock: str,
    urgency: str,
    on: date,
    due_at: datetime | None,
    calendar: WorkingCalendar,
) -> list[Notice]:
    """Everybody who has to hear of a clock that runs out at `due_at`, earliest first.

    None without a limit and while the clock is suspended (`due_at` None).
    """
    if due_at is None:
        return []
    found = [
        Notice(_from_limit(due_at, row.minutes, calendar), row.code, row.role)
        for row in _in_force((row for row in rows if row.clock == clock), kind, urgency, on)
    ]
    return sorted(found, key=lambda notice: (notice.at, notice.code))


def hearers(rows: Iterable[Escalation], alarms: Iterable[DutyAlarm]) -> dict[str, frozenset[Role]]:
    """Which roles hear of what rings under each code."""
    found: dict[str, frozenset[Role]] = {}
    for code, role in (
        *((row.code, row.role) for row in rows),
        *((row.code, row.role) for row in alarms),
    ):
        found[code] = found.get(code, frozenset()) | {role}
    return found


def fallen_due(notices: Iterable[Notice], told: Iterable[str], now: datetime) -> list[Notice]:
    """Those whose moment has come and whose code is not among `told`."""
    known = frozenset(told)
    return [notice for notice in notices if notice.at <= now and notice.code not in known]


def duty_alarms(
    rows: Iterable[DutyAlarm],
    kind: str,
    urgency: str,
    on: date,
    since: datetime,
    calendar: WorkingCalendar,
) -> list[Notice]:
    """When a case that nobody has accepted `since` then rings outside working hours.

    The first closed moment after the grace period, lunch included: in working hours the receive
    clock watches, and the alarm waits for the close.
    """
    return [
        Notice(calendar.next_closed(since + timedelta(minutes=row.minutes)), row.code, row.role)
        for row in _in_force(rows, kind, urgency, on)
    ]


def _in_force(rows: Iterable[R], kind: str, urgency: str, on: date) -> list[R]:
    """The rows in force on `on`, those of the exact kind and urgency before those of ``*``: the
    more exact ones replace the others as a whole."""
    fitting = [
        row
        for row in rows
        if row.kind in (kind, ANY) and row.urgency in (urgency, ANY) and in_force(row, on)
    ]
    best = max(map(_rank, fitting), default=None)
    return [row for row in fitting if _rank(row) == best]


def _rank(row: Rule) -> tuple[bool, bool]:
    return row.kind != ANY, row.urgency != ANY


def _from_limit(due_at: datetime, minutes: int, calendar: WorkingCalendar) -> datetime:
    amount = timedelta(minutes=abs(minutes))
    if minutes < 0:
        return calendar.before(due_at, amount)
    return calendar.add(due_at, amount) if minutes else due_at
