"""The fixed views of a queue: one definition each, for SQL and for folded rows alike."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ihanoi_desk.client.moments import to_us
from ihanoi_desk.client.row import Row
from ihanoi_desk.domain.calendars import Calendars
from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.deadlines import SOON
from ihanoi_desk.domain.kind_fields import KINDS_WITH_FIELDS
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.units import CITY_CODE, UnitKey, code_of

SOON_BY_UNIT = (
    "sort_us BETWEEN :now AND :last_soon AND sort_us <="
    " COALESCE(json_extract(:elsewhere, '$.\"' || unit || '\"'), :soon)"
)
"""The first half walks the index; only the few that are left are asked for their unit."""
TO_DECIDE = "(state = 'approval' OR asked_days > 0)"
"""Word for word the condition of its index, or SQLite does not find it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the views ask of the moment and of the officer.

    `soon_us` is when the time left is little, in the hours of the officer's unit; `elsewhere`, by
    unit, where an officer of several units meets other hours.
    """

    me: int
    now_us: int
    soon_us: int
    elsewhere: Mapping[UnitKey, int] = field(default_factory=dict, hash=False)

    @classmethod
    def at(cls, me: Officer, now: datetime, calendars: Calendars) -> "Facts":
        soon = to_us(calendars.of(me.home).add(now, SOON))
        elsewhere = {}
        if code_of(me.home) == CITY_CODE or len({grant.unit for grant in me.grants}) > 1:
            other = {unit: to_us(own.add(now, SOON)) for unit, own in calendars.own.items()}
            elsewhere = {unit: us for unit, us in other.items() if us != soon}
        return cls(me.id, to_us(now), soon, elsewhere)

    @property
    def parameters(self) -> dict[str, int | str]:
        facts: dict[str, int | str] = {"me": self.me, "now": self.now_us, "soon": self.soon_us}
        if self.elsewhere:
            facts["last_soon"] = max(self.soon_us, *self.elsewhere.values())
            facts["elsewhere"] = json.dumps(self.elsewhere)
        return facts

    def soon_at(self, unit: UnitKey) -> int:
        return self.elsewhere.get(unit, self.soon_us)


@dataclass(frozen=True, slots=True)
class View:
    """`is_open` None shows open cases first, then closed ones. `due`: ``soon`` or ``over``."""

    code: str
    is_open: bool | None = True
    state: str | None = None
    mine: bool = False
    due: str | None = None
    to_decide: bool = False
    """Only what waits for a superior: a result, or more time that was asked for."""
    moved: bool = False
    risen: bool = False
    unclassified: bool = False
    kinds: frozenset[str] = frozenset(KINDS)
    of_city: bool = False
    """Only for a coordinator of the city."""

    def own(self, is_open: bool, several_hours: bool = False) -> str:
        """The SQL condition for one part within a kind; facts are :me, :now and :soon.

        `several_hours`: the units of the list do not all work the same hours.
        """
        conditions = [f"is_open = {int(is_open)}"]
        if self.state is not None:
            conditions = [f"state = '{self.state}'"]
        if self.mine:
            conditions.append("holder_id = :me")
        if self.due == "soon":
            conditions.append(SOON_BY_UNIT if several_hours else "sort_us BETWEEN :now AND :soon")
        if self.due == "over":
            conditions.append("sort_us < :now")
        if self.to_decide:
            conditions.append(TO_DECIDE)
        if self.moved:
            conditions.append("hops > 0")
        if self.risen:
            conditions.append("risen = 1")
        if self.unclassified:
            conditions.append("unclassified = 1")
        return " AND ".join(conditions)

    def where(self, is_open: bool, several_hours: bool) -> str:
        """The SQL condition for one part; the kind is the parameter :kind."""
        return f"kind = :kind AND {self.own(is_open, several_hours)}"

    @property
    def index(self) -> str:
        """The index whose walk gives this view in order, without sorting."""
        if self.to_decide:
            return "ix_cases_to_decide"
        if self.moved:
            return "ix_cases_moved"
        if self.risen:
            return "ix_cases_risen"
        if self.unclassified:
            return "ix_cases_unclassified"
        if self.mine:
            return "ix_cases_holder"
        return "ix_cases_state" if self.state else "ix_cases_order"

    def matches(self, row: Row, facts: Facts) -> bool:
        """The same condition for a case folded in memory."""
        return (
            (self.is_open is None or bool(row.is_open) == self.is_open)
            and (self.state is None or row.state == self.state)
            and (not self.mine or row.holder_id == facts.me)
            and (self.due != "soon" or facts.now_us <= row.sort_us <= facts.soon_at(row.unit))
            and (self.due != "over" or row.sort_us < facts.now_us)
            and (not self.to_decide or row.state == State.APPROVAL or row.asked_days > 0)
            and (not self.moved or row.hops > 0)
            and (not self.risen or row.risen == 1)
            and (not self.unclassified or row.unclassified == 1)
        )

    @property
    def parts(self) -> tuple[bool, ...]:
        """Which halves to read in order: open ones by limit, closed ones newest first."""
        return (True, False) if self.is_open is None else (self.is_open,)


PLAIN_KINDS = frozenset(KINDS) - KINDS_WITH_FIELDS
VIEWS = (
    View("to_receive", state="new"),
    View("to_classify", unclassified=True, kinds=KINDS_WITH_FIELDS),
    View("mine", mine=True),
    View("due_soon", due="soon", kinds=PLAIN_KINDS),
    View("overdue", due="over"),
    View("approval", to_decide=True),
    View("waiting", state="waiting"),
    View("moved_in", state="new", moved=True, kinds=PLAIN_KINDS),
    View("circling", state="new", risen=True, of_city=True),
    View("closed", is_open=False),
    View("all", is_open=None),
)
BY_CODE = {view.code: view for view in VIEWS}


def views_of(me: Officer, kind: str) -> tuple[View, ...]:
    """The views of the queue of `kind` that `me` works with, in order."""
    return tuple(
        view for view in VIEWS if kind in view.kinds and (me.coordinates_city or not view.of_city)
    )
