"""A field for a password, with the eye that shows what was typed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit

from ui.look.look import Look

SHOW_KEY = "Ctrl+E"


class PasswordField(QLineEdit):
    def __init__(self, look: Look, name: str) -> None:
        super().__init__(echoMode=QLineEdit.EchoMode.Password)
        self._look = look
        self.setAccessibleName(name)
        self.setMinimumHeight(34)
        self.addAction(look.icon("lock"), QLineEdit.ActionPosition.LeadingPosition)
        self._eye = QAction(self, checkable=True)
        self._eye.setShortcut(QKeySequence(SHOW_KEY))
        self._eye.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._eye.toggled.connect(self._show)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._show(False)

    def _show(self, on: bool) -> None:
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if on else mode.Password)
        words = self._look.say("password.hide" if on else "password.show")
        self._eye.setIcon(self._look.icon("eye-off" if on else "eye"))
        self._eye.setText(words)
        self._eye.setToolTip(f"{words} ({SHOW_KEY.replace('+', ' ')})")
