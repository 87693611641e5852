"""Short facts, one line each: icon and words; alone under a choice or together on a card."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.labels import icon_label, label, unverified


@dataclass(frozen=True, slots=True)
class Fact:
    """`tone` is the colour token of the icon; `doubtful` wears the mark "chưa xác minh"."""

    icon: str
    tone: str
    text: str
    doubtful: bool = False


class FactsCard(QFrame):
    """`show_facts` draws it anew; without any it is not there."""

    def __init__(self, look: Look, facts: Iterable[Fact] = (), ground: str = "basis") -> None:
        super().__init__(objectName=ground)
        self._look = look
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(6)
        self._facts: tuple[Fact, ...] | None = None
        self.show_facts(facts)

    def show_facts(self, facts: Iterable[Fact]) -> None:
        shown = tuple(facts)
        if shown == self._facts:
            return
        self._facts = shown
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for fact in shown:
            row = QWidget()
            row.setLayout(fact_row(self._look, fact))
            self._rows.append(row)
            self._column.addWidget(row)
        # Made visible before it lies in a window, it would be a window of its own.
        if self.parentWidget() or not shown:
            self.setVisible(bool(shown))
        self.setAccessibleName(". ".join(fact.text for fact in shown))


def fact_row(look: Look, fact: Fact) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    top = Qt.AlignmentFlag.AlignTop
    row.addWidget(icon_label(look, fact.icon, fact.tone, 13), 0, top)
    row.addWidget(label(fact.text, "small", "text-2", wrap=True), 1)
    if fact.doubtful:
        row.addWidget(unverified(look), 0, top)
    return row
