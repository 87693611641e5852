"""The server knows the officer, but the data on this machine does not open with that password."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label
from ui.sign_in.corner import Corner
from ui.sign_in.password_field import PasswordField
from ui.sign_in.trouble_card import TroubleCard
from ui.trouble import Trouble

WIDTH = 400


class LockedOutPage(QWidget):
    """`key_file` is given when it is that file which is lost: then no password helps."""

    entered = Signal(str)
    """The old password."""
    without = Signal()
    """Go on without the data of this machine, said twice."""
    back_asked = Signal()
    look_asked = Signal(str, str)
    """Theme and language."""
    closed = Signal()

    def __init__(self, look: Look, name: str, key_file: Path | None = None) -> None:
        super().__init__(objectName="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        kind = "key_file" if key_file else "old_password"
        title = look.say(f"locked_out.{kind}_title")
        self.setWindowTitle(f"{title} – iHanoi Desk")
        self.resize(500, 620)
        row = QHBoxLayout(self)
        row.addStretch(1)
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        row.addWidget(middle)
        row.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 32, 0, 8)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(icon_label(look, "key-round", "red" if key_file else "accent", 24))
        head.addWidget(label(title, "title", wrap=True), 1)
        column.addLayout(head)
        about = look.say(f"locked_out.{kind}_about", name=name, path=key_file)
        column.addWidget(label(about, wrap=True))
        column.addSpacing(8)
        form = self._form()
        form.setVisible(key_file is None)
        column.addWidget(form)
        self._card = QVBoxLayout()
        column.addLayout(self._card)
        column.addSpacing(16)
        column.addWidget(label(look.say("locked_out.without_title"), "strong"))
        column.addWidget(label(look.say("locked_out.without_about"), "small", wrap=True))
        self._without = QPushButton(look.say("locked_out.without"))
        self._without.clicked.connect(self._ask_once_more)
        column.addWidget(self._without)
        column.addWidget(self._confirmation())
        back = QPushButton(look.say("locked_out.back"))
        back.setProperty("look", "link")
        back.clicked.connect(self.back_asked)
        column.addWidget(back)
        column.addStretch(1)
        corner = Corner(look)
        corner.look_asked.connect(self.look_asked)
        column.addWidget(corner)
        (self._without if key_file else self.old).setFocus()

    def _form(self) -> QWidget:
        look = self._look
        self.old = PasswordField(look, look.say("locked_out.old"))
        self.old.returnPressed.connect(self._enter)
        name = label(look.say("locked_out.old"), "small")
        name.setBuddy(self.old)
        self.enter = KeyButton(look, "lock-open", look.say("locked_out.enter"), "⏎", "main")
        self.enter.setMinimumHeight(36)
        self.enter.clicked.connect(self._enter)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (name, self.old, self.enter):
            column.addWidget(part)
        return box

    def _confirmation(self) -> QWidget:
        look = self._look
        self._sure = QWidget()
        column = QVBoxLayout(self._sure)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(look.say("locked_out.sure"), "small", "red", wrap=True))
        row = QHBoxLayout()
        self.yes = KeyButton(look, "", look.say("locked_out.yes"), kind="danger")
        self.yes.clicked.connect(self.without)
        no = QPushButton(look.say("locked_out.no"))
        no.clicked.connect(self._think_again)
        row.addWidget(self.yes)
        row.addWidget(no)
        row.addStretch(1)
        column.addLayout(row)
        self._sure.hide()
        return self._sure

    # --- states --------------------------------------------------------------------------------

    def show_busy(self, words: str) -> None:
        """While `words` are shown nothing can be entered."""
        self.enter.setEnabled(not words)
        self.yes.setEnabled(not words)
        self.enter.setText(words or self._look.say("locked_out.enter"))
        if words:
            self.show_trouble(None)

    def show_trouble(self, trouble: Trouble | None) -> None:
        while item := self._card.takeAt(0):
            item.widget().deleteLater()
        if trouble:
            self._card.addWidget(TroubleCard(self._look, trouble))
            self.old.setFocus()
            self.old.selectAll()

    def _ask_once_more(self) -> None:
        self._without.hide()
        self._sure.show()

    def _think_again(self) -> None:
        self._sure.hide()
        self._without.show()
        self.old.setFocus()

    def _enter(self) -> None:
        if self.enter.isEnabled() and self.old.text():
            self.entered.emit(self.old.text())

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.closed.emit()
