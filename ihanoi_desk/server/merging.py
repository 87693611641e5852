"""Reports of one thing: they are answered once, when the case they were merged into is resolved."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from ihanoi_desk.domain.cases import Action, Case, State, Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.decide import apply, why_not
from ihanoi_desk.domain.officers import Officer, System
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.server import steps
from ihanoi_desk.server.cases import case_of, lock_case, update_case
from ihanoi_desk.server.tables import cases

FOLLOW = "follow"
SPACE = uuid.UUID("5f2d6a0e-4c0b-4f53-9d1e-0d9a3c1b7e42")
"""Of the ids that follow from another step's id, so that a repeat makes the same ones."""
MERGED = (
    select(cases)
    .where(cases.c.master_id == bindparam("master"))
    .order_by(cases.c.id)
    .with_for_update()
)


def check_master(connection: Connection, case: Case, action: Action, officer: Officer) -> None:
    """Raises Refused when `case` may not be merged into the one that `action` names.

    The master stays locked until the end of the transaction: it must not be resolved meanwhile.
    """
    row = lock_case(connection, action.master_id or 0)
    if row is None or not officer.may_read(row.unit):
        raise Refused("unknown_master")
    master = case_of(row)
    if master.kind != case.kind:
        raise Refused("master_of_other_kind")
    if not master.is_open:
        raise Refused("master_closed", master=master.code)
    if master.master_id is not None:
        raise Refused("master_merged", master=master.code)
    if connection.execute(MERGED, {"master": case.id}).first():
        raise Refused("is_master")


def answer_merged(
    connection: Connection,
    before: Case,
    after: Case,
    step: Step,
    catalogue: Catalogue,
    book: Rulebook,
) -> None:
    """Give the result of `after`, when `step` has resolved it, to everybody merged into it.

    One that waits for its citizen or for approval by itself is left to its officers.
    """
    if after.state is not State.RESOLVED or before.state is State.RESOLVED:
        return
    for row in connection.execute(MERGED, {"master": after.id}).all():
        _follow(connection, row, step, catalogue, book, step.at)


def _follow(
    connection: Connection,
    row: Row[Any],
    answer: Step,
    catalogue: Catalogue,
    book: Rulebook,
    now: datetime,
) -> None:
    case, system = case_of(row), System()
    if why_not(case, FOLLOW, system, book):
        return
    action = Action(
        id=str(uuid.uuid5(SPACE, f"{answer.id}/{case.id}")),
        case_id=case.id,
        verb=FOLLOW,
        at=now,
        text=answer.text,
    )
    applied = apply(case, action, system, now, book)
    update_case(connection, case, applied.case)
    steps.append(
        connection,
        applied.case,
        applied.step,
        row.citizen_id,
        catalogue,
        content_hash=steps.content_hash(action),
        made_at=now,
    )
