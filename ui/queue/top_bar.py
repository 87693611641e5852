"""The bar over a queue: where we are, and the search field."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.archive.button import ArchiveButton
from ui.look.look import Look
from ui.look.tokens import size
from ui.parts.labels import icon_label, label


class TopBar(QWidget):
    typed = Signal()
    archive_asked = Signal()

    def __init__(self, look: Look, kind: str) -> None:
        super().__init__(objectName="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(size("topbar"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(label(look.say(f"page.{kind}"), "title"))
        row.addSpacing(8)
        row.addWidget(icon_label(look, "landmark", "text-2"))
        self._unit = label("", "body", "text-2")
        row.addWidget(self._unit)
        row.addStretch(1)
        self._search = QLineEdit(placeholderText=look.say("queue.search"), clearButtonEnabled=True)
        self._search.setFixedWidth(300)
        self._search.setAccessibleName(look.say("queue.search"))
        lens = QAction(look.icon("search", "text-3"), "", self._search)
        self._search.addAction(lens, QLineEdit.ActionPosition.LeadingPosition)
        self._search.textChanged.connect(lambda _: self.typed.emit())
        row.addWidget(self._search)
        self._archive = ArchiveButton(look, short=True)
        self._archive.clicked.connect(self.archive_asked)
        row.addWidget(self._archive)

    @property
    def text(self) -> str:
        return self._search.text().strip()

    def show_online(self, online: bool) -> None:
        self._archive.show_online(online)

    def show_unit(self, name: str) -> None:
        self._unit.setText(name)

    def focus_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def clear(self) -> None:
        self._search.clear()
