"""Refusals are remembered: what was refused once stays so, whenever a copy of it arrives.

A copy of a request may be held up on the way. When it comes, the case may be such that the action
were allowed; but the officer has read that it was refused and gone on.
"""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.officers import Actor, Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.server.tables import refusals

# Built once: building a statement costs more than running it.
FIND = select(refusals.c.code, refusals.c.facts).where(
    refusals.c.action_id == bindparam("id"), refusals.c.officer_id == bindparam("officer")
)
KEEP = insert(refusals)


def check(connection: Connection, action: Action, actor: Actor) -> None:
    """Raises Refused, with the reason of then, for an action that was refused before."""
    found = connection.execute(FIND, {"id": action.id, "officer": actor.id}).one_or_none()
    if found is not None:
        raise RefusedBefore(found.code, **found.facts)


def keep(
    connection: Connection, action: Action, officer: Officer, refusal: Refused, at: datetime
) -> None:
    """Remember `refusal` in the caller's transaction, once."""
    if refusal.code == "id_taken" or isinstance(refusal, RefusedBefore):
        return
    row = {"action_id": action.id, "officer_id": officer.id, "at": at}
    connection.execute(KEEP, {**row, "code": refusal.code, "facts": dict(refusal.facts)})


class RefusedBefore(Refused):
    """The same refusal as the first time."""
