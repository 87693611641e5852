"""A text field with its heading, a counter and the ready sentences that fit."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.labels import elided, label


class TextBox(QWidget):
    changed = Signal()

    def __init__(self, look: Look, title: str, hint: str, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self._look = look
        self.edit = QPlainTextEdit(tabChangesFocus=True)
        self.edit.setAccessibleName(title)
        self.edit.textChanged.connect(self._typed)
        self._counter = label("", "caption")
        self._templates = QPushButton(look.say("dialog.templates"))
        self._templates.setProperty("look", "link")
        self._templates.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(title, "smallstrong", "text-2"))
        head.addWidget(label(hint, "small", "text-3"), 1)
        head.addWidget(self._templates)
        head.addWidget(self._counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.edit, 1)
        self._typed()

    def offer(self, sentences: Sequence[str]) -> None:
        """Ready sentences; picking one replaces the text."""
        menu = QMenu(self)
        for position, sentence in enumerate(sentences):
            action = menu.addAction(f"{position + 1}. {elided(sentence, 80)}")
            action.triggered.connect(lambda _=False, text=sentence: self.set_text(text))
        self._templates.setMenu(menu)
        self._templates.setVisible(bool(sentences))

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        self.edit.setPlainText(text)

    def _typed(self) -> None:
        length = len(self.text)
        over = length > self._limit
        self._counter.setText(f"{length}/{self._limit}")
        self._counter.setProperty("tone", "red" if over else "text-3")
        self._counter.style().unpolish(self._counter)
        self._counter.style().polish(self._counter)
        self.changed.emit()
