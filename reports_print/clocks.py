"""The two clocks of a case in words: when, how much working time, against which limit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ihanoi_desk.domain.cases import Case, State, Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.deadlines import WORKING_DAY, Limit, LimitUnit, find_limit
from ihanoi_desk.language import say, working_time
from reports_print.moments import in_full


@dataclass(frozen=True, slots=True)
class Run:
    """One clock: `end` None means that it still runs."""

    clock: str
    start: datetime
    end: datetime | None
    due_at: datetime | None


def receiving(
    case: Case, steps: tuple[Step, ...], catalogue: Catalogue, now: datetime, language: str
) -> str:
    """The line "Tiếp nhận". The clock starts anew at each unit the case is sent to."""
    if case.state is State.REJECTED and case.received_at is None:
        return say(language, "print_clock.not_received")
    until = case.received_at or now
    sent = [step.at for step in steps if step.target_unit and step.at <= until]
    start = max([case.filed_at, *sent])
    run = Run("receive", start, case.received_at, case.receive_due_at)
    return _line(run, case, catalogue, now, language)


def handling(case: Case, catalogue: Catalogue, now: datetime, language: str) -> str:
    """The line "Xử lý"; a case turned away before it was received has no such clock."""
    if case.received_at is None:
        if case.closed_at is None:
            return say(language, "print_clock.not_started")
        return say(language, "print_clock.closed", at=in_full(case.closed_at, language))
    run = Run("handle", case.received_at, case.closed_at, case.handle_due_at)
    return _line(run, case, catalogue, now, language)


def _line(run: Run, case: Case, catalogue: Catalogue, now: datetime, language: str) -> str:
    calendar = catalogue.calendar_for(case.unit)
    row = find_limit(catalogue.limits, case.kind, run.clock, case.urgency, case.rule_set)
    until = run.end or now
    facts = {
        "at": in_full(run.end, language) if run.end else "",
        "spent": _amount(calendar.between(run.start, until), row, language),
        "limit": _limit(row, language),
        "due": in_full(run.due_at, language) if run.due_at else "",
    }
    stem = "done" if run.end else "running"
    if run.due_at is None:
        return say(language, f"print_clock.{stem}_unlimited", **facts)
    left = calendar.between(until, run.due_at)
    late = until > run.due_at
    facts["amount"] = _amount(left, row, language)
    return say(language, f"print_clock.{stem}_{'late' if late else 'in_time'}", **facts)


def _amount(stretch: timedelta, row: Limit | None, language: str) -> str:
    """Working time in the measure of its limit: ``01 giờ 17 phút``, or days for limits in days."""
    in_days = row is not None and row.unit is LimitUnit.WORKING_DAYS
    if in_days and abs(stretch) >= WORKING_DAY:
        return working_time(language, stretch)
    hours, minutes = divmod(int(abs(stretch).total_seconds()) // 60, 60)
    return say(language, "print_clock.amount", hours=f"{hours:02}", minutes=f"{minutes:02}")


def _limit(row: Limit | None, language: str) -> str:
    if row is None:
        return say(language, "print_clock.limit_unknown")
    unit = "hours" if row.unit is LimitUnit.WORKING_HOURS else "days"
    text = say(language, f"print_clock.limit_{unit}", amount=f"{row.amount:02}")
    return text if row.verified else say(language, "print_clock.limit_unverified", limit=text)
