"""What the server does by itself right after a step, in the same transaction."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ihanoi_desk.domain.cases import Action, Case, Rating, State
from ihanoi_desk.domain.decide import Applied
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.language import say


def of(connection: Connection, applied: Applied, now: datetime, book: Rulebook) -> list[Action]:
    """The actions of the server that `applied` leads to, in order."""
    case, step = applied.case, applied.step
    if step.verb == "rate" and _comes_back(case, book):
        return [by_itself(case.id, "reopen", now, note=say("vi", "by_itself.unsatisfied"))]
    return []


def by_itself(case_id: int, verb: str, now: datetime, **what: Any) -> Action:
    """An action of the server's own."""
    return Action(id=str(uuid.uuid4()), case_id=case_id, verb=verb, at=now, **what)


def _comes_back(case: Case, book: Rulebook) -> bool:
    """Whether the sender's rating opens `case` again, which happens only so often."""
    if case.state is not State.RESOLVED or case.rating is not Rating.UNSATISFIED:
        return False
    most = book.policy("most_reopenings", case)
    return most is None or case.reopenings < most
