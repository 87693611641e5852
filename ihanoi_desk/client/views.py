"""The fixed views of a queue: one definition each, for SQL and for folded rows alike."""

from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client.moments import to_us
from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.deadlines import SOON


@dataclass(frozen=True, slots=True)
class Facts:
    """What the views ask of the moment and of the officer."""

    me: int
    now_us: int
    soon_us: int

    @classmethod
    def at(cls, me: int, now: datetime, calendar: WorkingCalendar) -> "Facts":
        return cls(me, to_us(now), to_us(calendar.add(now, SOON)))


@dataclass(frozen=True, slots=True)
class View:
    """`is_open` None shows open cases first, then closed ones. `due`: ``soon`` or ``over``."""

    code: str
    is_open: bool | None = True
    state: str | None = None
    mine: bool = False
    due: str | None = None
    moved: bool = False

    def where(self, is_open: bool) -> str:
        """The SQL condition for one part; facts are the parameters :me, :now and :soon."""
        conditions = ["kind = :kind"]
        if self.state is None:
            conditions.append(f"is_open = {int(is_open)}")
        else:
            conditions.append(f"state = '{self.state}'")
        if self.mine:
            conditions.append("holder_id = :me")
        if self.due == "soon":
            conditions.append("sort_us >= :now AND sort_us <= :soon")
        if self.due == "over":
            conditions.append("sort_us < :now")
        if self.moved:
            conditions.append("hops > 0")
        return " AND ".join(conditions)

    def matches(
        self,
        state: str,
        is_open: bool,
        sort_us: int,
        holder_id: int | None,
        hops: int,
        facts: Facts,
    ) -> bool:
        """The same condition for a case folded in memory."""
        if self.is_open is not None and is_open != self.is_open:
            return False
        if self.state is not None and state != self.state:
            return False
        if self.mine and holder_id != facts.me:
            return False
        if self.due == "soon" and not facts.now_us <= sort_us <= facts.soon_us:
            return False
        if self.due == "over" and not sort_us < facts.now_us:
            return False
        return not self.moved or hops > 0

    @property
    def parts(self) -> tuple[bool, ...]:
        """Which halves to read in order: open ones by limit, closed ones newest first."""
        return (True, False) if self.is_open is None else (self.is_open,)


VIEWS = (
    View("to_receive", state="new"),
    View("mine", mine=True),
    View("due_soon", due="soon"),
    View("overdue", due="over"),
    View("moved_in", state="new", moved=True),
    View("closed", is_open=False),
    View("all", is_open=None),
)
BY_CODE = {view.code: view for view in VIEWS}
