"""A line that waits: what will be sent, why it waits, and the way back while there is one."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ihanoi_desk.client.pending import WAITING, Pending
from ihanoi_desk.domain.catalogue import Catalogue
from ui.look.look import Look
from ui.outbox.card import Card
from ui.outbox.entries import Entry
from ui.outbox.told import will_tell
from ui.outbox.versions import facts_of, words_of
from ui.outbox.words import EntryWords
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label


class WaitingCard(Card):
    def __init__(
        self,
        look: Look,
        entry: Entry,
        words: EntryWords,
        catalogue: Catalogue,
    ) -> None:
        super().__init__(look)
        assert isinstance(entry.row, Pending)
        self._key, self._words = entry.key, words
        action = entry.row.action
        doc = words.doc(entry.case_id)
        title = f"{words.title(entry)} · {words.code(entry)}"
        self.show_head("upload", "ochre", title, doc.case if doc else None)
        self._why = label("", "body", "text-2", wrap=True)
        self.head.addWidget(self._why)
        typed = words_of(action)
        for fact in facts_of(look, action, entry.row.case_code, catalogue):
            self.body.addWidget(label(fact, "body", wrap=True))
        if typed:
            self.body.addWidget(label(look.say("outbox.will_send"), "smallstrong", "text-2"))
            self.body.addWidget(label(f"“{typed}”", wrap=True))
        self._files = QVBoxLayout()
        self.body.addLayout(self._files)
        step = next((row for row in doc.steps if row.id == entry.key), None) if doc else None
        notice = will_tell(look, step, words.code(entry), catalogue) if step else None
        self.body.addWidget(label(look.say("outbox.citizen_will_read"), "smallstrong", "text-2"))
        self.body.addWidget(
            notice or label(look.say("outbox.citizen_not_told"), "small", "text-3", wrap=True)
        )
        self.body.addStretch(1)
        self.foot.addWidget(icon_label(look, "history", "text-3"))
        self.foot.addWidget(label(look.say("outbox.undo_takes_later"), "small", "text-2"), 1)
        self.add_open_case(entry.case_id)
        self._undo = KeyButton(look, "undo-2", look.say("toast.undo"), "Z", "main")
        self._undo.clicked.connect(self.take_back)
        self.foot.addWidget(self._undo)
        self.tick(entry)

    def add_photos(self, photos: QWidget | None) -> None:
        if photos:
            self._files.addWidget(photos)

    def tick(self, entry: Entry) -> None:
        """Say again why it waits: seconds pass, the network comes and goes."""
        here = isinstance(entry.row, Pending) and entry.row.state == WAITING
        why = self._words.why(entry)
        self._why.setText(self.look.say(f"outbox.{'why' if here else 'why_left'}", why=why))
        self._undo.setEnabled(here)

    def take_back(self) -> None:
        if self._undo.isEnabled():
            self.undo_asked.emit(self._key)
