"""What the server does by itself right after a step, in the same transaction."""

import uuid
from typing import Any

from sqlalchemy import Connection

from ihanoi_desk.domain.cases import Action, Case, Rating, State, Step
from ihanoi_desk.domain.decide import Applied, why_not
from ihanoi_desk.domain.officers import Actor, System
from ihanoi_desk.domain.personal_data import masked
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.language import say
from ihanoi_desk.server import merging

SPACE = uuid.UUID("5f2d6a0e-4c0b-4f53-9d1e-0d9a3c1b7e42")
"""Of the ids that follow from another step's id, so that a repeat makes the same ones."""


def of(
    connection: Connection, before: Case, applied: Applied, actor: Actor, book: Rulebook
) -> list[Action]:
    """The actions of the server that `applied` leads to, in order; the cases they are about stay
    locked. Raises Refused for a case that cannot be merged."""
    case, step = applied.case, applied.step
    if step.verb == "rate" and _comes_back(case, book):
        return [_by_itself(step, case.id, "reopen", note=say("vi", "by_itself.unsatisfied"))]
    if step.verb == "merge":
        master = merging.find_master(connection, before, case.master_id or 0, actor)
        result = merging.result_of(connection, master)
        return [_follow(step, case, result, book)] if result else []
    if case.state is State.RESOLVED is not before.state:
        merged = merging.merged_into(connection, case.id)
        return [_follow(step, row, step.text, book) for row in merged if _follows(row, book)]
    return []


def _comes_back(case: Case, book: Rulebook) -> bool:
    """Whether the sender's rating opens `case` again, which happens only so often."""
    if case.state is not State.RESOLVED or case.rating is not Rating.UNSATISFIED:
        return False
    most = book.policy("most_reopenings", case)
    return most is None or case.reopenings < most


def _follows(case: Case, book: Rulebook) -> bool:
    """One that waits for its citizen or for approval by itself is left to its officers."""
    return why_not(case, "follow", System(), book) is None


def _follow(step: Step, case: Case, result: str, book: Rulebook) -> Action:
    # What was kept for one sender, with a reason, is not for the others.
    return _by_itself(step, case.id, "follow", text=masked(result, book.public_contacts))


def _by_itself(step: Step, case_id: int, verb: str, **what: Any) -> Action:
    name = str(uuid.uuid5(SPACE, f"{step.id}/{case_id}/{verb}"))
    return Action(id=name, case_id=case_id, verb=verb, at=step.at, **what)
