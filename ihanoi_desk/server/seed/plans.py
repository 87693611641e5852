"""What befalls each case of the demo city: when it comes, where, and how far it is handled."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import cycle
from random import Random

from ihanoi_desk.domain.calendar import HANOI, WorkingCalendar
from ihanoi_desk.server.seed.people import HOAN_KIEM
from ihanoi_desk.server.seed.reference import Line, table

DAYS = 30
TICK = timedelta(minutes=15)
"""The grain of working time in which officers of the demo city act."""
TICKS_A_DAY = 32
HOURS = (1, 1, 0, 0, 0, 1, 4, 9, 13, 14, 12, 9, 6, 7, 10, 11, 11, 10, 8, 7, 7, 6, 4, 2)
"""How many reports come in each hour of the day: a morning peak, a smaller one after lunch."""
HOAN_KIEM_CASES = 60
OPEN_AT_HOAN_KIEM = 40
OPEN_ELSEWHERE = 0.06
REJECTED = 0.08
MOVED_IN = 4
TO_DEPARTMENT = 0.2
DEPARTMENT = "department"
ON_STREETS = frozenset({"street", "address", "alley"})
"""Kinds of place that name nobody's business."""
RURAL = frozenset({"village", "field", "dyke", "industrial_zone", "cemetery"})
KINDS = ("scene",) * 15 + ("procedure",) * 3 + ("waste", "initiative")


class Fate(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    WAITING = "waiting"
    APPROVAL = "approval"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Plan:
    """One case to come. `filed` and `acts` are moments; acts are the officers' turns in order."""

    text: Line
    spot: Line
    fate: Fate
    filed: datetime
    acts: tuple[datetime, ...]
    via: str = ""
    """Where the first act sends the case: a unit's code, or the department of its category."""


class Planner:
    """Draws plans from the seed tables; the same `now` gives the same city."""

    def __init__(self, now: datetime, calendar: WorkingCalendar, units: Sequence[str]) -> None:
        self._now = now
        self._chance = Random(2026)
        self._ticks = _working_ticks(now, calendar)
        self._units = units
        self._spots: dict[str, list[Line]] = defaultdict(list)
        for row in table("gazetteer.csv"):
            if row["kind"] in ON_STREETS:
                self._spots[row["ward_code"]].append(row)
        self._texts: dict[tuple[str, bool], list[list[Line]]] = {}
        self._used: set[str] = set()

    def plans(self, count: int) -> list[Plan]:
        """`count` plans in the order of filing."""
        here = min(HOAN_KIEM_CASES, count)
        found = [self._plan(HOAN_KIEM, turn < OPEN_AT_HOAN_KIEM) for turn in range(here)]
        turns = cycle((Fate.WAITING, Fate.APPROVAL, Fate.ASSIGNED, Fate.REOPENED))
        found = [
            self._go_on(plan, next(turns)) if plan.fate is Fate.ASSIGNED else plan for plan in found
        ]
        elsewhere = [code for code in self._units if code != HOAN_KIEM]
        found += [self._moved_in(elsewhere) for _ in range(min(MOVED_IN, count - here))]
        for _ in range(count - len(found)):
            ward = self._chance.choice(elsewhere)
            found.append(self._plan(ward, self._chance.random() < OPEN_ELSEWHERE))
        return sorted(found, key=lambda plan: plan.filed)

    def _plan(self, ward: str, still_open: bool) -> Plan:
        chance = self._chance
        kind = chance.choice(KINDS)
        if still_open:
            fate = chance.choice((Fate.NEW, Fate.NEW, Fate.ACCEPTED, Fate.ASSIGNED))
        else:
            fate = Fate.REJECTED if chance.random() < REJECTED else Fate.RESOLVED
        text = self._text(kind, fate is not Fate.REJECTED, ward)
        urgent = text["urgency"] == "urgent"
        filed, *acts = self._open(fate, urgent) if still_open else self._closed(fate, urgent)
        via = ""
        if fate is Fate.RESOLVED and ward != HOAN_KIEM and chance.random() < TO_DEPARTMENT:
            via, acts = DEPARTMENT, [filed + (acts[0] - filed) / 2, *acts]
        return Plan(text, chance.choice(self._spots[ward]), fate, filed, tuple(acts), via)

    def _go_on(self, plan: Plan, fate: Fate) -> Plan:
        """One more turn, halfway between the last one and now."""
        if fate is Fate.ASSIGNED:
            return plan
        age = self._next_tick(plan.acts[-1])
        # Ticks are drawn roughly: the newest may lie before an act of a moment ago.
        at = max(plan.acts[-1], self._tick(max(1, age // 2)))
        return replace(plan, fate=fate, acts=(*plan.acts, at))

    def _moved_in(self, elsewhere: Sequence[str]) -> Plan:
        """A case that a neighbour sent to Hoàn Kiếm today."""
        chance = self._chance
        sent = chance.randint(2, 24)
        ward = chance.choice(elsewhere)
        return Plan(
            text=self._text("scene", True, ward),
            spot=chance.choice(self._spots[ward]),
            fate=Fate.NEW,
            filed=self._tick(sent + chance.randint(4, 20)),
            acts=(self._tick(sent),),
            via=HOAN_KIEM,
        )

    def _open(self, fate: Fate, urgent: bool) -> Iterator[datetime]:
        """Filing within the last working hours for new cases, days ago for those in work."""
        chance = self._chance
        if fate is Fate.NEW:
            # One in seven has run over the eight working hours of receiving.
            age = chance.choices(
                (chance.randint(33, 44), chance.randint(25, 31), chance.randint(1, 24)), (1, 2, 5)
            )[0]
            yield self._tick(age)
            return
        late = chance.random() < 0.12
        reach = (18 if late else 14) if urgent else (190 if late else 140)
        received = chance.randint(reach - 8, reach) if late else chance.randint(3, reach)
        yield self._tick(received + chance.randint(2, 28))
        yield self._tick(received)
        if fate is Fate.ASSIGNED:
            yield self._tick(max(1, received - chance.randint(1, 6)))

    def _closed(self, fate: Fate, urgent: bool) -> Iterator[datetime]:
        chance = self._chance
        filed = self._arrival()
        yield filed
        start = self._next_tick(filed) - chance.randint(1, 26)
        if start < 3:
            start = 3
        yield self._tick(start)
        if fate is Fate.REJECTED:
            return
        length = chance.randint(3, 15) if urgent else chance.randint(8, 150)
        if chance.random() < 0.09:
            length = int(length * 1.6)
        yield self._tick(max(1, start - length))

    def _arrival(self) -> datetime:
        """A moment of the last month that leaves two working days for handling."""
        today = self._now.astimezone(HANOI).replace(minute=0, second=0, microsecond=0)
        day = today - timedelta(days=self._chance.randint(4, DAYS))
        hour = self._chance.choices(range(24), HOURS)[0]
        seconds = self._chance.randrange(3600)
        return (day.replace(hour=hour) + timedelta(seconds=seconds)).astimezone(self._now.tzinfo)

    def _tick(self, working_age: int) -> datetime:
        """The moment so many ticks of working time ago, not on the dot."""
        moment = self._ticks[min(working_age, len(self._ticks) - 1)]
        return moment - timedelta(seconds=self._chance.randrange(20, 800))

    def _next_tick(self, moment: datetime) -> int:
        """The working age of the first tick after `moment`."""
        return sum(tick > moment for tick in self._ticks)

    def _text(self, kind: str, valid: bool, ward: str) -> Line:
        """A text that fits the kind, most often of one of a few heavy categories."""
        groups = self._groups(kind, valid)
        weights = [1 / (place + 1.5) for place in range(len(groups))]
        for _ in range(12):
            row = self._chance.choice(self._chance.choices(groups, weights)[0])
            fits = ward != HOAN_KIEM or row["place_hint"] not in RURAL
            if row["id"] not in self._used and fits:
                break
        self._used.add(row["id"])
        return row

    def _groups(self, kind: str, valid: bool) -> list[list[Line]]:
        if (kind, valid) not in self._texts:
            groups: dict[str, list[Line]] = defaultdict(list)
            for row in table("report_texts.csv"):
                if row["kind"] == kind and (row["valid"] == "yes") is valid:
                    groups[row["citizen_category"]].append(row)
            self._texts[kind, valid] = sorted(groups.values(), key=len, reverse=True)
        return self._texts[kind, valid]


def _working_ticks(now: datetime, calendar: WorkingCalendar) -> list[datetime]:
    """Moments of working time before `now`, newest first, a tick apart."""
    found = [now]
    local = now.astimezone(HANOI)
    for back in range(DAYS + 10):
        for opens, closes in reversed(calendar.sessions(local.date() - timedelta(days=back))):
            moment = min(closes, local) - TICK
            while moment >= opens:
                found.append(moment.astimezone(now.tzinfo))
                moment -= TICK
    return found
