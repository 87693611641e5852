"""Working time: sessions of the week, days off, swapped days. Moments in, moments out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from itertools import count

HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Hà Nội has had no summer time since 1975, so a fixed offset is exact."""

HORIZON_DAYS = 3660
"""A calendar that never opens within ten years is broken data, not a long wait."""

Session = tuple[time, time]
OFFICE_SESSIONS: tuple[Session, ...] = ((time(8), time(12)), (time(13, 30), time(17, 30)))
OFFICE_WEEK: tuple[tuple[Session, ...], ...] = (OFFICE_SESSIONS,) * 5 + ((), ())


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When a unit works. `week` holds the sessions of Monday to Sunday, local time.

    `swap_work` days are worked like a Monday whatever the weekday; `days_off` are closed.
    """

    week: tuple[tuple[Session, ...], ...] = OFFICE_WEEK
    days_off: frozenset[date] = frozenset()
    swap_work: frozenset[date] = frozenset()
    unverified: frozenset[date] = field(default=frozenset(), compare=False)
    """Days of either sort that rest on an estimate; shown as "chưa xác minh"."""

    def sessions(self, day: date) -> list[tuple[datetime, datetime]]:
        """The open periods of `day` in order, as aware moments."""
        if day in self.swap_work:
            hours = self.week[0]
        elif day in self.days_off:
            hours = ()
        else:
            hours = self.week[day.weekday()]
        return [
            (datetime.combine(day, start, HANOI), datetime.combine(day, end, HANOI))
            for start, end in hours
        ]

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(HANOI)
        return any(start <= local < end for start, end in self.sessions(local.date()))

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The moment `amount` of working time after `start`; counted from the moment itself.

        Raises ValueError for a negative amount or a calendar that never opens.
        """
        if amount < timedelta():
            raise ValueError("working time cannot be added backwards")
        left = amount
        moment = start.astimezone(HANOI)
        for opens, closes in self._sessions_from(moment.date()):
            begin = max(opens, moment)
            if begin > closes:
                continue
            if left <= closes - begin:
                return (begin + left).astimezone(start.tzinfo)
            left -= closes - begin
        raise ValueError("the calendar never opens")

    def add_days(self, start: datetime, days: int) -> datetime:
        """The close of the `days`-th working day after the day of `start`, which is not counted.

        Civil Code 2015, art. 147: days are counted from the next one. Raises ValueError for less
        than one day or a calendar that never opens.
        """
        if days < 1:
            raise ValueError("working days cannot be added backwards")
        left = days
        day = start.astimezone(HANOI).date()
        for offset in count(1):
            if offset > HORIZON_DAYS:
                break
            periods = self.sessions(day + timedelta(offset))
            left -= bool(periods)
            if periods and left <= 0:
                return periods[-1][1].astimezone(start.tzinfo)
        raise ValueError("the calendar never opens")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.between(end, start)
        total = timedelta()
        first, last = start.astimezone(HANOI), end.astimezone(HANOI)
        for offset in range((last.date() - first.date()).days + 1):
            for opens, closes in self.sessions(first.date() + timedelta(offset)):
                total += max(timedelta(), min(closes, last) - max(opens, first))
        return total

    def _sessions_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for offset in range(HORIZON_DAYS):
            yield from self.sessions(day + timedelta(offset))
