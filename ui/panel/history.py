"""Under the report: what happened, what was written, what was corrected – one at a time."""

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ihanoi_desk.client.cases import Shown
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.thread import edits, messages
from ui.look.look import Look
from ui.panel.thread import Thread
from ui.panel.timeline import Timeline
from ui.parts.labels import label

TABS = ("history", "messages", "edits")


class History(QWidget):
    """`turned` says which tab was chosen, so that it is still open at the next case."""

    turned = Signal(str)

    def __init__(self, look: Look, shown: Shown, catalogue: Catalogue, now: datetime) -> None:
        """Nothing is open until `draw`."""
        super().__init__()
        self._look, self._shown, self._catalogue, self._now = look, shown, catalogue, now
        self._written = messages(shown.doc.steps)
        self._edits = edits(shown.doc.steps)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 12)
        self._column.setSpacing(6)
        self._tabs: dict[str, QPushButton] = {}
        self._column.addLayout(self._head())
        self._body: QWidget | None = None

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        group = QButtonGroup(self)
        counts = {"messages": len(self._written), "edits": len(self._edits)}
        for position, name in enumerate(TABS):
            count = f" {counts[name]}" if counts.get(name) else ""
            button = QPushButton(self._look.say(f"panel.{name}") + count, checkable=True)
            button.setProperty("look", "tab")
            button.setShortcut(QKeySequence(f"Ctrl+Shift+{position + 1}"))
            button.clicked.connect(lambda _=False, name=name: self._turn(name))
            group.addButton(button)
            row.addWidget(button)
            self._tabs[name] = button
        row.addStretch(1)
        self._order = label("", "small", "text-3")
        row.addWidget(self._order)
        return row

    def _turn(self, tab: str) -> None:
        for _ in self.draw(tab):
            pass
        self.turned.emit(tab)

    def draw(self, tab: str) -> Iterator[None]:
        """Open `tab`; each turn draws some of it."""
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.deleteLater()
        self._tabs[tab].setChecked(True)
        makers: dict[str, Callable[[], QWidget]] = {
            "history": self._timeline,
            "messages": self._thread,
            "edits": self._corrections,
        }
        body = self._body = makers[tab]()
        self._column.addWidget(body)
        order = "oldest_first" if tab == "messages" else "newest_first"
        self._order.setText(self._look.say(f"panel.{order}"))
        if isinstance(body, Timeline):
            for _ in body.draw():
                yield
                if self._body is not body:
                    return  # another tab was opened meanwhile

    def _timeline(self) -> QWidget:
        shown = self._shown
        return Timeline(self._look, shown.doc, shown.pending, self._catalogue, self._now)

    def _thread(self) -> QWidget:
        waiting = {row.action.id for row in self._shown.pending}
        return Thread(self._look, self._shown.doc, self._written, waiting, self._now)

    def _corrections(self) -> QWidget:
        if not self._edits:
            return label(self._look.say("panel.no_edits"), "small", "text-3", wrap=True)
        shown = self._shown
        return Timeline(
            self._look, shown.doc, shown.pending, self._catalogue, self._now, steps=self._edits
        )
