"""The list of the outbox: a Qt model over its lines and the view that steps through them."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView

from ihanoi_desk.client.waiting import Waiting
from ui.look.look import Look
from ui.outbox.delegate import EntryDelegate, EntryRole
from ui.outbox.entries import Entry, entries
from ui.outbox.words import EntryWords
from ui.workplace import Workplace

Index = QModelIndex | QPersistentModelIndex
ASKING = ("refused", "waiting")
"""Sections whose lines an officer may come back to."""


class OutboxModel(QAbstractListModel):
    def __init__(
        self, workplace: Workplace, words: EntryWords, waiting: Callable[[], list[Waiting]]
    ) -> None:
        super().__init__()
        self._workplace, self._words, self._waiting = workplace, words, waiting
        self.entries: list[Entry] = []

    def read(self) -> None:
        place = self._workplace
        self.beginResetModel()
        self._words.forget()
        self.entries = entries(place.store, place.me, place.clock(), self._waiting())
        self.endResetModel()

    def look_at_waiting(self) -> bool:
        """Take in the reasons as they are now; False when other rows wait than before."""
        now = {row.pending.action.id: row for row in self._waiting()}
        waiting = [at for at, row in enumerate(self.entries) if row.why]
        if {self.entries[at].key for at in waiting} != set(now):
            return False
        for at in waiting:
            row = now[self.entries[at].key]
            self.entries[at] = replace(self.entries[at], row=row.pending, why=row.why)
        return True

    def position(self, key: str) -> int | None:
        return next((at for at, row in enumerate(self.entries) if key and row.key == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.entries[index.row()].row is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == EntryRole:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words.said(entry)
        return None


class OutboxList(QListView):
    picked = Signal(object)
    """The Entry the officer stands on; None when the list is empty."""
    undo_pressed = Signal(object)

    def __init__(self, model: OutboxModel, words: EntryWords, look: Look) -> None:
        super().__init__()
        self._rows = model
        self._key = ""
        self._at = 0
        self.setModel(model)
        self._delegate = EntryDelegate(look, words)
        self._delegate.undo_pressed.connect(self.undo_pressed)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(look.say("outbox.list"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)

    @property
    def entry(self) -> Entry | None:
        here = self.currentIndex().row()
        return self._rows.entries[here] if 0 <= here < len(self._rows.entries) else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        entry = self.entry
        if entry and entry.row:
            self._key, self._at = entry.key, current.row()
            self.picked.emit(entry)

    def begin(self) -> None:
        """Read, and stand on what was left undecided or else on the most pressing line."""
        self._rows.read()
        at = self._rows.position(self._key)
        if at is None or self._rows.entries[at].section not in ASKING:
            at = 0
        self._stand(at)

    def refresh(self) -> None:
        """Read again and stand where the officer stood, or on what took its place."""
        scrolled = self.verticalScrollBar().value()
        self._rows.read()
        at = self._rows.position(self._key)
        self._stand(self._at if at is None else at)
        self.verticalScrollBar().setValue(scrolled)

    def step(self, by: int) -> None:
        """Go to the next line that is no heading; up when `by` is negative."""
        at = self.currentIndex().row() + by
        while 0 <= at < len(self._rows.entries) and self._rows.entries[at].row is None:
            at += by
        if 0 <= at < len(self._rows.entries):
            self._stand(at)

    def _stand(self, at: int) -> None:
        count = len(self._rows.entries)
        if not count:
            self.picked.emit(None)
            return
        at = min(max(at, 0), count - 1)
        if self._rows.entries[at].row is None:
            # A section never ends with its heading, so below it there is a line.
            at += 1
        index = self._rows.index(at, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
