"""A case, the steps of its history, and the action an officer asks for: values only."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from ihanoi_desk.domain.clocks import Wait
from ihanoi_desk.domain.units import UnitKey


class State(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    WAITING = "waiting"
    """The citizen was asked; the handling clock rests."""
    APPROVAL = "approval"
    """A result waits for a superior."""
    REOPENED = "reopened"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    CLOSED = "closed"
    """Resolved, and the time for a rating is over."""


OPEN_STATES = frozenset(set(State) - {State.RESOLVED, State.REJECTED, State.CLOSED})


class Urgency(StrEnum):
    """The three levels of QĐ 1207/QĐ-UBND of 28/2/2025."""

    URGENT = "urgent"
    NORMAL = "normal"
    COMPLEX = "complex"


class Rating(StrEnum):
    """What the sender thinks of the result; the words are those of the citizens' app."""

    SATISFIED = "satisfied"
    ACCEPTABLE = "acceptable"
    UNSATISFIED = "unsatisfied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A result that waits for approval; the citizen knows nothing of it."""

    author_id: int
    author_name: str
    at: datetime
    text: str
    attachments: tuple[str, ...] = ()
    waiver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequest:
    """More working days, asked for and not yet granted."""

    author_id: int
    author_name: str
    at: datetime
    days: int
    why: str


class Course(StrEnum):
    """Who may send a case on: see `transfers`."""

    FREE = "free"
    RISEN = "risen"
    """It went round in circles and waits for the city's coordinator."""
    SETTLED = "settled"
    """The city's coordinator has sent it where it stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One report of a citizen. All moments are aware UTC; `accuracy_m` is in metres."""

    id: int
    code: str
    kind: str
    state: State
    urgency: Urgency
    category: str
    title: str
    content: str
    place: str
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    unit: UnitKey
    filed_at: datetime
    receive_due_at: datetime | None
    rule_set: date
    """The rules in force on this day hold for the whole life of the case."""
    received_at: datetime | None = None
    handle_due_at: datetime | None = None
    closed_at: datetime | None = None
    holder_id: int | None = None
    holder_name: str | None = None
    hops: tuple[UnitKey, ...] = ()
    """The units that sent the case on, oldest first."""
    receive_from: datetime | None = None
    """When the receive clock of the present unit started."""
    handle_from: datetime | None = None
    """When the handling clock started: at receipt, again when the case is reopened."""
    waits: tuple[Wait, ...] = ()
    """The times in which the handling clock rested, oldest first."""
    left_at_rest: timedelta | None = None
    """Working time that was left when the handling clock came to rest; None while it runs."""
    classify_due_at: datetime | None = None
    """Until when the kind's questions are to be answered; None where no such limit is set."""
    classified_at: datetime | None = None
    """When nothing that the kind requires was missing any more."""
    extensions: int = 0
    extra_days: int = 0
    """Working days granted by extensions."""
    extension_asked: ExtensionRequest | None = None
    proposal: Proposal | None = None
    back_to: State | None = None
    """Where the case stood before it waited for the citizen or for approval."""
    facts: dict[str, str] = field(default_factory=dict)
    """What the kind asks beyond the report itself, see `kind_fields`."""
    rating: Rating | None = None
    reopenings: int = 0
    published_at: datetime | None = None
    master_id: int | None = None
    """The case that this one was merged into."""
    alarms: tuple[str, ...] = ()
    """What was escalated already about the present limit."""
    course: Course = Course.FREE
    version: int = 0
    """How many steps the history holds."""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def due_at(self) -> datetime | None:
        """The limit of the running clock: receiving while new, afterwards handling or classifying,
        whichever comes first; none when closed and while the citizen is awaited, unless it was late
        before."""
        if self.state is State.NEW:
            return self.receive_due_at
        if not self.is_open:
            return None
        classify = None if self.classified_at else self.classify_due_at
        running = [due_at for due_at in (self.handle_due_at, classify) if due_at]
        return min(running, default=None)


MOST_TEXT = 5000
"""Characters in the text or the note of one action."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What an officer wants done. `id` is made on the desk and is the same in every resend."""

    id: str
    case_id: int
    verb: str
    at: datetime
    text: str = ""
    """For the citizen."""
    note: str = ""
    """For colleagues; the citizen never reads it."""
    reason: str | None = None
    target_unit: UnitKey | None = None
    assignee_id: int | None = None
    attachments: tuple[str, ...] = ()
    waiver: str = ""
    """Why a result comes without a picture or document."""
    urgency: Urgency | None = None
    category: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    days: int | None = None
    """Working days of an extension."""
    rating: Rating | None = None
    master_id: int | None = None
    kept: dict[str, str] = field(default_factory=dict)
    """Personal data that stays in `text`, each with why, see `personal_data.unsettled`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a case's history: appended, never edited."""

    id: str
    case_id: int
    seq: int
    verb: str
    at: datetime
    actor_name: str
    actor_id: int | None
    """The officer; None when the citizen or the system did it, the latter with a name."""
    unit: UnitKey
    from_state: State | None
    to_state: State
    text: str = ""
    note: str = ""
    reason: str | None = None
    target_unit: UnitKey | None = None
    assignee_name: str | None = None
    attachments: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    """What changed, by field: the new value, and under ``<field>_was`` the old one."""
    event: str | None = None
    """The push event by which the citizen is told, if any."""
