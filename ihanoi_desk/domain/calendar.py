"""Working time: sessions of the week, days off, swapped days. Moments in, moments out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from itertools import count

HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Hà Nội has had no summer time since 1975, so a fixed offset is exact."""

HORIZON_DAYS = 3660
"""A calendar that never opens within ten years is broken data, not a long wait."""

Session = tuple[time, time]
Hours = tuple[Session, ...]
"""The sessions of one day, local time, in order; empty means closed."""
Week = tuple[Hours, ...]
"""Monday to Sunday."""
OFFICE_SESSIONS: Hours = ((time(8), time(12)), (time(13, 30), time(17, 30)))
OFFICE_WEEK: Week = (OFFICE_SESSIONS,) * 5 + ((), ())


@dataclass(frozen=True, slots=True)
class DatedWeek:
    """The week a unit works from `valid_from` until the next one begins."""

    valid_from: date
    week: Week
    verified: bool = True


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When a unit works: `week`, replaced by the weeks of `later` (in order) from their days on.

    `days_off` are closed; `swap_work` days are worked like a Monday whatever the weekday; `special`
    days have hours of their own, before all else.
    """

    week: Week = OFFICE_WEEK
    days_off: frozenset[date] = frozenset()
    swap_work: frozenset[date] = frozenset()
    unverified: frozenset[date] = field(default=frozenset(), compare=False)
    """Days that rest on an estimate; shown as "chưa xác minh"."""
    later: tuple[DatedWeek, ...] = ()
    special: Mapping[date, Hours] = field(default_factory=dict, hash=False)

    def hours(self, day: date) -> Hours:
        """The open periods of `day`, local time."""
        if day in self.special:
            return self.special[day]
        week = self.week_on(day).week
        if day in self.swap_work:
            return week[0]
        return () if day in self.days_off else week[day.weekday()]

    def week_on(self, day: date) -> DatedWeek:
        """The plain week in force on `day`."""
        for found in reversed(self.later):
            if found.valid_from <= day:
                return found
        return DatedWeek(date.min, self.week)

    def is_unverified(self, day: date) -> bool:
        """Whether what is known of `day` rests on an estimate."""
        return day in self.unverified or not self.week_on(day).verified

    def sessions(self, day: date) -> list[tuple[datetime, datetime]]:
        """The open periods of `day` in order, as aware moments."""
        return [
            (datetime.combine(day, start, HANOI), datetime.combine(day, end, HANOI))
            for start, end in self.hours(day)
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

    def before(self, end: datetime, amount: timedelta) -> datetime:
        """The latest moment from which `amount` of working time reaches `end`.

        Raises ValueError for a negative amount or a calendar that was never open.
        """
        if amount < timedelta():
            raise ValueError("working time cannot be taken off forwards")
        left = amount
        moment = end.astimezone(HANOI)
        for offset in range(HORIZON_DAYS):
            for opens, closes in reversed(self.sessions(moment.date() - timedelta(offset))):
                stop = min(closes, moment)
                if stop < opens:
                    continue
                if left <= stop - opens:
                    return (stop - left).astimezone(end.tzinfo)
                left -= stop - opens
        raise ValueError("the calendar never opens")

    def next_closed(self, moment: datetime) -> datetime:
        """`moment` itself outside working hours, else the close that comes next."""
        local = moment.astimezone(HANOI)
        for opens, closes in self.sessions(local.date()):
            if opens <= local < closes:
                local = closes
        return local.astimezone(moment.tzinfo)

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
