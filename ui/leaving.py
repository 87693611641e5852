"""Leaving with work unsent: asked once, inside the window; nothing is lost whatever is chosen."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ihanoi_desk.client.sync import Sync, SyncStatus
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.parts.reasons import reason
from ui.parts.sheet import Sheet
from ui.workplace import Workplace

TICK_MS = 1000


class Leave(StrEnum):
    NOW = "now"
    STAY = "stay"


class Exit(QObject):
    """The doors of a window: whoever goes through with work unsent is asked first."""

    def __init__(self, window: QWidget, workplace: Workplace, sync: Sync) -> None:
        super().__init__(window)
        self._window, self._workplace, self._sync = window, workplace, sync
        self._asking = False

    def go(self, goes: str, leave: Callable[[], None]) -> None:
        """Call `leave`, at once when nothing waits; `goes` is ``close`` or ``sign_out``."""
        if not self._sync.status.waiting:
            leave()
        elif not self._asking:
            self._asking = True
            self._workplace.tasks.spawn(self._ask(goes, leave), "leaving")

    async def _ask(self, goes: str, leave: Callable[[], None]) -> None:
        sheet = LeavingSheet(self._window, self._workplace, self._sync, goes)
        try:
            answer = await sheet.ask()
        finally:
            self._asking = False
        if answer == Leave.NOW:
            leave()


class LeavingSheet(Sheet):
    """Answers Leave.NOW, also when everything has been sent meanwhile; None or STAY stays."""

    def __init__(self, window: QWidget, workplace: Workplace, sync: Sync, goes: str) -> None:
        look = workplace.look
        super().__init__(window, look, "send", look.say(f"leaving.{goes}"), tone="ochre")
        self.set_size(640, 250)
        self._clock, self._sync = workplace.clock, sync
        self._whole = sync.status.waiting
        self._sending = False
        self._title = label("", "lead", wrap=True)
        self._about = label(look.say("leaving.about"), "body", "text-2", wrap=True)
        self._why = label("", "body", "text-2", wrap=True)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(look.say("leaving.sent"))
        column = QVBoxLayout(self.body)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        for part in (self._title, self._about, self._why, self._bar):
            column.addWidget(part)
        column.addStretch(1)
        stay = KeyButton(look, "", look.say("leaving.stay"), "Esc")
        stay.clicked.connect(lambda: self.answer(Leave.STAY))
        self._send = KeyButton(look, "send", look.say("leaving.send"), "G")
        self._send.clicked.connect(self._send_first)
        self._leave = KeyButton(look, "log-out", look.say(f"leaving.{goes}_now"), "⏎", "main")
        self._leave.clicked.connect(lambda: self.answer(Leave.NOW))
        self.foot.addWidget(stay)
        self.foot.addStretch(1)
        self.foot.addWidget(self._send)
        self.foot.addWidget(self._leave)
        QShortcut(QKeySequence("G"), self, self._send.click)
        for key in ("Return", "Enter"):
            QShortcut(QKeySequence(key), self, self._leave.click)
        self._second = QTimer(self, interval=TICK_MS)
        self._second.timeout.connect(lambda: self._show(sync.status))
        self._show(sync.status)

    def first_focus(self) -> QWidget:
        return self._leave

    def _send_first(self) -> None:
        """Send what may leave, and go when all of it has."""
        self._sending = True
        self._send.setEnabled(False)
        self._sync.kick()
        self._show(self._sync.status)

    def _show(self, status: SyncStatus) -> None:
        look = self.look
        self._title.setText(look.say("leaving.kept", n=status.waiting))
        why = reason(look, status.why, self._clock()) if status.why else ""
        self._why.setText(look.say("leaving.why", why=why) if why else "")
        self._whole = max(self._whole, status.waiting)
        self._bar.setVisible(self._sending)
        self._bar.setRange(0, max(1, self._whole))
        self._bar.setValue(self._whole - status.waiting)
        if self._sending and not status.waiting:
            self.answer(Leave.NOW)

    async def ask(self) -> object:
        forget = self._sync.on_status(self._show)
        self._second.start()
        try:
            return await super().ask()
        finally:
            forget()
