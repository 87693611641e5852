"""What an action must bring: one check per Need, each raising Refused with a stable code."""

from collections.abc import Callable
from datetime import datetime

from ihanoi_desk.domain import kind_fields
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.next_steps import names_next_step
from ihanoi_desk.domain.officers import Role
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.transition import Need
from ihanoi_desk.domain.units import UnitKey

Check = Callable[[Case, Action, datetime, Rulebook], None]


def check_exists(key: UnitKey, now: datetime, book: Rulebook) -> None:
    """Raises Refused when no unit of that key takes cases on the day of `now`."""
    unit = book.units.get(key)
    if unit is None or not unit.exists_on(now.astimezone(HANOI).date()):
        raise Refused("unknown_unit")


def _present(what: str, code: str) -> Check:
    def check(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
        value = getattr(action, what)
        if not (value.strip() if isinstance(value, str) else value):
            raise Refused(code)

    return check


def _evidence(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not action.attachments and not action.waiver.strip():
        raise Refused("needs_evidence")


def _answer(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not action.text.strip() and not action.attachments:
        raise Refused("needs_text")


def _target_unit(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not action.target_unit:
        raise Refused("needs_target_unit")
    if action.target_unit == case.unit:
        raise Refused("same_unit")
    check_exists(action.target_unit, now, book)


def _assignee(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if action.assignee_id is None:
        raise Refused("needs_assignee")
    assignee = book.officers.get(action.assignee_id)
    if assignee is None or Role.HANDLER not in assignee.roles_at(case.unit):
        raise Refused("assignee_elsewhere")


def _reason(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not action.reason:
        raise Refused("needs_reason")
    if (case.kind, action.reason) not in book.reasons:
        raise Refused("unknown_reason")


def _next_step(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not names_next_step(action.text):
        raise Refused("needs_next_step")


def _urgency(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if action.urgency is None:
        raise Refused("needs_urgency")
    if action.urgency is case.urgency:
        raise Refused("same_urgency")


def _category(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not action.category:
        raise Refused("needs_category")
    if action.category == case.category:
        raise Refused("same_category")
    if (case.kind, action.category) not in book.categories:
        raise Refused("unknown_category")


def _facts(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if not action.facts:
        raise Refused("needs_facts")
    kind_fields.check(case.kind, action.facts, case.rule_set)


def _days(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if action.days is None or action.days < 1:
        raise Refused("needs_days")
    most = book.policy("extension_days", case)
    if most is not None and action.days > most:
        raise Refused("too_many_days", most=str(most))


def _rating(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if action.rating is None:
        raise Refused("needs_rating")


def _master(case: Case, action: Action, now: datetime, book: Rulebook) -> None:
    if action.master_id is None:
        raise Refused("needs_master")
    if action.master_id == case.id:
        raise Refused("own_master")


NEEDS: dict[Need, Check] = {
    Need.TEXT: _present("text", "needs_text"),
    Need.NOTE: _present("note", "needs_note"),
    Need.EVIDENCE: _evidence,
    Need.ANSWER: _answer,
    Need.TARGET_UNIT: _target_unit,
    Need.ASSIGNEE: _assignee,
    Need.REASON: _reason,
    Need.NEXT_STEP: _next_step,
    Need.URGENCY: _urgency,
    Need.CATEGORY: _category,
    Need.FACTS: _facts,
    Need.DAYS: _days,
    Need.RATING: _rating,
    Need.MASTER: _master,
    Need.ALARM: _present("reason", "needs_reason"),
}
