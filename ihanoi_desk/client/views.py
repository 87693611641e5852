"""The fixed views of a queue: one definition each, for SQL and for folded rows alike."""

from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client.moments import to_us
from ihanoi_desk.client.row import Row
from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.deadlines import SOON
from ihanoi_desk.domain.kind_fields import KINDS_WITH_FIELDS
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.officers import Officer


@dataclass(frozen=True, slots=True)
class Facts:
    """What the views ask of the moment and of the officer; `soon` in the hours of that unit."""

    me: int
    now_us: int
    soon_us: int

    @classmethod
    def at(cls, me: int, now: datetime, calendar: WorkingCalendar) -> "Facts":
        return cls(me, to_us(now), to_us(calendar.add(now, SOON)))

    @property
    def parameters(self) -> dict[str, int]:
        return {"me": self.me, "now": self.now_us, "soon": self.soon_us}


@dataclass(frozen=True, slots=True)
class View:
    """`is_open` None shows open cases first, then closed ones. `due`: ``soon`` or ``over``."""

    code: str
    is_open: bool | None = True
    state: str | None = None
    mine: bool = False
    due: str | None = None
    moved: bool = False
    risen: bool = False
    unclassified: bool = False
    kinds: frozenset[str] = frozenset(KINDS)
    of_city: bool = False
    """Only for a coordinator of the city."""

    def own(self, is_open: bool) -> str:
        """The SQL condition for one part within a kind; facts are :me, :now and :soon."""
        conditions = [f"is_open = {int(is_open)}"]
        if self.state is not None:
            conditions = [f"state = '{self.state}'"]
        if self.mine:
            conditions.append("holder_id = :me")
        if self.due == "soon":
            conditions.append("sort_us >= :now AND sort_us <= :soon")
        if self.due == "over":
            conditions.append("sort_us < :now")
        if self.moved:
            conditions.append("hops > 0")
        if self.risen:
            conditions.append("risen = 1")
        if self.unclassified:
            conditions.append("unclassified = 1")
        return " AND ".join(conditions)

    def where(self, is_open: bool) -> str:
        """The SQL condition for one part; the kind is the parameter :kind."""
        return f"kind = :kind AND {self.own(is_open)}"

    @property
    def index(self) -> str:
        """The index whose walk gives this view in order, without sorting."""
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
            and (self.due != "soon" or facts.now_us <= row.sort_us <= facts.soon_us)
            and (self.due != "over" or row.sort_us < facts.now_us)
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
    View("approval", state="approval"),
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
