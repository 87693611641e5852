"""Hộp gửi: every action of this machine at the left, the one the officer stands on at the right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ihanoi_desk.client import outbox, refusals
from ihanoi_desk.client.refusals import Way
from ihanoi_desk.client.store import Changed
from ihanoi_desk.client.sync import SyncStatus
from ihanoi_desk.client.waiting import Waiting
from ihanoi_desk.domain.refusals import Refused
from ui.look.tokens import size
from ui.outbox.card import Card
from ui.outbox.details import Details
from ui.outbox.entries import Entry
from ui.outbox.list import OutboxList, OutboxModel
from ui.outbox.nothing import NothingHere
from ui.outbox.refused import Decision
from ui.outbox.versions import words_of
from ui.outbox.words import EntryWords
from ui.parts.key_button import KeyButton
from ui.parts.labels import label, line
from ui.parts.later import later
from ui.parts.toast import Toast
from ui.refusal import sentence
from ui.workplace import Workplace

LIST_WIDTH = 400
TICK_MS = 1000
REFRESH_DELAY_MS = 40
CHOICES = 4


class OutboxPage(QWidget):
    case_asked = Signal(int)
    retry_asked = Signal()
    photo_asked = Signal(object, int)
    left = Signal()
    """Esc: back to where the officer came from."""

    def __init__(self, workplace: Workplace, waiting: Callable[[], list[Waiting]]) -> None:
        super().__init__(objectName="page")
        self._workplace = workplace
        look = workplace.look
        self._words = EntryWords(workplace.store, workplace.me, look, workplace.clock)
        self._details = Details(workplace, self._words)
        self._shown: object = None
        self._model = OutboxModel(workplace, self._words, waiting)
        self.list = OutboxList(self._model, self._words, look)
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.picked.connect(self._show_entry)
        self.list.undo_pressed.connect(lambda entry: self._take_back(entry.key))
        self._nothing = NothingHere(look)
        self._right = QStackedWidget()
        self._both = QWidget()
        row = QHBoxLayout(self._both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(line(vertical=True))
        row.addWidget(self._right, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._both)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(line())
        column.addWidget(self._stack, 1)
        self.toast = Toast(self, look)
        self._refresh_later = later(self, REFRESH_DELAY_MS, self.refresh)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._add_keys()

    def _head(self) -> QWidget:
        look = self._workplace.look
        head = QWidget(objectName="surface")
        head.setFixedHeight(size("topbar"))
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(label(look.say("page.outbox"), "title"))
        row.addWidget(label(look.say("outbox.about"), "small", "text-2"), 1)
        now = KeyButton(look, "send", look.say("outbox.send_now"), "F5")
        now.clicked.connect(self.retry_asked)
        row.addWidget(now)
        return head

    def _add_keys(self) -> None:
        for key, by in (("J", 1), ("K", -1)):
            self._key(key, partial(self.list.step, by))
        for number in range(1, CHOICES + 1):
            self._key(str(number), partial(self._press, number))
        for key in ("Return", "Enter"):
            self._key(key, self._enter)
        self._key("Z", self._undo)
        self._key("O", self._open_case)
        self._key("F5", self.retry_asked.emit)
        self._key("Escape", self.left.emit)

    def _key(self, key: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self, act)

    # --- showing -------------------------------------------------------------------------------

    def open(self) -> None:
        """The page comes to the front."""
        self.list.begin()
        self._show_whether_any()
        self.list.setFocus()
        self._timer.start()

    def changed(self, change: Changed) -> None:
        """Data changed: read again, a moment later so that a burst costs one reading."""
        if self.isVisible():
            self._refresh_later.start()

    def show_status(self, status: SyncStatus) -> None:
        """The way to the server changed, and with it perhaps why things wait."""
        self.tick()

    def refresh(self) -> None:
        self.list.refresh()
        self._show_whether_any()

    def _show_whether_any(self) -> None:
        self._stack.setCurrentWidget(self._both if self.list.entry else self._nothing)

    def rest(self) -> None:
        """Read nothing more by itself: the data is about to be let go."""
        self._timer.stop()
        self._refresh_later.stop()

    def tick(self) -> None:
        """A second passed: say again why things wait."""
        if not self.isVisible():
            self._timer.stop()
        elif not self._model.look_at_waiting():
            self.refresh()
        else:
            self.list.viewport().update()
            entry = self.list.entry
            if self.card and entry:
                self.card.tick(entry)

    @property
    def card(self) -> Card | None:
        """The detail of the line the officer stands on."""
        card = self._right.currentWidget()
        return card if isinstance(card, Card) and self.list.entry else None

    def _show_entry(self, entry: Entry | None) -> None:
        """Draw the line's card; one that would look the same stays, with what was chosen on it."""
        facts = self._details.facts(entry) if entry else None
        if facts == self._shown and facts is not None:
            return
        self._shown = facts
        before = self._right.currentWidget()
        if entry:
            card = self._details.card(entry)
            card.case_asked.connect(self.case_asked)
            card.photo_asked.connect(self.photo_asked)
            card.decided.connect(self._decide)
            card.undo_asked.connect(self._take_back)
            card.copied.connect(partial(self._say_done, Way.COPY))
            self._right.addWidget(card)
            self._right.setCurrentWidget(card)
        if before:
            self._right.removeWidget(before)
            before.deleteLater()

    # --- acting --------------------------------------------------------------------------------

    def _press(self, number: int) -> None:
        if self.card:
            self.card.choose(number)

    def _enter(self) -> None:
        if self.card:
            self.card.enter()

    def _undo(self) -> None:
        if self.card:
            self.card.take_back()

    def _open_case(self) -> None:
        entry = self.list.entry
        if entry and self._words.doc(entry.case_id):
            self.case_asked.emit(entry.case_id)

    def _take_back(self, action_id: str) -> None:
        key = "undone" if outbox.undo(self._workplace.store, action_id) else "too_late"
        tone = "accent" if key == "undone" else "red"
        self.toast.tell("undo-2", tone, self._workplace.look.say(f"toast.{key}"))

    def _decide(self, decision: Decision) -> None:
        place = self._workplace
        try:
            self._carry_out(decision)
        except Refused as refusal:
            self.toast.tell("ban", "red", sentence(place.look, refusal))
        else:
            self._say_done(decision.way)

    def _say_done(self, way: Way) -> None:
        words = self._workplace.look.say(f"offer.{way}_done")
        self.toast.tell("check", "accent", words)

    def _carry_out(self, decision: Decision) -> None:
        """Raises Refused when the rules no longer allow it; what was typed then stays here."""
        place, refusal = self._workplace, decision.refusal
        now, along = place.clock(), decision.with_fallen
        match decision.way:
            case Way.COPY:
                texts = [words_of(row.action) for row in (refusal.mine, *refusal.fallen)]
                QGuiApplication.clipboard().setText("\n\n".join(filter(None, texts)))
            case Way.DROP:
                refusals.drop(place.store, refusal.mine.action.id, now)
            case Way.AGAIN:
                refusals.send_again(place.store, refusal, place.me, now, place.undo, along)
            case Way.AS_NOTE:
                refusals.send_as_note(place.store, refusal, place.me, now, place.undo, along)
