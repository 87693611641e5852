"""Beside the month: the hours of the unit, and the day that is chosen."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.domain.calendar import DatedWeek
from ui.administration.days import Day, title
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label, unverified


class Card(QFrame):
    """A title, lines that are written anew, and buttons that need the connection."""

    def __init__(self, look: Look) -> None:
        super().__init__(objectName="card")
        self.look = look
        self._lines: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(8)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self._column.addLayout(self.buttons)

    def write(self, head: str, lines: list[tuple[str, str]], is_unverified: bool) -> None:
        """`lines` are pairs of a name, which may be empty, and what stands beside it."""
        if self._lines:
            self._lines.deleteLater()
        self._lines = QWidget()
        column = QVBoxLayout(self._lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(label(head, "strong"), 1)
        if is_unverified:
            top.addWidget(unverified(self.look))
        column.addLayout(top)
        for name, text in lines:
            row = QHBoxLayout()
            if name:
                row.addWidget(label(name, "small", "text-2"))
                row.addStretch(1)
            row.addWidget(label(text, "small", wrap=not name))
            column.addLayout(row)
        self._column.insertWidget(0, self._lines)


class HoursCard(Card):
    change_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.change = KeyButton(look, "pencil", look.say("administration.change_hours"), "G")
        self.change.clicked.connect(self.change_asked)
        self.buttons.addWidget(self.change)
        self.buttons.addStretch(1)

    def show_week(self, name: str, week: DatedWeek, next_week: DatedWeek | None) -> None:
        """The week in force, and from when another one follows."""
        look = self.look
        lines = [
            (
                look.say(f"weekday.long_{number}"),
                look.hours(hours) or look.say("administration.closed"),
            )
            for number, hours in enumerate(week.week)
        ]
        if week.valid_from > date.min:
            since = look.say("administration.in_force", day=week.valid_from)
            lines.append(("", since))
        if next_week:
            lines.append(("", look.say("administration.follows", day=next_week.valid_from)))
        self.write(look.say("administration.hours_of", name=name), lines, not week.verified)


class DayCard(Card):
    put_asked = Signal()
    remove_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.put = KeyButton(look, "calendar", look.say("administration.put"), "D")
        self.put.clicked.connect(self.put_asked)
        self.remove = KeyButton(look, "trash-2", look.say("administration.remove_short"), "X")
        self.remove.clicked.connect(self.remove_asked)
        self.buttons.addWidget(self.put)
        self.buttons.addWidget(self.remove)
        self.buttons.addStretch(1)

    def show_day(self, day: Day) -> None:
        look = self.look
        kind = look.say(f"day_kind.{day.kind}")
        lines = [("", day.name)] if day.name else []
        lines.append((kind, look.hours(day.hours) or look.say("administration.closed")))
        self.write(title(look, day.date), lines, day.unverified)
