"""A refused action: both versions side by side, and what the officer wants done with theirs."""

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from ihanoi_desk.client.pending import Pending
from ihanoi_desk.domain.cases import Step
from ihanoi_desk.domain.wire import CaseDoc
from ui.look.look import Look
from ui.outbox.card import Card
from ui.outbox.offers import AGAIN, COPY, DROP, NOTE
from ui.outbox.versions import SideCard, words_of
from ui.parts.choices import Choice, Choices
from ui.parts.key_button import KeyButton
from ui.parts.labels import elided, icon_label, label

CHOICE_HEIGHT = 54
ICONS = {AGAIN: "send", NOTE: "sticky-note", COPY: "copy", DROP: "trash-2"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the officer wants: `choice` of offers.py, for `row`; `fallen` go the same way."""

    choice: str
    row: Pending
    fallen: tuple[Pending, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A refused action with those that fell with it, the case now, and what stands instead."""

    row: Pending
    fallen: tuple[Pending, ...]
    doc: CaseDoc | None
    theirs: Step | None
    may_again: bool


class RefusedCard(Card):
    def __init__(
        self,
        look: Look,
        conflict: Conflict,
        choices: list[Choice],
    ) -> None:
        super().__init__(look)
        row, doc = conflict.row, conflict.doc
        self._conflict, self.choices = conflict, choices
        key = "conflict" if conflict.theirs else "not_taken_title"
        title = look.say(f"outbox.{key}", code=row.case_code)
        kept = look.say("outbox.words_kept") if words_of(row.action) else ""
        about = [text for text in (row.why, kept) if text]
        self.show_head("git-compare-arrows", "red", title, doc.case if doc else None, *about)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(12)
        self.body.addLayout(self._sides)
        self.body.addWidget(label(look.say("outbox.what_now"), "smallstrong", "text-2"))
        self._offer = Choices(look, look.say("outbox.what_now"), dots=True)
        self._offer.offer(choices, choices[0].value)
        self._offer.setFixedHeight(CHOICE_HEIGHT * len(choices))
        self._offer.picked.connect(self._pick)
        self.body.addWidget(self._offer)
        self._along = [self._fallen_box(entry) for entry in conflict.fallen]
        for box in self._along:
            self.body.addWidget(box)
        self.body.addStretch(1)
        self.foot.addWidget(icon_label(look, "info", "text-3"))
        self.foot.addWidget(label(look.say("outbox.both_logged"), "small", "text-2"), 1)
        if doc:
            self.add_open_case(row.action.case_id)
        self._main = KeyButton(look, "send", "", "⏎", "main")
        self._main.clicked.connect(self.enter)
        self.foot.addWidget(self._main)
        self._pick(choices[0].value)

    def _fallen_box(self, row: Pending) -> QCheckBox:
        typed = elided(words_of(row.action), 70)
        verb = self.look.say(f"verb.{row.action.verb}")
        what = f"{verb}: “{typed}”" if typed else verb
        box = QCheckBox(self.look.say("outbox.along", what=what))
        box.setChecked(True)
        return box

    def _pick(self, choice: object) -> None:
        self._choice = str(choice)
        self._main.setText(self.look.say(f"offer.{self._choice}_do"))
        self._main.set_icon(ICONS[self._choice])
        self._main.set_kind("danger" if self._choice == DROP else "main")
        for box in self._along:
            box.setVisible(self._choice in (AGAIN, NOTE))

    def add_side(self, side: SideCard) -> None:
        """Mine first, then what is in force."""
        self._sides.addWidget(side, 1)

    def choose(self, number: int) -> None:
        self._offer.press(number)

    def enter(self) -> None:
        along = tuple(
            row
            for row, box in zip(self._conflict.fallen, self._along, strict=True)
            if box.isChecked()
        )
        self.decided.emit(Decision(self._choice, self._conflict.row, along))
