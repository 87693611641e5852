"""Open cases under a changed calendar or rule: limits counted anew, each as a step of its own."""

import uuid
from collections import Counter
from dataclasses import dataclass, replace
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
from ihanoi_desk.language import say, working_time
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
        found["later" if moved.is_later else "earlier"] += 1
        update_case(connection, case, after.case, next_look(after.case, book, now))
        _tell(connection, after, row.citizen_id, catalogue)
    return found


def _recounted(case: Case, why: str, now: datetime, book: Rulebook) -> Applied:
    action = Action(id=str(uuid.uuid4()), case_id=case.id, verb=VERB, at=now, note=why)
    plain = apply(case, action, System(), now, book)
    moved = _moved(case, plain.case)
    note = moved.note(why) if moved else why
    return apply(case, replace(action, note=note), System(), now, book)


@dataclass(frozen=True, slots=True)
class _Move:
    """What became of a limit or, while the citizen is awaited, of the time left at rest."""

    was: str
    now: str
    is_later: bool
    key: str

    def note(self, why: str) -> str:
        return say("vi", f"calendar.{self.key}", why=why, was=self.was, now=self.now)


def _moved(before: Case, after: Case) -> _Move | None:
    """Of the earliest of the limits that moved; None when all stay."""
    pairs = ((getattr(before, name), getattr(after, name)) for name in LIMITS)
    first = min(((old, new) for old, new in pairs if old and new and old != new), default=None)
    if first:
        was, now = first
        return _Move(_words(was), _words(now), now > was, "rescheduled")
    left, rest = before.left_at_rest, after.left_at_rest
    if left is None or rest is None or left == rest:
        return None
    return _Move(working_time("vi", left), working_time("vi", rest), rest > left, "rested")


def _words(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%H:%M %d/%m/%Y}"


def _tell(connection: Connection, after: Applied, citizen_id: int, catalogue: Catalogue) -> None:
    case, step = after.case, after.step
    steps.append(connection, case, step, citizen_id, catalogue, content_hash=VERB, made_at=step.at)
