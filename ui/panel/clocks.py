"""Both clocks of a case: receiving and handling, in working time with the wall-clock limit."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ihanoi_desk.domain import case_clocks
from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.clocks import Going, Reading
from ihanoi_desk.domain.deadlines import Limit, find_limit
from ui.look.look import Look
from ui.parts.labels import icon_label, label, unverified

BAR = 1000


@dataclass(frozen=True, slots=True)
class Dial:
    """What one clock shows; `tone` colours the words and the bar, `fraction` is how full it is."""

    name: str
    words: str
    about: str
    tone: str
    fraction: float = 0.0
    verified: bool = True


class ClockCards(QWidget):
    """Both clocks of a case, `beside` each other or one under the other."""

    def __init__(
        self,
        look: Look,
        case: Case,
        calendar: WorkingCalendar,
        limits: tuple[Limit, ...],
        beside: bool,
    ) -> None:
        super().__init__()
        self._look, self._case, self._calendar, self._limits = look, case, calendar, limits
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._row = QBoxLayout(way, self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.setSpacing(8)
        self._shown: list[Dial] = []

    def show_moment(self, now: datetime) -> None:
        """As the clocks stand at `now`; what would look the same is left alone."""
        both = dials(self._look, self._case, self._calendar, self._limits, now)
        if both == self._shown:
            return
        self._shown = both
        while card := self._row.takeAt(0):
            card.widget().deleteLater()
        for dial, icon in zip(both, ("circle-check", "timer"), strict=True):
            self._row.addWidget(clock_card(self._look, dial, icon), 1)


def dials(
    look: Look, case: Case, calendar: WorkingCalendar, limits: tuple[Limit, ...], now: datetime
) -> list[Dial]:
    """Two clocks of `case`: receiving, once received classifying where that has a limit; handling.

    A case that is to be classified is not handled but answered.
    """
    classify = case_clocks.classifying(case, limits, calendar, now)
    readings = {
        "receive": case_clocks.receiving(case, calendar, now),
        "handle": case_clocks.handling(case, limits, calendar, now),
    }
    if classify and case.received_at:
        readings = {"classify": classify, "handle": readings["handle"]}
    found = []
    for clock, reading in readings.items():
        limit = find_limit(limits, case.kind, clock, case.urgency, case.rule_set)
        name = "answer" if classify and clock == "handle" else clock
        found.append(_dial(look, look.say(f"panel.clock_{name}"), reading, limit, now, case))
    return found


def _dial(
    look: Look, name: str, reading: Reading, limit: Limit | None, now: datetime, case: Case
) -> Dial:
    if reading.going is Going.NOT_STARTED or reading.due_at is None or reading.left is None:
        never = look.say("panel.clock_closed" if case.closed_at else "panel.clock_not_started")
        return Dial(name, never, "", "text-3")
    if reading.going is Going.DONE:
        words = look.say("panel.late" if reading.late else "panel.on_time")
        tone = "red" if reading.late else "green"
    elif reading.going is Going.SUSPENDED:
        words, tone = look.time_left(reading.left), "ochre"
    else:
        words = look.time_left(reading.left)
        tone = "red" if reading.late else "orange" if reading.soon else "teal"
    about = _about(look, limit, reading, look.clock(reading.due_at, now))
    verified = limit.verified if limit else True
    return Dial(name, words, about, tone, reading.fraction, verified)


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
    bar.setRange(0, BAR)
    bar.setValue(round(BAR * dial.fraction))
    bar.setProperty("tone", dial.tone)
    bar.setAccessibleName(f"{dial.name}: {dial.words}")
    column.addWidget(bar)
    column.addWidget(label(dial.about, "caption", wrap=True))
    if not dial.verified:
        column.addWidget(unverified(look))
    # Beside a taller card its lines stay level with the other's.
    column.addStretch(1)
    return card
