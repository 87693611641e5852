"""An action given up: what was typed for it, kept for a week to be copied."""

from PySide6.QtGui import QGuiApplication

from ihanoi_desk.client.dropped import Dropped
from ihanoi_desk.domain.catalogue import Catalogue
from ui.look.look import Look
from ui.outbox.card import Card
from ui.outbox.entries import Entry
from ui.outbox.versions import facts_of, words_of
from ui.outbox.words import EntryWords
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label


class DroppedCard(Card):
    def __init__(self, look: Look, entry: Entry, words: EntryWords, catalogue: Catalogue) -> None:
        super().__init__(look)
        assert isinstance(entry.row, Dropped)
        doc = words.doc(entry.case_id)
        title = f"{words.title(entry)} · {words.code(entry)}"
        about = look.say("outbox.dropped_about", at=words.time(entry))
        self.show_head("trash-2", "text-2", title, doc.case if doc else None, about)
        for fact in facts_of(look, entry.row.action, entry.row.case_code, catalogue):
            self.body.addWidget(label(fact, "body", wrap=True))
        self._typed = words_of(entry.row.action)
        self.body.addWidget(label(f"“{self._typed}”", wrap=True))
        self.body.addStretch(1)
        self.foot.addWidget(icon_label(look, "history", "text-3"))
        self.foot.addWidget(label(words.fate(entry).text, "small", "text-2"), 1)
        if doc:
            self.add_open_case(entry.case_id)
        copy = KeyButton(look, "copy", look.say("offer.copy_do"), "⏎", "main")
        copy.clicked.connect(self.enter)
        self.foot.addWidget(copy)

    def enter(self) -> None:
        QGuiApplication.clipboard().setText(self._typed)
        self.copied.emit()
