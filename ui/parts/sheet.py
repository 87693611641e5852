"""A dialog drawn inside the window over a dimmed page; awaited, never a modal maze."""

import asyncio

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui.look.look import Look
from ui.parts.labels import icon_label, label
from ui.parts.short_label import ShortLabel


class Sheet(QWidget):
    """Title bar, body, foot. Esc answers None; `answer` ends the wait with a value."""

    def __init__(
        self,
        window: QWidget,
        look: Look,
        icon: str,
        title: str,
        about: str = "",
        tone: str = "accent",
    ) -> None:
        super().__init__(window)
        self.look = look
        self._answer: asyncio.Future[object] | None = None
        self._came_from = QApplication.focusWidget()
        self._size = (1038, 570)
        self.frame = QFrame(self, objectName="dialog")
        shadow = QGraphicsDropShadowEffect(self.frame, blurRadius=24, xOffset=0, yOffset=8)
        shadow.setColor(QColor(16, 24, 32, 60))
        self.frame.setGraphicsEffect(shadow)
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(icon, title, about, tone))
        self.body = QWidget(objectName="surface")
        column.addWidget(self.body, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(16, 8, 16, 8)
        self.foot.setSpacing(8)
        foot = QWidget(objectName="dialogFoot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setLayout(self.foot)
        foot.setFixedHeight(52)
        column.addWidget(foot)
        self.setAccessibleName(title)
        window.installEventFilter(self)

    def _head(self, icon: str, title: str, about: str, tone: str) -> QWidget:
        head = QWidget(objectName="dialogHead")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setFixedHeight(44)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(icon_label(self.look, icon, tone, 18))
        row.addWidget(label(title, "title"))
        row.addWidget(ShortLabel(about, "small"), 1)
        self.head_row = row
        close = QPushButton()
        close.setProperty("look", "flat")
        close.setIcon(self.look.icon("x"))
        close.setFixedWidth(32)
        close.setAccessibleName(self.look.say("window.close"))
        close.clicked.connect(lambda: self.answer(None))
        row.addWidget(close)
        return head

    def set_size(self, width: int, height: int) -> None:
        self._size = (width, height)

    async def ask(self) -> object:
        """Show the sheet and wait for its answer; focus goes back where it was."""
        self._answer = asyncio.get_running_loop().create_future()
        self.setGeometry(self.parentWidget().rect())
        self._place()
        silenced = self._silence_keys()
        self.show()
        self.raise_()
        self.first_focus().setFocus()
        try:
            return await self._answer
        finally:
            # The window may have been made anew, or have been closed, under the sheet.
            if isValid(self):
                self._step_back(silenced)

    def _step_back(self, silenced: list[QShortcut]) -> None:
        for shortcut in silenced:
            shortcut.setEnabled(True)
        self.parentWidget().removeEventFilter(self)
        self.hide()
        self.deleteLater()
        # A live change may have redrawn what had the focus.
        if self._came_from and isValid(self._came_from):
            self._came_from.setFocus()

    def _silence_keys(self) -> list[QShortcut]:
        """Switch off the keys of what lies under the sheet, and say which they were.

        Those marked ``always`` stay: an officer who leaves locks whatever is open.
        """
        below = [
            shortcut
            for shortcut in self.parentWidget().findChildren(QShortcut)
            if shortcut.isEnabled()
            and not self._holds(shortcut)
            and not shortcut.property("always")
        ]
        for shortcut in below:
            shortcut.setEnabled(False)
        return below

    def _holds(self, shortcut: QShortcut) -> bool:
        owner = shortcut.parent()
        return owner is self or (isinstance(owner, QWidget) and self.isAncestorOf(owner))

    @property
    def resumes(self) -> tuple[str, int] | None:
        """The verb and the case whose key opens the sheet again, draft and all; None without."""
        return None

    def first_focus(self) -> QWidget:
        """Where typing goes at once; a sheet with fields says which."""
        return self.frame

    def answer(self, value: object) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_result(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.answer(None)
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the sheet: what lies under it is not reachable while it is open."""
        fields = [
            child
            for child in self.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus
            and child.isVisible()
            and child.isEnabled()
            and self._takes_tab(child)
        ]
        if not fields:
            return False
        here = QApplication.focusWidget()
        at = fields.index(here) if here in fields else -1
        fields[(at + (1 if forward else -1)) % len(fields)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _takes_tab(self, child: QWidget) -> bool:
        """False within a piece marked ``mouseOnly``: a browser would keep the Tab key."""
        within: QWidget | None = child
        while within and within is not self:
            if within.property("mouseOnly"):
                return False
            within = within.parentWidget()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
            self._place()
        return False

    def _place(self) -> None:
        width = min(self._size[0], self.width() - 32)
        height = min(self._size[1], self.height() - 32)
        self.frame.setGeometry(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(16, 24, 32, 110))


def column_title(text: str, hint: str = "") -> QWidget:
    """The small heading over a column of a sheet."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(text, "smallstrong", "text-2"))
    row.addWidget(label(hint, "small", "text-3"))
    row.addStretch(1)
    return box


def problem_label() -> QLabel:
    """Where a sheet says what is still missing."""
    return label("", "small", "red", wrap=True)
