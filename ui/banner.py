"""The strip over the pages: one sentence about the world around, one button, never in the way."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ihanoi_desk.client.disk import free_mb
from ihanoi_desk.client.sync import SyncStatus
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label
from ui.watch import Condition, Watch

MINUTE_MS = 60_000


class Banner(QFrame):
    retry_asked = Signal()
    sign_in_asked = Signal()

    def __init__(self, look: Look, clock: Callable[[], datetime], folder: Path) -> None:
        """`folder` lies on the disk that has to have room."""
        super().__init__(objectName="banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._folder = look, folder
        self._watch = Watch(look, clock)
        self._status = SyncStatus()
        self.trouble: Condition | None = None
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._look_around)
        self._minute.start()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(10)
        self._icon = QVBoxLayout()
        self._title = label("", "strong")
        self._about = label("", "small", "text-2")
        self._about.setMinimumWidth(0)
        self._button = KeyButton(look, "", "")
        self._button.clicked.connect(self._press)
        row.addLayout(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._about, 1)
        row.addWidget(self._button)
        self.hide()

    def show_status(self, status: SyncStatus) -> None:
        self._status = status
        self._look_around()

    def tell_once(self, trouble: Condition) -> None:
        """Something that happened and is over; it stays until the officer has seen it."""
        self._watch.told = trouble
        self._look_around()

    def _look_around(self) -> None:
        trouble = self._watch.trouble(self._status, free_mb(self._folder))
        if trouble == self.trouble:
            return
        self.trouble = trouble
        if trouble:
            self._draw(trouble)
        self.setVisible(trouble is not None)

    def _draw(self, trouble: Condition) -> None:
        while item := self._icon.takeAt(0):
            item.widget().deleteLater()
        self._icon.addWidget(icon_label(self._look, trouble.icon, trouble.tone, 18))
        self.setProperty("tone", trouble.tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._title.setText(trouble.title)
        self._about.setText(trouble.about)
        self._about.setToolTip(trouble.about)
        self._button.setVisible(bool(trouble.way))
        if trouble.way:
            words = self._look.say(f"trouble.way_{trouble.way}")
            self._button.setText(words)
            self._button.setAccessibleName(words)
        self.setAccessibleName(f"{trouble.title} {trouble.about}")

    def _press(self) -> None:
        way = self.trouble.way if self.trouble else ""
        if way == "sign_in":
            self.sign_in_asked.emit()
        elif way == "seen":
            self._watch.told = None
            self._look_around()
        else:
            self.retry_asked.emit()
