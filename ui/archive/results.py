"""What an archive search found, newest first, and how it stands: asking, none, no connection."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ihanoi_desk.domain.wire import CaseDoc
from ui.archive.row import CaseDelegate
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.parts.wear import wear

DocRole = Qt.ItemDataRole.UserRole + 1


class Results(QWidget):
    picked = Signal(object)
    more_asked = Signal()
    cancelled = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.list = QListWidget()
        self.list.setAccessibleName(look.say("archive.found_list"))
        self.list.setItemDelegate(CaseDelegate(look, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._pick)
        self.more = KeyButton(look, "chevron-down", look.say("archive.more"))
        self.more.clicked.connect(self.more_asked)
        self.cancel = KeyButton(look, "x", look.say("archive.cancel"))
        self.cancel.clicked.connect(self.cancelled)
        self._says = label("", "small", "text-2", wrap=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 8)
        foot.addWidget(self._says, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.cancel.hide()
        self.more.hide()

    def clear(self) -> None:
        self.list.clear()
        self.more.hide()

    def add(self, docs: Sequence[CaseDoc], is_more: bool) -> None:
        """Put these below; `is_more`: the server has further ones."""
        for doc in docs:
            item = QListWidgetItem(f"{doc.case.code} {doc.case.title or doc.case.content}")
            item.setData(DocRole, doc)
            self.list.addItem(item)
        self.more.setVisible(is_more)
        count = self.list.count()
        key = "found_more" if is_more else "found" if count else "found_none"
        self.say(self._look.say(f"archive.{key}", n=count))
        if count and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def say(self, text: str, tone: str = "text-2") -> None:
        self._says.setText(text)
        wear(self._says, "tone", tone)

    @property
    def said(self) -> str:
        return self._says.text()

    def show_asking(self, on: bool) -> None:
        self.cancel.setVisible(on)
        if on:
            self.more.hide()
            self.say(self._look.say("archive.asking"))

    def _pick(self, item: QListWidgetItem | None) -> None:
        self.picked.emit(item.data(DocRole) if item else None)
