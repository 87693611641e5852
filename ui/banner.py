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
from ui.parts.short_label import ShortLabel
from ui.parts.wear import wear
from ui.watch import Condition, Watch

MINUTE_MS = 60_000


class Banner(QFrame):
    retry_asked = Signal()
    sign_in_asked = Signal()
    alarm_opened = Signal(int)
    """The id of the case that rang."""

    def __init__(self, look: Look, clock: Callable[[], datetime], folder: Path) -> None:
        """`folder` lies on the disk that has to have room."""
        super().__init__(objectName="banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._folder = look, folder
        self._watch = Watch(look, clock)
        self._status = SyncStatus()
        self.condition: Condition | None = None
        self._alarmed = 0
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._look_around)
        self._minute.start()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(10)
        self._icon = QVBoxLayout()
        self._title = label("", "strong")
        self._about = ShortLabel("", "small")
        self._about.setProperty("tone", "text-2")
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

    def tell_once(self, condition: Condition) -> None:
        """Something that happened and is over; it stays until the officer has seen it."""
        self._watch.told = condition
        self._look_around()

    def show_alarm(self, condition: Condition | None, case_id: int = 0) -> None:
        """An urgent case rings; None when it is known of. Only what keeps everything on this
        machine goes before it."""
        self._watch.alarm, self._alarmed = condition, case_id
        self._look_around()

    def _look_around(self) -> None:
        condition = self._watch.condition(self._status, free_mb(self._folder))
        if condition == self.condition:
            return
        self.condition = condition
        if condition:
            self._draw(condition)
        self.setVisible(condition is not None)

    def _draw(self, condition: Condition) -> None:
        while item := self._icon.takeAt(0):
            item.widget().deleteLater()
        self._icon.addWidget(icon_label(self._look, condition.icon, condition.tone, 18))
        wear(self, "tone", condition.tone)
        self._title.setText(condition.title)
        self._about.say(condition.about)
        self._button.setVisible(bool(condition.way))
        if condition.way:
            words = self._look.say(f"condition.way_{condition.way}")
            self._button.setText(words)
            self._button.setAccessibleName(words)
        self.setAccessibleName(f"{condition.title} {condition.about}")

    def _press(self) -> None:
        way = self.condition.way if self.condition else ""
        if way == "sign_in":
            self.sign_in_asked.emit()
        elif way == "open_case":
            self.alarm_opened.emit(self._alarmed)
        elif way == "seen":
            self._watch.told = None
            self._look_around()
        else:
            self.retry_asked.emit()
