"""The note at the bottom of a page: what was done, when it leaves, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label
from ui.parts.wear import wear

TICK_MS = 100


class Toast(QFrame):
    """Lies over the foot of `page`. With an undo it counts down; without one it says and goes."""

    def __init__(self, page: QWidget, look: Look) -> None:
        super().__init__(page, objectName="toast")
        self._look = look
        self._undo: Callable[[], None] | None = None
        self._left_ms = self._whole_ms = 0
        self._text = ""
        self._title = label("", "strong")
        self._about = label("", "small")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(look.say("toast.time_left"))
        self._icon_spot = QHBoxLayout()
        self._button = KeyButton(look, "undo-2", "", "Z")
        self._button.clicked.connect(self.undo)
        close = QPushButton()
        close.setProperty("look", "flat")
        close.setIcon(look.icon("x"))
        close.setFixedWidth(30)
        close.setAccessibleName(look.say("window.close"))
        close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        words.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(12)
        row.addLayout(self._icon_spot)
        row.addLayout(words, 1)
        row.addWidget(self._button)
        row.addWidget(close)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        page.installEventFilter(self)
        self.hide()

    @property
    def can_undo(self) -> bool:
        return self.isVisible() and self._undo is not None

    def offer(
        self, icon: str, title: str, text: str, ms: int, undo: Callable[[], None], back: str
    ) -> None:
        """Show `title`; `text` may hold ``{seconds}``. A press on `back` in time calls `undo`."""
        self._undo = undo
        self._button.setText(back)
        self._show(icon, "accent", title, text, ms)
        self._button.show()
        self._bar.show()

    def tell(self, icon: str, tone: str, title: str, text: str = "", ms: int = 6000) -> None:
        """Say something that needs no answer; `tone` red stays longer in the eye."""
        self._undo = None
        self._show(icon, tone, title, text, ms)
        self._button.hide()
        self._bar.hide()

    def undo(self) -> None:
        if self.can_undo and self._undo:
            take_back, self._undo = self._undo, None
            self.hide()
            take_back()

    def _show(self, icon: str, tone: str, title: str, text: str, ms: int) -> None:
        while item := self._icon_spot.takeAt(0):
            item.widget().deleteLater()
        self._icon_spot.addWidget(icon_label(self._look, icon, tone, 18))
        wear(self, "tone", tone)
        self._title.setText(title)
        self._text = text
        self._left_ms = self._whole_ms = ms
        self._tick()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _tick(self) -> None:
        self._about.setText(self._text.format(seconds=-(-self._left_ms // 1000)))
        self._about.setVisible(bool(self._text))
        self._bar.setRange(0, max(1, self._whole_ms))
        self._bar.setValue(self._left_ms)
        self._left_ms -= TICK_MS
        if self._left_ms < 0:
            self._timer.stop()
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        page = self.parentWidget()
        width = min(max(560, self.sizeHint().width() + 16), page.width() - 32)
        self.setGeometry(max(16, (page.width() - 400 - width) // 2), page.height() - 72, width, 64)
