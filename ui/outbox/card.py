"""The frame of a detail in the outbox: head, scrolled body, foot with the ways on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ihanoi_desk.domain.cases import Case
from ui.look.look import Look
from ui.look.states import STATE_MARKS, URGENCY_MARKS
from ui.outbox.entries import Entry
from ui.parts.key_button import KeyButton
from ui.parts.labels import badge, icon_label, label, line
from ui.parts.tall import Tall


class Card(QWidget):
    """A subclass fills `body` and `foot`. `enter` is what the Enter key does."""

    case_asked = Signal(int)
    photo_asked = Signal(object, int)
    """Case code, attachments, position."""
    undo_asked = Signal(str)
    """The id of an action to take back."""
    copied = Signal()
    decided = Signal(object)
    """A Decision about a refused action."""

    def __init__(self, look: Look) -> None:
        super().__init__(objectName="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.look = look
        self.head = QVBoxLayout()
        self.head.setContentsMargins(20, 12, 20, 12)
        self.head.setSpacing(6)
        box = Tall(objectName="scrolled")
        self.body = QVBoxLayout(box)
        self.body.setContentsMargins(20, 12, 20, 12)
        self.body.setSpacing(8)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(box)
        below = QWidget(objectName="surface2")
        below.setFixedHeight(48)
        self.foot = QHBoxLayout(below)
        self.foot.setContentsMargins(20, 0, 20, 0)
        self.foot.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(line())
        column.addWidget(scroll, 1)
        column.addWidget(line())
        column.addWidget(below)

    def enter(self) -> None:
        """Nothing to decide here."""

    def choose(self, number: int) -> None:
        """Nothing to choose from here."""

    def take_back(self) -> None:
        """Nothing to take back here."""

    def tick(self, entry: Entry) -> None:
        """A second passed; `entry` is the line as it is now."""

    def show_head(self, icon: str, tone: str, title: str, case: Case | None, *about: str) -> None:
        """The title with what the case is, and sentences under it; the last one stands out."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_label(self.look, icon, tone, 18))
        row.addWidget(label(title, "lead"), 1)
        if case:
            row.addWidget(
                badge(self.look, STATE_MARKS[case.state], self.look.say(f"state.{case.state}"))
            )
            level = URGENCY_MARKS[case.urgency]
            if level:
                row.addWidget(badge(self.look, level, self.look.say(f"urgency.{case.urgency}")))
        self.head.addLayout(row)
        for number, text in enumerate(about):
            kind = "strong" if number and number == len(about) - 1 else "body"
            self.head.addWidget(label(text, kind, "" if kind == "strong" else "text-2", wrap=True))

    def add_open_case(self, case_id: int) -> None:
        """The way to the case itself."""
        see = KeyButton(self.look, "external-link", self.look.say("outbox.open_case"), "O")
        see.clicked.connect(lambda: self.case_asked.emit(case_id))
        self.foot.addWidget(see)
