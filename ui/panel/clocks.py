"""Both clocks of a case: receiving and handling, in working time with the wall-clock limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.clocks import Going, Reading, due_if_answered_now, read
from ihanoi_desk.domain.deadlines import Limit, find_limit
from ui.look.look import Look
from ui.parts.labels import icon_label, label, unverified


@dataclass(frozen=True, slots=True)
class Dial:
    """What one clock shows. `spent` of `whole`; `tone` colours the words and the bar."""

    name: str
    words: str
    about: str
    tone: str
    spent: timedelta
    whole: timedelta
    verified: bool


def dials(
    look: Look, case: Case, calendar: WorkingCalendar, limits: Iterable[Limit], now: datetime
) -> list[Dial]:
    rows = tuple(limits)
    return [
        _dial(look, "receive", case, calendar, rows, now),
        _dial(look, "handle", case, calendar, rows, now),
    ]


def _dial(
    look: Look,
    clock: str,
    case: Case,
    calendar: WorkingCalendar,
    limits: tuple[Limit, ...],
    now: datetime,
) -> Dial:
    limit = find_limit(limits, case.kind, clock, case.urgency, case.rule_set)
    verified = limit.verified if limit else True
    name = look.say(f"panel.clock_{clock}")
    reading = (
        _receiving(case, calendar, now)
        if clock == "receive"
        else _handling(case, limit, calendar, now)
    )
    due_at = reading.due_at
    if reading.going is Going.NOT_STARTED or due_at is None or reading.left is None:
        never = look.say("panel.clock_closed" if case.closed_at else "panel.clock_not_started")
        return Dial(name, never, "", "text-3", timedelta(), timedelta(1), verified=True)
    if reading.going is Going.DONE:
        words = look.say("panel.late" if reading.late else "panel.on_time")
        tone = "red" if reading.late else "green"
    elif reading.going is Going.SUSPENDED:
        words = look.say("panel.clock_resting", left=look.time_left(reading.left))
        tone = "ochre"
    else:
        words = look.time_left(reading.left)
        tone = "red" if reading.late else "orange" if reading.soon else "teal"
    about = _about(look, limit, reading, look.clock(due_at, now))
    whole = max(reading.spent + max(reading.left, timedelta()), timedelta(minutes=1))
    return Dial(name, words, about, tone, reading.spent, whole, verified)


def _receiving(case: Case, calendar: WorkingCalendar, now: datetime) -> Reading:
    start = case.receive_from or case.filed_at
    end = case.received_at or case.closed_at
    return read(start, case.receive_due_at, end, (), calendar, now)


def _handling(case: Case, limit: Limit | None, calendar: WorkingCalendar, now: datetime) -> Reading:
    start = case.handle_from or case.received_at
    due_at = case.handle_due_at
    if due_at is None and start is not None:
        due_at = due_if_answered_now(limit, start, case.waits, case.extra_days, calendar, now)
    return read(start, due_at, case.closed_at, case.waits, calendar, now)


def _about(look: Look, limit: Limit | None, reading: Reading, due: str) -> str:
    """Running: until when, of how much. Ended: how much of how much was used."""
    if reading.going is Going.SUSPENDED:
        return look.say("panel.clock_if_answered", at=due)
    if reading.going is Going.RUNNING:
        short = look.say(f"panel.short_{limit.unit}", n=limit.amount) if limit else ""
        return look.say("panel.clock_running", at=due, whole=short)
    whole = look.say(f"panel.{limit.unit}", n=limit.amount) if limit else ""
    return look.say("panel.clock_ended", spent=look.working_time(reading.spent), whole=whole)


def clock_card(look: Look, dial: Dial, icon: str) -> QWidget:
    card = QFrame(objectName="card")
    column = QVBoxLayout(card)
    column.setContentsMargins(8, 6, 8, 6)
    column.setSpacing(4)
    top = QHBoxLayout()
    top.setSpacing(4)
    top.addWidget(icon_label(look, icon, dial.tone))
    top.addWidget(label(dial.name, "small"), 1)
    top.addWidget(label(dial.words, "smallstrong", dial.tone))
    column.addLayout(top)
    bar = QProgressBar(textVisible=False)
    bar.setRange(0, max(1, int(dial.whole.total_seconds())))
    bar.setValue(min(bar.maximum(), max(0, int(dial.spent.total_seconds()))))
    bar.setStyleSheet(f"QProgressBar::chunk {{ background: {look.hex(dial.tone)}; }}")
    bar.setAccessibleName(f"{dial.name}: {dial.words}")
    column.addWidget(bar)
    column.addWidget(label(dial.about, "caption", wrap=True))
    if not dial.verified:
        column.addWidget(unverified(look))
    return card
