"""Open cases under a changed calendar or rule: limits counted anew, each as a step of its own."""

import uuid
from collections import Counter
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, select

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.calendars import EVERY_UNIT
from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.decide import Applied, apply
from ihanoi_desk.domain.officers import System
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.units import UnitKey
from ihanoi_desk.domain.upcoming import next_look
from ihanoi_desk.language import say
from ihanoi_desk.server import steps
from ihanoi_desk.server.cases import case_of, update_case
from ihanoi_desk.server.tables import cases

VERB = "reschedule"
LIMITS = ("receive_due_at", "handle_due_at", "classify_due_at")
OPEN = select(cases).where(cases.c.closed_at.is_(None)).order_by(cases.c.id).with_for_update()


def reschedule(
    connection: Connection,
    unit: UnitKey,
    why: str,
    catalogue: Catalogue,
    book: Rulebook,
    now: datetime,
    filed_from: date | None = None,
) -> Counter[str]:
    """Count the running clocks of the open cases of `unit` anew; `why` stands in their history.

    Only of those filed on `filed_from` or later, if a day is given. How many are ``open``, and of
    these end ``later`` or ``earlier`` than before.
    """
    query = OPEN if unit == EVERY_UNIT else OPEN.where(cases.c.unit == unit)
    if filed_from:
        query = query.where(cases.c.rule_set >= filed_from)
    found: Counter[str] = Counter()
    for row in connection.execute(query).all():
        case = case_of(row)
        if not case.is_open:
            continue
        found["open"] += 1
        after = _recounted(case, why, now, book)
        moved = _moved(case, after.case)
        if moved is None:
            continue
        found["later" if moved[1] > moved[0] else "earlier"] += 1
        update_case(connection, case, after.case, next_look(after.case, book, now))
        _tell(connection, after, row.citizen_id, catalogue)
    return found


def _recounted(case: Case, why: str, now: datetime, book: Rulebook) -> Applied:
    action = Action(id=str(uuid.uuid4()), case_id=case.id, verb=VERB, at=now, note=why)
    plain = apply(case, action, System(), now, book)
    was, then = _moved(case, plain.case) or (None, None)
    facts = {"why": why, "was": _words(was), "now": _words(then)}
    note = say("vi", "calendar.rescheduled", **facts)
    return apply(case, replace(action, note=note), System(), now, book)


def _moved(before: Case, after: Case) -> tuple[datetime, datetime] | None:
    """What the earliest of the limits that moved was, and is now; None when all stay."""
    pairs = ((getattr(before, name), getattr(after, name)) for name in LIMITS)
    return min(((old, new) for old, new in pairs if old and new and old != new), default=None)


def _words(moment: datetime | None) -> str:
    return f"{moment.astimezone(HANOI):%H:%M %d/%m/%Y}" if moment else ""


def _tell(connection: Connection, after: Applied, citizen_id: int, catalogue: Catalogue) -> None:
    case, step = after.case, after.step
    steps.append(connection, case, step, citizen_id, catalogue, content_hash=VERB, made_at=step.at)
