"""Hộp gửi: what was refused, what waits, what was sent from this machine today."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ihanoi_desk.client import outbox, refusals
from ihanoi_desk.client.outbox import Sent
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.store import Store
from ui.look.look import Look
from ui.look.tokens import size
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label, line
from ui.verbs import VERB_LOOKS


class OutboxPage(QWidget):
    case_asked = Signal(int)
    retry_asked = Signal()

    def __init__(self, store: Store, look: Look, clock: Callable[[], datetime]) -> None:
        super().__init__(objectName="page")
        self._store, self._look, self._clock = store, look, clock
        self._scroll = QScrollArea(widgetResizable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(line())
        column.addWidget(self._scroll, 1)

    def _head(self) -> QWidget:
        head = QWidget(objectName="surface")
        head.setFixedHeight(size("topbar"))
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(label(self._look.say("page.outbox"), "title"))
        row.addWidget(label(self._look.say("outbox.about"), "small", "text-2"), 1)
        now = KeyButton(self._look, "send", self._look.say("outbox.send_now"))
        now.clicked.connect(self.retry_asked)
        row.addWidget(now)
        return head

    def refresh(self) -> None:
        rows = outbox.pending_rows(self._store)
        refused = [row for row in rows if row.state == "refused"]
        waiting = [row for row in rows if row.state != "refused"]
        box = QWidget(objectName="scrolled")
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(6)
        self._section(column, "refused", "red", [self._refused(row) for row in refused])
        self._section(column, "waiting", "ochre", [self._waiting(row) for row in waiting])
        sent = [self._sent(row) for row in outbox.sent(self._store)]
        self._section(column, "sent", "green", sent)
        column.addStretch(1)
        self._scroll.setWidget(box)

    def _section(self, column: QVBoxLayout, name: str, tone: str, rows: list[QWidget]) -> None:
        title = self._look.say(f"outbox.{name}", n=len(rows))
        column.addWidget(label(title, "smallstrong", tone))
        for row in rows:
            column.addWidget(row)
        if not rows:
            column.addWidget(label(self._look.say(f"outbox.no_{name}"), "small", "text-3"))
        column.addSpacing(8)

    def _card(self, icon: str, tone: str, title: str, about: str) -> tuple[QFrame, QGridLayout]:
        card = QFrame(objectName="card")
        grid = QGridLayout(card)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.addWidget(icon_label(self._look, icon, tone, 16), 0, 0)
        grid.addWidget(label(title, "strong"), 0, 1)
        grid.addWidget(label(about, "small", "text-2", wrap=True), 1, 1)
        grid.setColumnStretch(1, 1)
        return card, grid

    def _title(self, verb: str, code: str) -> str:
        return f"{self._look.say(f'verb.{verb}')}  {code}"

    def _waiting(self, row: Pending) -> QWidget:
        about = self._look.say(f"outbox.state_{row.state}")
        title = self._title(row.action.verb, row.case_code)
        icon = VERB_LOOKS[row.action.verb].icon
        card, grid = self._card(icon, "ochre", title, about)
        grid.addWidget(label(self._look.clock(row.made_at, self._clock()), "small", "text-3"), 0, 2)
        if row.state == "waiting":
            undo = KeyButton(self._look, "undo-2", self._look.say("toast.undo"))
            undo.clicked.connect(lambda: self._undo(row))
            grid.addWidget(undo, 0, 3, 2, 1)
        return card

    def _refused(self, row: Pending) -> QWidget:
        title = self._title(row.action.verb, row.case_code)
        card, grid = self._card("circle-x", "red", title, row.why)
        typed = "\n".join(text for text in (row.action.text, row.action.note) if text)
        if typed:
            words = label(f"“{typed}”", "small", wrap=True)
            grid.addWidget(words, 2, 1)
        see = KeyButton(self._look, "external-link", self._look.say("outbox.open_case"))
        see.clicked.connect(lambda: self.case_asked.emit(row.action.case_id))
        drop = KeyButton(self._look, "trash-2", self._look.say("outbox.drop"), red=True)
        drop.clicked.connect(lambda: self._drop(row))
        grid.addWidget(see, 0, 2, 2, 1)
        grid.addWidget(drop, 0, 3, 2, 1)
        return card

    def _sent(self, row: Sent) -> QWidget:
        at = self._look.clock(row.at, self._clock())
        about = self._look.say("outbox.sent_at", at=at)
        card, _ = self._card("check", "green", self._title(row.verb, row.case_code), about)
        return card

    def _undo(self, row: Pending) -> None:
        outbox.undo(self._store, row.action.id)
        self.refresh()

    def _drop(self, row: Pending) -> None:
        refusals.drop(self._store, row.action.id, self._clock())
        self.refresh()
