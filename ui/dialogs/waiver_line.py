"""Không có ảnh vì…: why a result comes without a picture or document; gone when there is one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.labels import label

MOST = 300


class WaiverLine(QWidget):
    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.edit = QLineEdit(maxLength=MOST)
        self.edit.setPlaceholderText(look.say("resolve.waiver_hint"))
        self.edit.setAccessibleName(look.say("resolve.waiver"))
        self.edit.textChanged.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(look.say("resolve.waiver"), "smallstrong", "text-2"))
        column.addWidget(self.edit)

    @property
    def text(self) -> str:
        return self.edit.text().strip()
