"""Writing one line of a case's history with all that follows from it: push, feed, audit."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from ihanoi_desk.domain.cases import Action, Case, Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.notices import compose
from ihanoi_desk.domain.units import UnitKey
from ihanoi_desk.server import audit, news
from ihanoi_desk.server.cases import step_values
from ihanoi_desk.server.database import next_number
from ihanoi_desk.server.tables import cases, feed, pushes, steps

# Built once: building a statement costs more than running it.
INTO_FEED = insert(feed)
FORGET_PRESENT = delete(feed).where(feed.c.case_id == bindparam("wanted"), feed.c.what == "present")
INTO_STEPS = insert(steps)
INTO_PUSHES = insert(pushes)
OF_SENDER = (
    select(cases.c.id, cases.c.unit)
    .where(cases.c.citizen_id == bindparam("citizen_id"))
    .order_by(cases.c.id)
)
FIRST_FIELDS = frozenset(
    {"id", "case_id", "verb", "text", "note", "reason", "target_unit", "assignee_id", "attachments"}
)
KNOWN = select(steps.c.actor_id, steps.c.content_hash, steps.c.case_id).where(
    steps.c.id == bindparam("step_id")
)


def append(
    connection: Connection,
    case: Case,
    step: Step,
    citizen_id: int,
    catalogue: Catalogue,
    *,
    content_hash: str,
    made_at: datetime,
) -> None:
    """Store `step`, which led to `case`, and tell the citizen, the desks and the auditors."""
    announce(connection, case.id, case.unit, step.at)
    if step.unit != case.unit:
        announce(connection, case.id, step.unit, step.at, what="gone")
    line = {**step_values(step), "content_hash": content_hash, "made_at": made_at}
    connection.execute(INTO_STEPS, line)
    if step.event and any(row.event == step.event for row in catalogue.pushes):
        _push(connection, case, step, citizen_id, catalogue)
    # The sender's name is not stored with a step, so one with a name and no officer is the system.
    sender = "system" if step.actor_name else f"citizen:{citizen_id}"
    actor = f"officer:{step.actor_id}" if step.actor_id else sender
    facts = {"step": step.id, "from": step.from_state, "to": step.to_state, "unit": case.unit}
    audit.append(connection, step.at, actor, step.verb, case.code, facts)


def announce(
    connection: Connection, case_id: int, unit: UnitKey, at: datetime, what: str = "case"
) -> None:
    """A feed row; its number also puts concurrent writers of pushes in one order.

    Of who is present at a case only the newest row is kept, so that looking does not grow the feed.
    """
    n = next_number(connection, "feed")
    if what == "present":
        connection.execute(FORGET_PRESENT, {"wanted": case_id})
    row = {"n": n, "what": what, "case_id": case_id, "unit": unit, "at": at}
    connection.execute(INTO_FEED, row)
    news.tell(connection, news.EVERYBODY if what == "catalogue" else unit)


def announce_sender(connection: Connection, citizen_id: int, at: datetime) -> None:
    """Every case of a citizen whose phones or standing changed, which each of them shows.

    Last in its transaction: the feed's counter is the lock that all others wait for.
    """
    for row in connection.execute(OF_SENDER, {"citizen_id": citizen_id}).all():
        announce(connection, row.id, row.unit, at)


def content_hash(action: Action) -> str:
    """What tells a resend from another action that took the same id.

    Fields that came later count only when they say something: an action that was sent before an
    upgrade and comes again after it is still the same.
    """
    values = {name: getattr(action, name) for name in Action.__dataclass_fields__ if name != "at"}
    body = {name: value for name, value in values.items() if name in FIRST_FIELDS or value}
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def is_known(connection: Connection, step_id: str) -> tuple[int | None, str, int] | None:
    """The officer, content hash and case of a remembered step."""
    row = connection.execute(KNOWN, {"step_id": step_id}).one_or_none()
    return (row.actor_id, row.content_hash, row.case_id) if row else None


def _push(
    connection: Connection, case: Case, step: Step, citizen_id: int, catalogue: Catalogue
) -> None:
    notice = compose(step.event or "", case.code, step, catalogue)
    row = {
        "step_id": step.id,
        "case_id": case.id,
        "citizen_id": citizen_id,
        "event": notice.event,
        "title": notice.title,
        "body": notice.body,
        "detail": notice.detail,
        "created_at": step.at,
        "next_try_at": step.at,
    }
    connection.execute(INTO_PUSHES, row)
    news.tell(connection, news.PUSHES)
