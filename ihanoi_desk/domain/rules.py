"""What administrators set, four tables in one shape: limits, policies, escalations, alarms.

A rule is a chain of dated rows. A case keeps the rows of the day it was filed for life, so a row
is never overwritten: it ends, and another begins.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.dated import in_force
from ihanoi_desk.domain.deadlines import Limit, LimitUnit
from ihanoi_desk.domain.escalation import ANY, Escalation
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.units import UnitKey

MINUTES = "minutes"
LATEST = timedelta(days=3 * 365)
"""Nobody decides on limits for a later day; it is a slip of the keyboard."""


class Table(StrEnum):
    LIMITS = "limits"
    POLICIES = "policies"
    ESCALATIONS = "escalations"
    ALARMS = "alarms"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a rule. `code` names the rule; of a limit it is ``kind.clock.urgency``.

    `where` is the unit that set it for itself; empty: the whole city. `kind` and `urgency` may be
    ``*``; `clock` and `role`, who is told, are empty where the rule has none.
    """

    table: Table
    code: str
    amount: int
    unit: str
    valid_from: date
    verified: bool
    source: str
    where: UnitKey = ""
    valid_to: date | None = None
    kind: str = ANY
    clock: str = ""
    urgency: str = ANY
    role: str = ""

    @property
    def never_held(self) -> bool:
        """Whether it was withdrawn before its first day was over."""
        return self.valid_to is not None and self.valid_to <= self.valid_from

    def holds_on(self, day: date) -> bool:
        return in_force(self, day)

    def comes_after(self, day: date) -> bool:
        return self.valid_from > day and not self.never_held


LIMIT_RANGES = {LimitUnit.WORKING_HOURS: (1, 240), LimitUnit.WORKING_DAYS: (1, 180)}
POLICY_RANGES = {
    "approval": (0, 2),
    "close_after": (1, 90),
    "most_extensions": (0, 5),
    "extension_days": (1, 60),
    "extend_complex_only": (0, 1),
    "answer_days": (1, 30),
    "most_reopenings": (0, 10),
    "route_hops": (1, 10),
    "route_border": (1, 2_000),
    "duplicate_distance": (1, 2_000),
    "duplicate_time": (1, 720),
}
MOST_WORKING_MINUTES = 40 * 60
MOST_WALL_MINUTES = 24 * 60
OF_A_UNIT = frozenset(
    {
        "approval",
        "close_after",
        "most_extensions",
        "extension_days",
        "extend_complex_only",
        "answer_days",
        "most_reopenings",
    }
)
"""Policies about what a unit does with its own cases; the others are between units."""


def limit_code(limit: Limit) -> str:
    return f"{limit.kind}.{limit.clock}.{limit.urgency}"


def rules(catalogue: Catalogue) -> tuple[Rule, ...]:
    """Every row of the four tables in the order of the catalogue, ended and coming ones too."""
    return tuple(_rules(catalogue))


def _rules(catalogue: Catalogue) -> Iterator[Rule]:
    for limit in catalogue.limits:
        dates = (limit.valid_from, limit.verified, limit.source, "", limit.valid_to)
        about = (limit.kind, limit.clock, limit.urgency)
        yield Rule(Table.LIMITS, limit_code(limit), limit.amount, str(limit.unit), *dates, *about)
    for row in catalogue.policies:
        dates = (row.valid_from, row.verified, row.source, row.where, row.valid_to)
        yield Rule(Table.POLICIES, row.code, row.amount, row.unit, *dates)
    for table, rows in (
        (Table.ESCALATIONS, catalogue.escalations),
        (Table.ALARMS, catalogue.alarms),
    ):
        for telling in rows:
            dates = (telling.valid_from, telling.verified, telling.source, "", telling.valid_to)
            clock = telling.clock if isinstance(telling, Escalation) else ""
            about = (telling.kind, clock, telling.urgency)
            yield Rule(
                table, telling.code, telling.minutes, MINUTES, *dates, *about, str(telling.role)
            )


def chain(rows: Iterable[Rule], table: str, code: str, where: UnitKey = "") -> list[Rule]:
    """The rows of one rule that hold, held or will hold, earliest first."""
    found = [
        row
        for row in rows
        if (row.table, row.code, row.where) == (table, code, where) and not row.never_held
    ]
    return sorted(found, key=lambda row: row.valid_from)


def span(rule: Rule) -> tuple[int, int]:
    """The least and the greatest amount that another row of `rule` may have."""
    if rule.table == Table.LIMITS:
        return LIMIT_RANGES[LimitUnit(rule.unit)]
    if rule.table == Table.POLICIES:
        return POLICY_RANGES[rule.code]
    if rule.table == Table.ALARMS:
        return 1, MOST_WALL_MINUTES
    # Before, at and after a limit are rules of their own.
    if rule.amount == 0:
        return 0, 0
    return (1, MOST_WORKING_MINUTES) if rule.amount > 0 else (-MOST_WORKING_MINUTES, -1)


def units_of(rule: Rule) -> tuple[str, ...]:
    """What the amount of `rule` may count."""
    return tuple(LimitUnit) if rule.table == Table.LIMITS else (rule.unit,)


def model(rows: Sequence[Rule], table: str, code: str, where: UnitKey, since: date) -> Rule:
    """The row that a new one of this rule is made after. Raises Refused for an unknown rule."""
    if where and (table != Table.POLICIES or code not in OF_A_UNIT):
        raise Refused("rule_of_city")
    own = chain(rows, table, code, where)
    shared = [row for row in chain(rows, table, code) if row.holds_on(since)]
    if not own and not shared:
        raise Refused("unknown_rule")
    return own[-1] if own else shared[-1]


def check_day(since: date, today: date) -> None:
    """Raises Refused for a day that is over, or too far away to be meant."""
    if since < today:
        raise Refused("rule_past", day=f"{since:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
    if since > today + LATEST:
        raise Refused("rule_too_far", day=f"{since:%d/%m/%Y}")


def check_new(new: Rule, rows: Sequence[Rule], today: date) -> Rule:
    """The row that `new` is made after. Raises Refused where `new` may not begin."""
    like = model(rows, new.table, new.code, new.where, new.valid_from)
    check_day(new.valid_from, today)
    if new.unit not in units_of(like):
        raise Refused("rule_unit")
    # The range is that of what the new row counts, on the side of the limit where the old one is.
    least, most = span(new if new.table == Table.LIMITS else like)
    if not least <= new.amount <= most:
        shown = sorted((abs(least), abs(most)))
        raise Refused("rule_amount", least=str(shown[0]), most=str(shown[1]))
    own = chain(rows, new.table, new.code, new.where)
    for row in own:
        if row.valid_from >= new.valid_from:
            raise Refused("rule_overlaps", day=f"{row.valid_from:%d/%m/%Y}")
        if row.valid_to is not None and row.valid_to > new.valid_from:
            raise Refused("rule_overlaps", day=f"{row.valid_to:%d/%m/%Y}")
        if row.holds_on(new.valid_from) and _same(row, new):
            raise Refused("rule_same")
    return like


def _same(old: Rule, new: Rule) -> bool:
    return (old.amount, old.unit, old.verified, old.source) == (
        *(new.amount, new.unit, new.verified),
        new.source if new.verified else old.source,
    )
