"""What an alarm says: which limit is near or over, and by how much."""

from collections.abc import Iterable
from datetime import date, timedelta

from ihanoi_desk.client.queues import Row
from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.dated import in_force
from ihanoi_desk.domain.escalation import hearers
from ui.look.look import Look


def rang(look: Look, catalogue: Catalogue, code: str, filed_on: date) -> str:
    """What was escalated under `code` for a case filed on a day; empty without such a rule."""
    if code in duty_codes(catalogue):
        return look.say("alarm.duty")
    named = (row for row in catalogue.escalations if row.code == code)
    rule = next((row for row in named if in_force(row, filed_on)), None)
    return _against(look, rule.clock, -timedelta(minutes=rule.minutes)) if rule else ""


def who_heard(look: Look, catalogue: Catalogue, code: str) -> str:
    """The roles that were told, in words; empty when the rule is not in force any more."""
    roles = hearers(catalogue.escalations, catalogue.alarms).get(code, frozenset())
    return ", ".join(look.say(f"role.{role}").lower() for role in sorted(roles))


def duty_codes(catalogue: Catalogue) -> frozenset[str]:
    """What an alarm about an urgent case outside working hours may be called."""
    return frozenset(row.code for row in catalogue.alarms)


def is_late(catalogue: Catalogue, codes: Iterable[str]) -> bool:
    """Whether one of `codes` says that a limit was reached."""
    reached = {row.code for row in catalogue.escalations if row.minutes >= 0}
    return not reached.isdisjoint(codes)


def stands(look: Look, row: Row, left: timedelta | None) -> str:
    """How the case stands now; empty without a running limit."""
    if left is None or row.due_at is None:
        return ""
    return _against(look, "receive" if row.state == State.NEW else "handle", left)


def _against(look: Look, clock: str, left: timedelta) -> str:
    """``quá hạn xử lý 52 phút``; a minute more or less is the limit itself."""
    if abs(left) < timedelta(minutes=1):
        return look.say(f"alarm.{clock}_due")
    side = "before" if left > timedelta() else "after"
    return look.say(f"alarm.{clock}_{side}", time=look.working_time(left))
