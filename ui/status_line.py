"""The line at the foot: online or not, data as of when, what waits, what was refused."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ihanoi_desk.client.sync import SyncStatus
from ihanoi_desk.domain.calendar import HANOI, WorkingCalendar
from ui.look.look import Look
from ui.look.tokens import size

TICK_MS = 1000


class StatusLine(QWidget):
    outbox_asked = Signal()
    retry_asked = Signal()
    keys_asked = Signal()

    def __init__(self, look: Look, clock: Callable[[], datetime]) -> None:
        super().__init__(objectName="statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(size("status"))
        self._look, self._clock = look, clock
        self._status: SyncStatus | None = None
        self.online = QLabel()
        self.as_of = QLabel()
        self.waiting = QPushButton()
        self.refused = QPushButton()
        self.retry = QPushButton(look.say("status.retry"))
        self._filling = QProgressBar(textVisible=False)
        self._filling.setFixedWidth(120)
        self._filling.setAccessibleName(look.say("status.filling_name"))
        keys = QPushButton(look.say("status.keys"))
        keys.clicked.connect(self.keys_asked)
        self.waiting.clicked.connect(self.outbox_asked)
        self.refused.clicked.connect(self.outbox_asked)
        self.retry.clicked.connect(self.retry_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(14)
        for part in (
            self.online,
            self.as_of,
            self._filling,
            self.waiting,
            self.refused,
            self.retry,
        ):
            row.addWidget(part)
        row.addStretch(1)
        self.hours = QLabel()
        row.addWidget(self.hours)
        row.addWidget(QLabel(look.say("status.brand")))
        row.addWidget(keys)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._draw)
        self._timer.start()

    def show_calendar(self, calendar: WorkingCalendar) -> None:
        """The office hours of today, or that the office is closed."""
        today = self._clock().astimezone(HANOI).date()
        sessions = calendar.sessions(today)
        hours = " · ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in sessions)
        key = "status.hours" if hours else "status.day_off"
        mark = f" ({self._look.say('window.unverified')})" if today in calendar.unverified else ""
        self.hours.setText(self._look.say(key, hours=hours) + mark)

    @property
    def is_online(self) -> bool:
        return self._status is not None and self._status.online

    def show_status(self, status: SyncStatus) -> None:
        self._status = status
        self._draw()

    def _draw(self) -> None:
        status, look = self._status, self._look
        if status is None:
            return
        tone = "green" if status.online else "ochre"
        self.online.setText(f"● {self._state(status)}")
        self.online.setStyleSheet(f"color: {look.hex(tone)};")
        as_of = status.data_as_of
        self.as_of.setText(
            look.say("status.as_of", at=f"{as_of.astimezone(HANOI):%H:%M:%S}") if as_of else ""
        )
        self._draw_filling(status)
        self.waiting.setText(look.say("status.waiting", n=status.waiting))
        self.waiting.setStyleSheet(f"color: {look.hex('ochre')};" if status.waiting else "")
        self.refused.setText(look.say("status.refused", n=status.refused))
        self.refused.setStyleSheet(f"color: {look.hex('red')};" if status.refused else "")
        self.retry.setVisible(not status.online)

    def _state(self, status: SyncStatus) -> str:
        if status.online:
            return self._look.say("status.online")
        if status.problem:
            return self._look.say(status.problem)
        if status.retry_at:
            seconds = max(0, round((status.retry_at - self._clock()).total_seconds()))
            return self._look.say("status.offline_retry", seconds=seconds)
        return self._look.say("status.offline")

    def _draw_filling(self, status: SyncStatus) -> None:
        self._filling.setVisible(status.filling is not None)
        if status.filling:
            done, total = status.filling
            self._filling.setRange(0, max(1, total))
            self._filling.setValue(done)
            self.as_of.setText(self._look.say("status.filling", done=done, total=total))
