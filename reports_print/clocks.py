"""The two clocks of a case in words: when, how much working time, against which limit."""

from datetime import datetime, timedelta

from ihanoi_desk.domain import case_clocks
from ihanoi_desk.domain.cases import Case, State
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.clocks import Going, Reading
from ihanoi_desk.domain.deadlines import WORKING_DAY, Limit, LimitUnit, find_limit
from ihanoi_desk.language import say, working_time
from reports_print.moments import in_full


def receiving(case: Case, catalogue: Catalogue, now: datetime, language: str) -> str:
    """The line "Tiếp nhận". The clock starts anew at each unit the case is sent to."""
    if case.state is State.REJECTED and case.received_at is None:
        return say(language, "print_clock.not_received")
    reading = case_clocks.receiving(case, catalogue.calendar_for(case.unit), now)
    return _line("receive", reading, case.received_at, case, catalogue, language)


def handling(case: Case, catalogue: Catalogue, now: datetime, language: str) -> str:
    """The line "Xử lý"; a case turned away before it was received has no such clock."""
    calendar = catalogue.calendar_for(case.unit)
    reading = case_clocks.handling(case, catalogue.limits, calendar, now)
    if reading.going is Going.NOT_STARTED:
        if case.closed_at is None:
            return say(language, "print_clock.not_started")
        return say(language, "print_clock.closed", at=in_full(case.closed_at, language))
    return _line("handle", reading, case.closed_at, case, catalogue, language)


def _line(
    clock: str,
    reading: Reading,
    ended_at: datetime | None,
    case: Case,
    catalogue: Catalogue,
    language: str,
) -> str:
    row = find_limit(catalogue.limits, case.kind, clock, case.urgency, case.rule_set)
    facts = {
        "at": in_full(ended_at, language) if ended_at else "",
        "spent": _amount(reading.spent, row, language),
        "limit": _limit(row, language),
        "due": in_full(reading.due_at, language) if reading.due_at else "",
    }
    stem = "done" if ended_at else "running"
    if reading.left is None:
        return say(language, f"print_clock.{stem}_unlimited", **facts)
    facts["amount"] = _amount(reading.left, row, language)
    if reading.going is Going.SUSPENDED:
        return say(language, "print_clock.suspended", **facts)
    return say(language, f"print_clock.{stem}_{'late' if reading.late else 'in_time'}", **facts)


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
