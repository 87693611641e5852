"""Reports of one thing: they are answered once, when the case they were merged into is resolved."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from ihanoi_desk.domain.cases import Case, State
from ihanoi_desk.domain.officers import Actor
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.transitions import RESULT_EVENTS
from ihanoi_desk.domain.wire import CaseDoc
from ihanoi_desk.server.cases import case_of, documents, lock_case
from ihanoi_desk.server.tables import cases, steps

MERGED = (
    select(cases)
    .where(cases.c.master_id == bindparam("master"))
    .order_by(cases.c.id)
    .with_for_update()
)
MASTER = select(cases).where(cases.c.id == bindparam("master"))
RESULT = (
    select(steps.c.verb, steps.c.text, steps.c.attachments)
    .where(
        steps.c.case_id == bindparam("master"),
        steps.c.to_state == State.RESOLVED,
        steps.c.event.in_(RESULT_EVENTS),
    )
    .order_by(steps.c.seq.desc())
    .limit(1)
)


def find_master(connection: Connection, case: Case, master_id: int, actor: Actor) -> Case:
    """The case that `case` is merged into. Raises Refused when that cannot be.

    It stays locked until the end of the transaction: it must not be resolved meanwhile.
    """
    row = lock_case(connection, master_id)
    if row is None or not actor.may_read(row.unit):
        raise Refused("unknown_master")
    master = case_of(row)
    if master.kind != case.kind:
        raise Refused("master_of_other_kind")
    if not master.is_open and master.state is not State.RESOLVED:
        raise Refused("master_closed", master=master.code)
    if master.master_id is not None:
        raise Refused("master_merged", master=master.code)
    if connection.execute(MERGED, {"master": case.id}).first():
        raise Refused("is_master")
    return master


@dataclass(frozen=True, slots=True)
class Result:
    """What the sender of the main report was answered; `is_approved` by a superior."""

    text: str
    files: tuple[str, ...]
    is_approved: bool


def result_of(connection: Connection, master: Case) -> Result | None:
    """None while it is open, and when nobody can rate it any more."""
    if master.state is not State.RESOLVED:
        return None
    row = connection.execute(RESULT, {"master": master.id}).first()
    return Result(row.text, tuple(row.attachments), row.verb == "approve") if row else None


def result_of_master(connection: Connection, case: Case) -> Result | None:
    """The same for the case that `case` was merged into. It is not locked: whoever resolves it now
    waits for `case`, and then sees what became of it."""
    row = connection.execute(MASTER, {"master": case.master_id}).first()
    return result_of(connection, case_of(row)) if row else None


def merged_into(connection: Connection, master_id: int) -> list[CaseDoc]:
    """The cases merged into one, locked until the end of the transaction."""
    found = connection.execute(MERGED, {"master": master_id}).all()
    return documents(connection, [row.id for row in found])
