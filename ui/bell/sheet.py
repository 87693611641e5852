"""The alarms in words: Enter opens the case, D says that one knows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.bell.entry import Entry
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.parts.sheet import Sheet

IdRole = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 52


class BellSheet(Sheet):
    """Answers with the id of the case to be opened, or None."""

    seen = Signal(list)
    """Ids of the cases whose alarms the officer knows of now; empty: all of them."""

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(
            window, look, "bell-ring", look.say("bell.title"), look.say("bell.about"), "orange"
        )
        self.set_size(820, 520)
        self.list = QListWidget(objectName="alarms")
        self.list.setAccessibleName(look.say("bell.title"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(False)
        self.list.setIconSize(QSize(16, 16))
        self.list.itemDoubleClicked.connect(lambda _: self._open())
        self._nothing = label(look.say("bell.nothing"), "body", "text-2", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1)
        self._more = label("", "small", "text-2")
        self.foot.addWidget(self._more, 1)
        self._all = self._button("bell.all_known", "Shift D", "Shift+D", self._know_all)
        self._one = self._button("bell.known", "D", "D", self._know)
        self._go = self._button("bell.open", "⏎", "Return", self._open, "main")
        self.entries: list[Entry] = []

    def _button(
        self, key: str, cap: str, press: str, act: Callable[[], object], kind: str = "plain"
    ) -> KeyButton:
        made = KeyButton(self.look, "", self.look.say(key), cap, kind)
        made.clicked.connect(lambda: act())
        QShortcut(QKeySequence(press), self, act)
        self.foot.addWidget(made)
        return made

    def first_focus(self) -> QWidget:
        return self.list if self.entries else self.frame

    def show_entries(self, entries: Sequence[Entry], total: int) -> None:
        """`total` alarms there are; the chosen line stays chosen."""
        chosen, row = self._chosen(), self.list.currentRow()
        self.entries = list(entries)
        self.list.clear()
        for entry in entries:
            self.list.addItem(self._item(entry))
        ids = [entry.case_id for entry in entries]
        self.list.setCurrentRow(ids.index(chosen) if chosen in ids else max(0, row))
        self.list.setVisible(bool(entries))
        self._nothing.setVisible(not entries)
        rest = total > len(entries)
        words = self.look.say("bell.newest", n=len(entries), total=self.look.number(total))
        self._more.setText(words if rest else "")
        unseen = any(entry.is_unseen for entry in entries)
        self._all.setEnabled(unseen)
        self._one.setEnabled(unseen)
        self._go.setEnabled(bool(entries))

    def _item(self, entry: Entry) -> QListWidgetItem:
        item = QListWidgetItem(f"{entry.line}\n{entry.about}")
        item.setData(IdRole, entry.case_id)
        item.setToolTip(item.text())
        item.setSizeHint(QSize(0, ROW_HEIGHT))
        tone = "red" if entry.is_late or entry.is_duty else "orange"
        icon = "siren" if entry.is_duty else "bell-ring"
        if not entry.is_unseen:
            icon, tone = "bell", "text-3"
        item.setIcon(self.look.icon(icon, tone, 16))
        item.setForeground(self.look.colour("text" if entry.is_unseen else "text-2"))
        return item

    def _chosen(self) -> int:
        item = self.list.currentItem()
        return int(item.data(IdRole)) if item else 0

    def _open(self) -> None:
        if chosen := self._chosen():
            self.answer(chosen)

    def _know(self) -> None:
        if chosen := self._chosen():
            self.list.setCurrentRow(min(self.list.currentRow() + 1, self.list.count() - 1))
            self.seen.emit([chosen])

    def _know_all(self) -> None:
        self.seen.emit([])
