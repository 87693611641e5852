"""One note for many cases: typed once, kept as a draft until it is sent."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ihanoi_desk.client import drafts
from ihanoi_desk.client.store import Store
from ui.bulk.actions import NOTE_DRAFT
from ui.dialogs.text_box import TextBox
from ui.dialogs.words import NOTE_LIMIT
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label
from ui.parts.later import later, no_later
from ui.parts.sheet import Sheet

SAVE_DELAY_MS = 300


class BulkNoteSheet(Sheet):
    """Answers with the text, or None when the officer left it for later."""

    def __init__(self, window: QWidget, look: Look, store: Store, count: int) -> None:
        super().__init__(window, look, "sticky-note", look.say("bulk.note_title", n=count))
        self.set_size(640, 340)
        self._store = store
        self._save = later(self, SAVE_DELAY_MS, self._keep)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(16, 12, 16, 12)
        self._text = TextBox(
            look, look.say("dialog.note"), look.say("dialog.note_hint"), NOTE_LIMIT
        )
        self._text.changed.connect(self._changed)
        column.addWidget(self._text)
        self.foot.addWidget(icon_label(look, "history", "text-3"))
        self.foot.addWidget(label(look.say("bulk.note_each"), "small", "text-2"), 1)
        leave = KeyButton(look, "", look.say("dialog.later"), "Esc")
        leave.clicked.connect(lambda: self.answer(None))
        self._send = KeyButton(look, "send", look.say("send.note"), "Ctrl ⏎", "main")
        self._send.clicked.connect(self._finish)
        self.foot.addWidget(leave)
        self.foot.addWidget(self._send)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._finish)
        draft = drafts.find(store, NOTE_DRAFT)
        self._text.set_text(str(draft["note"]) if draft else "")
        self._changed()

    def first_focus(self) -> QWidget:
        return self._text.edit

    def _changed(self) -> None:
        typed = self._text.text.strip()
        self._send.setEnabled(0 < len(typed) <= NOTE_LIMIT)
        no_later(self._save)

    def _finish(self) -> None:
        if self._send.isEnabled():
            self.answer(self._text.text.strip())

    def answer(self, value: object) -> None:
        """Close. The draft ends with the actions it becomes, see outbox.do_all."""
        self._save.stop()
        self._keep()
        super().answer(value)

    def _keep(self) -> None:
        if self._text.text.strip():
            drafts.keep(self._store, NOTE_DRAFT, {"note": self._text.text})
        else:
            drafts.forget(self._store, NOTE_DRAFT)
