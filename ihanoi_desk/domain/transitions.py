"""The transition table: everything that may happen to a case, one row each.

The same rows enable the buttons, fold the outbox and decide on the server.
Legal ground: QĐ 1207/QĐ-UBND (28/2/2025) for scene reports, NĐ 20/2008/NĐ-CP for procedures; who
may do what is a proposal and stays open to change here.
"""

from ihanoi_desk.domain.cases import OPEN_STATES, Case, State
from ihanoi_desk.domain.dated import in_force
from ihanoi_desk.domain.officers import OFFICER_ROLES, Role
from ihanoi_desk.domain.transition import (
    Clock,
    Effect,
    Guard,
    Holder,
    Move,
    Need,
    Transition,
)

FRONT = frozenset({Role.HANDLER, Role.COORDINATOR})
LEADS = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
DESK = FRONT | LEADS
CHIEF = frozenset({Role.SUPERVISOR})
SENDER = frozenset({Role.CITIZEN})
SYSTEM = frozenset({Role.SYSTEM})

NEW = frozenset({State.NEW})
IN_WORK = frozenset({State.ACCEPTED, State.ASSIGNED, State.REOPENED})
WAITING = frozenset({State.WAITING})
APPROVAL = frozenset({State.APPROVAL})
RESOLVED = frozenset({State.RESOLVED})
OVER = frozenset({State.REJECTED, State.CLOSED})
ANSWERED = frozenset({State.RESOLVED, State.CLOSED})

ON_SITE = frozenset({"scene", "waste"})
ON_PAPER = frozenset({"procedure", "initiative"})
WITH_FACTS = frozenset({"procedure", "waste", "initiative"})

RESULT, NEXT_RESULT = "case_result", "case_result_updated"
"""What the citizen is told of a result, and of one that takes the place of an earlier answer."""
RESULT_NEEDS = {ON_SITE: (Need.TEXT, Need.EVIDENCE), ON_PAPER: (Need.TEXT,)}

TABLE: tuple[Transition, ...] = (
    Transition(
        verb="file",
        frm=frozenset(),
        to=State.NEW,
        roles=SENDER,
        clock=Clock.START_RECEIVING,
        event="case_received",
    ),
    Transition(
        verb="accept",
        frm=NEW,
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
        frm=NEW,
        to=State.NEW,
        roles=FRONT,
        guards=(Guard.FEW_HOPS,),
        needs=(Need.TARGET_UNIT, Need.NOTE),
        effects=(Effect.SEPARATE,),
        clock=Clock.START_RECEIVING,
        holder=Holder.NOBODY,
        move=Move.TARGET,
        event="case_routed",
    ),
    # A procedure report is often only understood after it was accepted: the competent agency
    # may turn out to be another one (NĐ 20/2008, art. 14).
    Transition(
        verb="route",
        frm=IN_WORK,
        to=State.NEW,
        roles=FRONT,
        kinds=frozenset({"procedure"}),
        guards=(Guard.FEW_HOPS,),
        needs=(Need.TARGET_UNIT, Need.NOTE),
        effects=(Effect.SEPARATE,),
        clock=Clock.START_RECEIVING,
        holder=Holder.NOBODY,
        move=Move.TARGET,
        event="case_routed",
    ),
    Transition(
        verb="return",
        frm=NEW,
        to=State.NEW,
        roles=FRONT,
        guards=(Guard.EARLIER_UNIT, Guard.FEW_HOPS),
        needs=(Need.NOTE,),
        effects=(Effect.SEPARATE,),
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
    # Not while the citizen is awaited: a danger does not wait for an answer, so the question is
    # taken back first, and the clock goes on.
    Transition(
        verb="urgency",
        frm=NEW | IN_WORK,
        to=None,
        roles=DESK,
        needs=(Need.URGENCY, Need.NOTE),
        effects=(Effect.SET_URGENCY,),
        clock=Clock.RECOUNT,
    ),
    Transition(
        verb="categorize",
        frm=NEW | IN_WORK,
        to=None,
        roles=DESK,
        needs=(Need.CATEGORY,),
        effects=(Effect.SET_CATEGORY,),
    ),
    Transition(
        verb="classify",
        frm=NEW | IN_WORK,
        to=None,
        roles=FRONT,
        kinds=WITH_FACTS,
        needs=(Need.FACTS,),
        effects=(Effect.SET_FACTS,),
    ),
    Transition(
        verb="ask_citizen",
        frm=IN_WORK,
        to=State.WAITING,
        roles=FRONT,
        needs=(Need.TEXT,),
        clock=Clock.PAUSE,
        event="case_info_requested",
    ),
    Transition(
        verb="answer",
        frm=WAITING,
        to=None,
        back=True,
        roles=SENDER,
        needs=(Need.ANSWER,),
        clock=Clock.RESUME,
    ),
    Transition(
        verb="resume",
        frm=WAITING,
        to=None,
        back=True,
        roles=FRONT,
        needs=(Need.NOTE,),
        clock=Clock.RESUME,
    ),
    Transition(
        verb="message",
        frm=(OPEN_STATES - NEW) | RESOLVED,
        to=None,
        roles=DESK,
        needs=(Need.TEXT,),
        event="case_message",
    ),
    Transition(
        verb="write",
        frm=(OPEN_STATES - WAITING) | RESOLVED,
        to=None,
        roles=SENDER,
        needs=(Need.ANSWER,),
    ),
    Transition(
        verb="ask_extension",
        frm=IN_WORK,
        to=None,
        roles=FRONT,
        guards=(Guard.NO_EXTENSION_ASKED, Guard.EXTENSION_LEFT),
        needs=(Need.DAYS, Need.NOTE),
        effects=(Effect.ASK_EXTENSION,),
    ),
    Transition(
        verb="extend",
        frm=IN_WORK | WAITING,
        to=None,
        roles=CHIEF,
        guards=(Guard.EXTENSION_ASKED, Guard.NOT_ASKER, Guard.EXTENSION_LEFT),
        needs=(Need.TEXT,),
        effects=(Effect.GRANT_EXTENSION,),
        clock=Clock.RECOUNT,
        event="case_extended",
    ),
    Transition(
        verb="deny_extension",
        frm=IN_WORK | WAITING,
        to=None,
        roles=CHIEF,
        guards=(Guard.EXTENSION_ASKED,),
        needs=(Need.NOTE,),
        effects=(Effect.DROP_EXTENSION,),
    ),
    *(
        Transition(
            verb="resolve",
            frm=IN_WORK,
            to=State.RESOLVED,
            roles=FRONT,
            kinds=kinds,
            guards=(Guard.NO_APPROVAL, Guard.CLASSIFIED),
            needs=needs,
            clock=Clock.STOP,
            event=RESULT,
            again=NEXT_RESULT,
        )
        for kinds, needs in RESULT_NEEDS.items()
    ),
    *(
        Transition(
            verb="propose",
            frm=IN_WORK,
            to=State.APPROVAL,
            roles=FRONT,
            kinds=kinds,
            guards=(Guard.CLASSIFIED,),
            needs=needs,
            effects=(Effect.PROPOSE,),
        )
        for kinds, needs in RESULT_NEEDS.items()
    ),
    Transition(
        verb="approve",
        frm=APPROVAL,
        to=State.RESOLVED,
        roles=CHIEF,
        guards=(Guard.NOT_AUTHOR,),
        effects=(Effect.DROP_PROPOSAL,),
        clock=Clock.STOP,
        event=RESULT,
        again=NEXT_RESULT,
    ),
    Transition(
        verb="send_back",
        frm=APPROVAL,
        to=None,
        back=True,
        roles=DESK,
        needs=(Need.NOTE,),
        effects=(Effect.DROP_PROPOSAL,),
    ),
    Transition(
        verb="reject",
        frm=NEW | IN_WORK | WAITING,
        to=State.REJECTED,
        roles=FRONT,
        needs=(Need.REASON, Need.TEXT, Need.NEXT_STEP),
        clock=Clock.STOP,
        event="case_rejected",
    ),
    Transition(
        verb="publish",
        frm=ANSWERED,
        to=None,
        roles=LEADS,
        guards=(Guard.UNPUBLISHED,),
        needs=(Need.TEXT,),
        effects=(Effect.PUBLISH,),
    ),
    Transition(
        verb="unpublish",
        frm=ANSWERED,
        to=None,
        roles=LEADS,
        guards=(Guard.PUBLISHED,),
        needs=(Need.NOTE,),
        effects=(Effect.UNPUBLISH,),
    ),
    Transition(
        verb="rate",
        frm=RESOLVED,
        to=None,
        roles=SENDER,
        needs=(Need.RATING,),
        effects=(Effect.RATE,),
    ),
    # The server reopens what its sender is not satisfied with, while that can still be rated.
    *(
        Transition(
            verb="reopen",
            frm=frm,
            to=State.REOPENED,
            roles=roles,
            needs=(Need.NOTE,),
            effects=(Effect.REOPEN,),
            clock=Clock.START_HANDLING,
            event="case_reopened",
        )
        for frm, roles in ((RESOLVED, LEADS | SYSTEM), (OVER, LEADS))
    ),
    Transition(
        verb="close",
        frm=RESOLVED,
        to=State.CLOSED,
        roles=SYSTEM,
    ),
    Transition(
        verb="merge",
        frm=NEW | IN_WORK,
        to=None,
        roles=FRONT,
        guards=(Guard.NOT_MERGED,),
        needs=(Need.MASTER,),
        effects=(Effect.MERGE,),
        event="case_merged",
    ),
    Transition(
        verb="separate",
        frm=OPEN_STATES,
        to=None,
        roles=FRONT | SYSTEM,
        guards=(Guard.MERGED,),
        needs=(Need.NOTE,),
        effects=(Effect.SEPARATE,),
    ),
    Transition(
        verb="follow",
        frm=NEW | IN_WORK,
        to=State.RESOLVED,
        roles=SYSTEM,
        guards=(Guard.MERGED, Guard.CLASSIFIED),
        needs=(Need.TEXT,),
        clock=Clock.STOP,
        event=RESULT,
        again=NEXT_RESULT,
    ),
    Transition(
        verb="reject_along",
        frm=NEW | IN_WORK,
        to=State.REJECTED,
        roles=SYSTEM,
        guards=(Guard.MERGED,),
        needs=(Need.REASON, Need.TEXT),
        clock=Clock.STOP,
        event="case_rejected",
    ),
    Transition(
        verb="reopen_along",
        frm=frozenset({State.REJECTED}) | RESOLVED,
        to=State.REOPENED,
        roles=SYSTEM,
        guards=(Guard.MERGED,),
        needs=(Need.NOTE,),
        effects=(Effect.REOPEN,),
        clock=Clock.START_HANDLING,
        event="case_reopened",
    ),
    Transition(
        verb="go_along",
        frm=NEW | IN_WORK,
        to=State.NEW,
        roles=SYSTEM,
        guards=(Guard.MERGED,),
        needs=(Need.TARGET_UNIT, Need.NOTE),
        clock=Clock.START_RECEIVING,
        holder=Holder.NOBODY,
        move=Move.TARGET,
        event="case_routed",
    ),
    Transition(
        verb="escalate",
        frm=OPEN_STATES,
        to=None,
        roles=SYSTEM,
        needs=(Need.ALARM,),
        effects=(Effect.NOTE_ALARM,),
    ),
    Transition(
        verb="reschedule",
        frm=OPEN_STATES,
        to=None,
        roles=SYSTEM,
        needs=(Need.NOTE,),
        clock=Clock.RECOUNT,
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
ALL_VERBS: tuple[str, ...] = tuple(dict.fromkeys(row.verb for row in TABLE))
VERBS: tuple[str, ...] = tuple(
    dict.fromkeys(row.verb for row in TABLE if row.roles & OFFICER_ROLES)
)
"""The officers' verbs in the order of the table."""
RESULT_EVENTS = frozenset({RESULT, NEXT_RESULT})
SENDER_VERBS: tuple[str, ...] = tuple(
    dict.fromkeys(row.verb for row in TABLE if row.roles & SENDER)
)
ALONG = {
    **dict.fromkeys(("resolve", "approve"), "follow"),
    "reject": "reject_along",
    "reopen": "reopen_along",
    **dict.fromkeys(("route", "return"), "go_along"),
}
"""What the server does to the cases merged into one that ends, leaves or is taken up again."""
ENDS_ALONG = frozenset({"follow", "reject_along"})


def find(case: Case, verb: str) -> Transition | None:
    """The row for `verb` on `case` as it stands; None when it is forbidden."""
    for row in TABLE:
        if (
            row.verb == verb
            and case.state in row.frm
            and (row.kinds is None or case.kind in row.kinds)
            and in_force(row, case.rule_set)
        ):
            return row
    return None
