"""The transition table: everything that may happen to a case, one row each.

The same rows enable the buttons, fold the outbox and decide on the server.
Legal ground: QĐ 1207/QĐ-UBND (28/2/2025) for scene reports; who may do what is a proposal and
stays open to change here.
"""

from dataclasses import dataclass
from enum import StrEnum

from ihanoi_desk.domain.cases import OPEN_STATES, State
from ihanoi_desk.domain.officers import Role


class Need(StrEnum):
    """What an action must bring."""

    TEXT = "text"
    NOTE = "note"
    REASON = "reason"
    TARGET_UNIT = "target_unit"
    ASSIGNEE = "assignee"
    EVIDENCE = "evidence"
    EARLIER_UNIT = "earlier_unit"


class Clock(StrEnum):
    """What an action does to the clocks of the case."""

    KEEP = "keep"
    START_RECEIVING = "start_receiving"
    START_HANDLING = "start_handling"
    STOP = "stop"


class Holder(StrEnum):
    """Who has the case in hand afterwards."""

    KEEP = "keep"
    ACTOR = "actor"
    ASSIGNEE = "assignee"
    NOBODY = "nobody"


class Move(StrEnum):
    """Where the case lies afterwards."""

    STAY = "stay"
    TARGET = "target"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A row. `to` None keeps the state; `event` None tells the citizen nothing."""

    verb: str
    frm: frozenset[State]
    to: State | None
    roles: frozenset[Role]
    kinds: frozenset[str] | None = None
    needs: tuple[Need, ...] = ()
    clock: Clock = Clock.KEEP
    holder: Holder = Holder.KEEP
    move: Move = Move.STAY
    event: str | None = None


FRONT = frozenset({Role.HANDLER, Role.COORDINATOR})
LEADS = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
DESK = FRONT | LEADS
IN_WORK = frozenset({State.ACCEPTED, State.ASSIGNED})
ON_SITE = frozenset({"scene", "waste"})
ON_PAPER = frozenset({"procedure", "initiative"})

TABLE: tuple[Transition, ...] = (
    Transition(
        verb="file",
        frm=frozenset(),
        to=State.NEW,
        roles=frozenset({Role.CITIZEN}),
        clock=Clock.START_RECEIVING,
        event="case_received",
    ),
    Transition(
        verb="accept",
        frm=frozenset({State.NEW}),
        to=State.ACCEPTED,
        roles=FRONT,
        clock=Clock.START_HANDLING,
        holder=Holder.ACTOR,
        event="case_accepted",
    ),
    Transition(
        verb="assign",
        frm=IN_WORK,
        to=State.ASSIGNED,
        roles=LEADS,
        needs=(Need.ASSIGNEE,),
        holder=Holder.ASSIGNEE,
        event="case_processing",
    ),
    Transition(
        verb="route",
        frm=frozenset({State.NEW}),
        to=State.NEW,
        roles=FRONT,
        needs=(Need.TARGET_UNIT, Need.NOTE),
        clock=Clock.START_RECEIVING,
        holder=Holder.NOBODY,
        move=Move.TARGET,
        event="case_routed",
    ),
    Transition(
        verb="return",
        frm=frozenset({State.NEW}),
        to=State.NEW,
        roles=FRONT,
        needs=(Need.EARLIER_UNIT, Need.NOTE),
        clock=Clock.START_RECEIVING,
        holder=Holder.NOBODY,
        move=Move.BACK,
        event="case_routed",
    ),
    Transition(
        verb="return",
        frm=frozenset({State.ASSIGNED}),
        to=State.ACCEPTED,
        roles=DESK,
        needs=(Need.NOTE,),
        holder=Holder.NOBODY,
    ),
    Transition(
        verb="reject",
        frm=OPEN_STATES,
        to=State.REJECTED,
        roles=FRONT,
        needs=(Need.REASON, Need.TEXT),
        clock=Clock.STOP,
        event="case_rejected",
    ),
    Transition(
        verb="resolve",
        frm=IN_WORK,
        to=State.RESOLVED,
        roles=FRONT,
        kinds=ON_SITE,
        needs=(Need.TEXT, Need.EVIDENCE),
        clock=Clock.STOP,
        event="case_result",
    ),
    Transition(
        verb="resolve",
        frm=IN_WORK,
        to=State.RESOLVED,
        roles=FRONT,
        kinds=ON_PAPER,
        needs=(Need.TEXT,),
        clock=Clock.STOP,
        event="case_result",
    ),
    Transition(
        verb="note",
        frm=frozenset(State),
        to=None,
        roles=DESK,
        needs=(Need.NOTE,),
    ),
)

FILE = TABLE[0]
VERBS: tuple[str, ...] = tuple(dict.fromkeys(row.verb for row in TABLE if row is not FILE))
"""The officers' verbs in the order of the table."""


def find(kind: str, state: State, verb: str) -> Transition | None:
    """The row for `verb` on a case of `kind` in `state`; None when it is forbidden."""
    for row in TABLE:
        if row.verb == verb and state in row.frm and (row.kinds is None or kind in row.kinds):
            return row
    return None
