"""A refused action: both versions side by side, and what the officer wants done with theirs."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout

from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.refusals import Refusal, Way
from ui.look.look import Look
from ui.outbox.card import Card
from ui.outbox.offers import ICONS, has_words, offers
from ui.outbox.versions import SideCard, words_of
from ui.parts.check_box import CheckBox
from ui.parts.choices import Choices
from ui.parts.key_button import KeyButton
from ui.parts.labels import elided, icon_label, label

CHOICE_HEIGHT = 54


@dataclass(frozen=True, slots=True)
class Decision:
    """What the officer wants done with `refusal`, and whether what fell goes along."""

    refusal: Refusal
    way: Way
    with_fallen: bool


class RefusedCard(Card):
    def __init__(self, look: Look, refusal: Refusal) -> None:
        super().__init__(look)
        self._refusal, mine = refusal, refusal.mine
        self._show_head()
        self._sides = QHBoxLayout()
        self._sides.setSpacing(12)
        self.body.addLayout(self._sides)
        self.body.addWidget(label(look.say("outbox.what_now"), "smallstrong", "text-2"))
        self._choices = Choices(look, look.say("outbox.what_now"), dots=True)
        self._choices.offer(offers(look, refusal), refusal.ways[0])
        self._choices.setFixedHeight(CHOICE_HEIGHT * len(refusal.ways))
        self._choices.picked.connect(self._pick)
        self.body.addWidget(self._choices)
        fallen = "; ".join(self._what(row) for row in refusal.fallen)
        self._along = CheckBox(look, look.say("outbox.along", what=fallen))
        self._along.setChecked(True)
        self._left_behind = label(look.say("outbox.falls_too", what=fallen), "small", wrap=True)
        self.body.addWidget(self._along)
        self.body.addWidget(self._left_behind)
        self.body.addStretch(1)
        self.foot.addWidget(icon_label(look, "info", "text-3"))
        self.foot.addWidget(label(look.say("outbox.only_in_force"), "small", "text-2"), 1)
        if refusal.doc:
            self.add_open_case(mine.action.case_id)
        self._main = KeyButton(look, "send", "", "⏎", "main")
        self._main.clicked.connect(self.enter)
        self.foot.addWidget(self._main)
        self._pick(refusal.ways[0])

    def _show_head(self) -> None:
        look, refusal = self.look, self._refusal
        key = "conflict" if refusal.decided else "not_taken_title"
        title = look.say(f"outbox.{key}", code=refusal.mine.case_code)
        about = [refusal.mine.why]
        if refusal.doc is None:
            about.append(look.say("outbox.case_elsewhere"))
        if has_words(refusal):
            about.append(look.say("outbox.words_kept"))
        case = refusal.doc.case if refusal.doc else None
        self.show_head("git-compare-arrows", "red", title, case, *about)

    def _what(self, row: Pending) -> str:
        words = elided(words_of(row.action), 60)
        verb = self.look.say(f"verb.{row.action.verb}")
        return f"{verb} “{words}”" if words else verb

    def _pick(self, choice: object) -> None:
        self._way = Way(str(choice))
        follow = self._way in self._refusal.following
        self._along.setVisible(follow)
        goes = self._way is not Way.COPY
        self._left_behind.setVisible(bool(self._refusal.fallen) and goes and not follow)
        self._main.setText(self.look.say(f"offer.{self._way}_do"))
        self._main.set_icon(ICONS[self._way])
        self._main.set_kind("danger" if self._way is Way.DROP else "main")

    def add_side(self, side: SideCard) -> None:
        """Mine first, then what is in force."""
        self._sides.addWidget(side, 1)

    @property
    def ways(self) -> tuple[Way, ...]:
        """What is offered, in the order of the number keys."""
        return self._refusal.ways

    def choose(self, number: int) -> None:
        self._choices.press(number)

    def enter(self) -> None:
        along = self._way in self._refusal.following and self._along.isChecked()
        self.decided.emit(Decision(self._refusal, self._way, along))
