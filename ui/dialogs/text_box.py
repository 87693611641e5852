"""A text field with its heading and a counter."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.labels import label
from ui.parts.wear import wear


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
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(label(title, "smallstrong", "text-2"))
        self.head.addWidget(label(hint, "small", "text-3"), 1)
        self.head.addWidget(self._counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.head)
        column.addWidget(self.edit, 1)
        self._typed()

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        self.edit.setPlainText(text)

    def _typed(self) -> None:
        length = len(self.text)
        over = length > self._limit
        self._counter.setText(f"{length}/{self._limit}")
        wear(self._counter, "tone", "red" if over else "text-3")
        self.changed.emit()
