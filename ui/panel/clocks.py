"""Both clocks of a case: receiving and handling, in working time with the wall-clock limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.deadlines import SOON, Limit, find_limit
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
        _dial(look, "receive", case, calendar, rows, now, case.filed_at, case.received_at),
        _dial(look, "handle", case, calendar, rows, now, case.received_at, case.closed_at),
    ]


def _dial(
    look: Look,
    clock: str,
    case: Case,
    calendar: WorkingCalendar,
    limits: tuple[Limit, ...],
    now: datetime,
    start: datetime | None,
    end: datetime | None,
) -> Dial:
    limit = find_limit(limits, case.kind, clock, case.urgency, case.rule_set)
    due_at = case.receive_due_at if clock == "receive" else case.handle_due_at
    verified = limit.verified if limit else True
    name = look.say(f"panel.clock_{clock}")
    if start is None or due_at is None:
        never = look.say("panel.clock_closed" if case.closed_at else "panel.clock_not_started")
        return Dial(name, never, "", "text-3", timedelta(), timedelta(1), verified=True)
    whole = max(calendar.between(start, due_at), timedelta(minutes=1))
    stop = end or case.closed_at
    if stop is not None:
        spent = calendar.between(start, stop)
        late = stop > due_at
        words = look.say("panel.late" if late else "panel.on_time")
        tone = "red" if late else "green"
    else:
        spent = calendar.between(start, now)
        left = calendar.between(now, due_at)
        words = look.time_left(left)
        tone = "red" if left < timedelta() else "orange" if left <= SOON else "teal"
    about = _about(look, limit, spent, None if stop else look.clock(due_at, now))
    return Dial(name, words, about, tone, spent, whole, verified)


def _about(look: Look, limit: Limit | None, spent: timedelta, due: str | None) -> str:
    """Running: until when, of how much. Ended: how much of how much was used."""
    if due:
        short = look.say(f"panel.short_{limit.unit}", n=limit.amount) if limit else ""
        return look.say("panel.clock_running", at=due, whole=short)
    whole = look.say(f"panel.{limit.unit}", n=limit.amount) if limit else ""
    return look.say("panel.clock_ended", spent=look.working_time(spent), whole=whole)


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
