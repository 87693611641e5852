"""Open cases under a changed calendar: their limits are counted anew, each as a step of its own."""

import uuid
from collections import Counter
from dataclasses import replace
from datetime import datetime

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
OPEN = select(cases).where(cases.c.closed_at.is_(None)).order_by(cases.c.id).with_for_update()


def reschedule(
    connection: Connection,
    unit: UnitKey,
    why: str,
    catalogue: Catalogue,
    book: Rulebook,
    now: datetime,
) -> Counter[str]:
    """Count the running clocks of the open cases of `unit` anew; `why` stands in their history.

    How many are ``open``, and of these end ``later`` or ``earlier`` than before.
    """
    query = OPEN if unit == EVERY_UNIT else OPEN.where(cases.c.unit == unit)
    found: Counter[str] = Counter()
    for row in connection.execute(query).all():
        case = case_of(row)
        if not case.is_open:
            continue
        found["open"] += 1
        after = _recounted(case, why, now, book)
        old, new = case.due_at, after.case.due_at
        if old is None or new is None or old == new:
            continue
        found["later" if new > old else "earlier"] += 1
        update_case(connection, case, after.case, next_look(after.case, book, now))
        _tell(connection, after, row.citizen_id, catalogue)
    return found


def _recounted(case: Case, why: str, now: datetime, book: Rulebook) -> Applied:
    action = Action(id=str(uuid.uuid4()), case_id=case.id, verb=VERB, at=now, note=why)
    plain = apply(case, action, System(), now, book)
    facts = {"why": why, "was": _words(case.due_at), "now": _words(plain.case.due_at)}
    note = say("vi", "calendar.rescheduled", **facts)
    return apply(case, replace(action, note=note), System(), now, book)


def _words(moment: datetime | None) -> str:
    return f"{moment.astimezone(HANOI):%H:%M %d/%m/%Y}" if moment else ""


def _tell(connection: Connection, after: Applied, citizen_id: int, catalogue: Catalogue) -> None:
    case, step = after.case, after.step
    steps.append(connection, case, step, citizen_id, catalogue, content_hash=VERB, made_at=step.at)
