"""What an archive search asks for: words, kind, the days between which it was filed."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ihanoi_desk.domain.kinds import KINDS
from ui.look.look import Look
from ui.parts.day_field import DayField
from ui.parts.drop_list import DropList
from ui.parts.key_button import KeyButton
from ui.parts.labels import label

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Question:
    text: str = ""
    kind: str = ""
    filed_from: date | None = None
    filed_to: date | None = None


class QuestionFields(QWidget):
    asked = Signal()

    def __init__(self, look: Look, words: str, kind: str, today: date) -> None:
        super().__init__()
        self.words = QLineEdit(words, placeholderText=look.say("archive.words"))
        self.words.setAccessibleName(look.say("archive.words"))
        self.words.returnPressed.connect(self.asked)
        self._kind = DropList(look)
        self._kind.setMinimumWidth(130)
        self._kind.setAccessibleName(look.say("archive.kind"))
        self._kind.addItem(look.say("archive.any_kind"), "")
        for code in KINDS:
            self._kind.addItem(look.say(f"page.{code}"), code)
        self._kind.setCurrentIndex(max(0, self._kind.findData(kind)))
        self._from = _day(look, look.say("archive.from"), today - A_YEAR)
        self._to = _day(look, look.say("archive.to"), today)
        self._ask = KeyButton(look, "search", look.say("archive.ask"), "⏎", "main")
        self._ask.clicked.connect(self.asked)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.words, 1)
        first.addWidget(self._ask)
        second.setSpacing(8)
        second.addWidget(self._kind)
        second.addWidget(label(look.say("archive.from"), "small", "text-2"))
        second.addWidget(self._from)
        second.addWidget(label(look.say("archive.to"), "small", "text-2"))
        second.addWidget(self._to)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)

    @property
    def question(self) -> Question:
        return Question(
            text=self.words.text().strip(),
            kind=str(self._kind.currentData()),
            filed_from=self._from.day,
            filed_to=self._to.day,
        )

    def allow(self, on: bool, why_not: str = "") -> None:
        self._ask.setEnabled(on)
        self._ask.setToolTip("" if on else why_not)


def _day(look: Look, name: str, day: date) -> DayField:
    field = DayField(look, day)
    field.setAccessibleName(name)
    return field
