"""What sender and officers wrote to each other on a case: a reading of its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.domain.cases import Step
from ihanoi_desk.domain.officers import Role
from ihanoi_desk.domain.transitions import TABLE

FROM_OFFICERS = frozenset({"ask_citizen", "message"})
FROM_SENDER = frozenset(row.verb for row in TABLE if Role.CITIZEN in row.roles) - {"file"}
EDITS = frozenset({"urgency", "categorize", "classify", "reschedule", "extend"})


@dataclass(frozen=True, slots=True)
class Message:
    """One of them; `mine` is what an officer wrote. `step_id` leads to whether it arrived."""

    step_id: str
    at: datetime
    mine: bool
    author: str
    text: str
    attachments: tuple[str, ...]
    is_question: bool


def messages(steps: Iterable[Step]) -> tuple[Message, ...]:
    """Oldest first."""
    return tuple(
        Message(
            step_id=step.id,
            at=step.at,
            mine=step.verb in FROM_OFFICERS,
            author=step.actor_name,
            text=step.text,
            attachments=step.attachments,
            is_question=step.verb == "ask_citizen",
        )
        for step in sorted(steps, key=lambda row: row.seq)
        if step.verb in FROM_OFFICERS | FROM_SENDER and (step.text or step.attachments)
    )


def edits(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps that changed what the case says about itself, newest first."""
    changed = [step for step in steps if step.facts and step.verb in EDITS]
    return tuple(sorted(changed, key=lambda row: row.seq, reverse=True))
