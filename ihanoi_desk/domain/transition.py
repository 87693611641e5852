"""The words a row of the transition table is written in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.dated import ALWAYS
from ihanoi_desk.domain.officers import Role


class Guard(StrEnum):
    """What must be true of the case itself; a button is dead, and says why, where it is not."""

    EARLIER_UNIT = "earlier_unit"
    FEW_HOPS = "few_hops"
    """The case was not sent around too often, or the actor coordinates the city."""
    NO_APPROVAL = "no_approval"
    """The unit lets results of this kind go out without a superior."""
    CLASSIFIED = "classified"
    """What the kind asks beyond the report was filled in."""
    NOT_AUTHOR = "not_author"
    """Nobody approves an own result."""
    NO_EXTENSION_ASKED = "no_extension_asked"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_LEFT = "extension_left"
    NOT_ASKER = "not_asker"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    MERGED = "merged"
    NOT_MERGED = "not_merged"


class Need(StrEnum):
    """What an action must bring."""

    TEXT = "text"
    NOTE = "note"
    REASON = "reason"
    NEXT_STEP = "next_step"
    """A way on for the citizen, in the text: a refusal alone leaves people standing."""
    TARGET_UNIT = "target_unit"
    ASSIGNEE = "assignee"
    EVIDENCE = "evidence"
    """A picture or a document, or a stated waiver."""
    ANSWER = "answer"
    """Words or files of the citizen."""
    URGENCY = "urgency"
    CATEGORY = "category"
    FACTS = "facts"
    DAYS = "days"
    RATING = "rating"
    MASTER = "master"
    ALARM = "alarm"
    """Which limit the system speaks of."""


class Effect(StrEnum):
    """What an action does to the case beyond state, place, holder and clocks."""

    SET_URGENCY = "set_urgency"
    SET_CATEGORY = "set_category"
    SET_FACTS = "set_facts"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    DROP_EXTENSION = "drop_extension"
    PROPOSE = "propose"
    DROP_PROPOSAL = "drop_proposal"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    RATE = "rate"
    REOPEN = "reopen"
    MERGE = "merge"
    SEPARATE = "separate"
    NOTE_ALARM = "note_alarm"


class Clock(StrEnum):
    """What an action does to the clocks of the case."""

    KEEP = "keep"
    START_RECEIVING = "start_receiving"
    START_HANDLING = "start_handling"
    PAUSE = "pause"
    RESUME = "resume"
    RECOUNT = "recount"
    """Count the running clock anew from its start, under what holds now."""
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
    """A row. `to` None keeps the state, or with `back` takes it to where it stood before it
    waited; `event` None tells the citizen nothing. Of a case that was reopened `again` is told
    instead, if there is one. The dates are days of filing: a case keeps the steps of its day, so a
    row that is to change ends, and another begins."""

    verb: str
    frm: frozenset[State]
    to: State | None
    roles: frozenset[Role]
    back: bool = False
    kinds: frozenset[str] | None = None
    guards: tuple[Guard, ...] = ()
    needs: tuple[Need, ...] = ()
    effects: tuple[Effect, ...] = ()
    clock: Clock = Clock.KEEP
    holder: Holder = Holder.KEEP
    move: Move = Move.STAY
    event: str | None = None
    again: str | None = None
    valid_from: date = ALWAYS
    valid_to: date | None = None
