"""The fixed views over a list, with their counts; Alt+1… picks one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ihanoi_desk.client.queues import Counts, View
from ihanoi_desk.client.views import OF_CITY, VIEWS
from ui.look.look import Look

ROOM = 640
"""In pixels, for the views that everybody has."""
ROOM_OF_ONE = 130
ROOM_FOR_NUMBERS = 600
USUAL = len(VIEWS) - len(OF_CITY)
ALARMS = {"due_soon": "orange", "overdue": "red"}
PRESSING = ("to_receive", *ALARMS)
"""The views that keep their number on the narrowest list."""


class ViewsBar(QWidget):
    chosen = Signal(str)

    def __init__(self, look: Look, kind: str, views: Sequence[View]) -> None:
        super().__init__(objectName="views")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._kind = look, kind
        self._tight = self._bare = False
        self._more = ROOM_OF_ONE * (len(views) - USUAL)
        self._counts: Counts | None = None
        self._group = QButtonGroup(self, exclusive=True)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(0)
        for position, view in enumerate(views):
            button = QPushButton(objectName="view", checkable=True)
            button.clicked.connect(lambda _=False, code=view.code: self.chosen.emit(code))
            button.setToolTip(f"Alt+{position + 1}")
            QShortcut(QKeySequence(f"Alt+{position + 1}"), self, button.click)
            self._group.addButton(button)
            self._buttons[view.code] = button
            row.addWidget(button)
        row.addStretch(1)
        self.setFixedHeight(36)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow list the names stand closer, then without numbers, so that none is cut."""
        super().resizeEvent(event)
        tight = self.width() < ROOM + self._more
        if tight != self._tight:
            self._tight = tight
            for button in self._buttons.values():
                button.setProperty("tight", tight)
                button.style().unpolish(button)
                button.style().polish(button)
        bare = self.width() < ROOM_FOR_NUMBERS + self._more
        if bare != self._bare:
            self._bare = bare
            self._write()

    def holds(self, view: str) -> bool:
        """Whether the officer has this view: rights may have changed since it was remembered."""
        return view in self._buttons

    def mark(self, view: str) -> None:
        self._buttons[view].setChecked(True)

    def show_counts(self, counts: Counts) -> None:
        self._counts = counts
        self._write()

    def _write(self) -> None:
        if self._counts is None:
            return
        numbered = PRESSING if self._bare else self._buttons
        for code, button in self._buttons.items():
            number = self._counts.view(self._kind, code)
            name = self._look.say(f"view.{code}")
            is_numbered = code in numbered and code != "closed"
            button.setText(f"{name}  {number}" if is_numbered else name)
            button.setAccessibleName(f"{name}, {number}")
            tone = ALARMS.get(code)
            colour = f"color: {self._look.hex(tone)};" if tone and number else ""
            button.setStyleSheet(colour)
