"""The line at the foot: online or not, data as of when, what waits and why, what was refused."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ihanoi_desk.client.sync import SyncStatus
from ihanoi_desk.client.waiting import Why
from ihanoi_desk.domain.calendar import HANOI, WorkingCalendar
from ui.bell.button import BellButton
from ui.look.look import Look
from ui.look.tokens import size
from ui.parts.reasons import reason

TICK_MS = 1000
SATURDAY = 5


class StatusLine(QWidget):
    outbox_asked = Signal()
    retry_asked = Signal()
    stop_asked = Signal()
    """The fill is to be stopped."""
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
        self.why = QLabel()
        self.refused = QPushButton()
        self.bell = BellButton(look)
        self.retry = QPushButton(look.say("status.retry"))
        self.stop = QPushButton(look.say("status.stop"))
        self._filling = QProgressBar(textVisible=False)
        self._filling.setFixedWidth(120)
        self._filling.setAccessibleName(look.say("status.filling_name"))
        keys = QPushButton(look.say("status.keys"))
        keys.clicked.connect(self.keys_asked)
        self.waiting.clicked.connect(self.outbox_asked)
        self.refused.clicked.connect(self.outbox_asked)
        self.retry.clicked.connect(self.retry_asked)
        self.stop.clicked.connect(self.stop_asked)
        for button in (self.waiting, self.refused):
            button.setIconSize(QSize(12, 12))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        for part in (
            self.online,
            self.as_of,
            self._filling,
            self.stop,
            self.waiting,
            self.why,
            self.refused,
            self.retry,
        ):
            part.setProperty("part", part not in (self._filling, self.waiting))
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.bell)
        self.hours = QLabel()
        row.addWidget(self.hours)
        row.addWidget(QLabel(look.say("status.brand")))
        row.addWidget(keys)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._draw)
        self._timer.start()

    def show_calendar(self, calendar: WorkingCalendar) -> None:
        """The hours of the unit today, or that it is closed."""
        today = self._clock().astimezone(HANOI).date()
        hours = self._look.hours(calendar.hours(today))
        key = "status.hours" if hours else "status.day_off"
        unverified = calendar.is_unverified(today)
        mark = f" ({self._look.say('window.unverified')})" if unverified else ""
        self.hours.setText(
            self._look.say(key, hours=hours) + self._saturday(calendar, today) + mark
        )

    def _saturday(self, calendar: WorkingCalendar, today: date) -> str:
        """The hours of a unit that works on Saturdays, on the other days of the week."""
        hours = self._look.hours(calendar.week_on(today).week[SATURDAY])
        if not hours or today.weekday() == SATURDAY:
            return ""
        return self._look.say("status.saturday", hours=hours)

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
        well = status.online and not status.problem
        self.online.setText(f"● {self._state(status)}")
        self.online.setStyleSheet(f"color: {look.hex('green' if well else 'ochre')};")
        as_of = status.data_as_of
        self.as_of.setText(look.say("status.as_of", at=self._moment(as_of)) if as_of else "")
        self._draw_filling(status)
        self._draw_waiting(status.waiting, status.why)
        self._draw_refused(status.refused)
        self.retry.setVisible(not well and not status.is_read_only)

    def _moment(self, as_of: datetime) -> str:
        """To the second today; what is older says of which day it is."""
        local, now = as_of.astimezone(HANOI), self._clock()
        is_today = local.date() == now.astimezone(HANOI).date()
        return f"{local:%H:%M:%S}" if is_today else self._look.clock(as_of, now)

    def _state(self, status: SyncStatus) -> str:
        if status.problem:
            return self._look.say(status.problem)
        if status.online:
            return self._look.say("status.online")
        if status.retry_at:
            seconds = max(0, round((status.retry_at - self._clock()).total_seconds()))
            return self._look.say("status.offline_retry", seconds=seconds)
        return self._look.say("status.connecting")

    def _draw_waiting(self, count: int, why: Why | None) -> None:
        look = self._look
        tone = "ochre" if count else "text-2"
        self.waiting.setText(look.say("status.waiting", n=count))
        self.waiting.setIcon(look.icon("clock", tone, 12))
        self.waiting.setStyleSheet(f"color: {look.hex(tone)};")
        self.why.setVisible(why is not None)
        self.why.setText(reason(look, why, self._clock()) if why else "")

    def _draw_refused(self, count: int) -> None:
        look = self._look
        tone = "red" if count else "text-2"
        key = "refused_open" if count else "refused"
        self.refused.setText(look.say(f"status.{key}", n=count))
        self.refused.setIcon(look.icon("circle-alert" if count else "check", tone, 12))
        self.refused.setStyleSheet(f"color: {look.hex(tone)};")

    def _draw_filling(self, status: SyncStatus) -> None:
        for part in (self._filling, self.stop):
            part.setVisible(status.filling is not None)
        if status.filling:
            done, total = status.filling
            self._filling.setRange(0, max(1, total))
            self._filling.setValue(done)
            self.as_of.setText(
                self._look.say(
                    "status.filling", done=self._look.number(done), total=self._look.number(total)
                )
            )
