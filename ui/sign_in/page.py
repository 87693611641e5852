"""The sign-in window: server, name, password; sample officers when the city is a demo."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ihanoi_desk.domain.wire import DemoSignIn
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label, line
from ui.sign_in.corner import Corner
from ui.sign_in.password_field import PasswordField
from ui.sign_in.trouble_card import TroubleCard
from ui.trouble import Trouble


class SignInPage(QWidget):
    entered = Signal(str, str)
    """Login and password."""
    acted = Signal(str)
    """The button of a trouble card, or ``unlock``: open what lies on this machine."""
    look_asked = Signal(str, str)
    """Theme and language."""
    closed = Signal()

    def __init__(self, look: Look, can_unlock: bool = False) -> None:
        super().__init__(objectName="page")
        self._look, self._can_unlock = look, can_unlock
        self.setWindowTitle(f"{look.say('sign_in.title')} – iHanoi Desk")
        self.resize(860, 640)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._form(), 1)
        row.addWidget(line(vertical=True))
        self._demo = QScrollArea(widgetResizable=True)
        self._demo.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._demo.setFixedWidth(400)
        self._demo.hide()
        row.addWidget(self._demo)
        self.show_starting(look.say("sign_in.starting"))

    def _form(self) -> QWidget:
        look = self._look
        box = QWidget(objectName="surface")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(box)
        column.setContentsMargins(48, 36, 48, 24)
        column.setSpacing(8)
        column.addLayout(self._brand())
        column.addSpacing(8)
        column.addWidget(self._server_card())
        column.addSpacing(8)
        self.login = QLineEdit()
        self.password = PasswordField(look, look.say("sign_in.password"))
        for field, key in ((self.login, "login"), (self.password, "password")):
            name = label(look.say(f"sign_in.{key}"), "small")
            name.setBuddy(field)
            field.setAccessibleName(look.say(f"sign_in.{key}"))
            field.setMinimumHeight(34)
            field.returnPressed.connect(self._enter)
            column.addWidget(name)
            column.addWidget(field)
        column.addSpacing(4)
        self.enter = KeyButton(look, "", look.say("sign_in.enter"), "⏎", "main")
        self.enter.setMinimumHeight(36)
        self.enter.clicked.connect(self._enter)
        column.addWidget(self.enter)
        self._card = QVBoxLayout()
        column.addLayout(self._card)
        column.addStretch(1)
        column.addWidget(label(look.say("sign_in.forgot"), "caption", wrap=True))
        corner = Corner(look)
        corner.look_asked.connect(self.look_asked)
        column.addWidget(corner)
        return box

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        mark = QLabel()
        mark.setPixmap(self._look.pixmap("app", "accent", 40, self.devicePixelRatioF()))
        row.addWidget(mark)
        words = QVBoxLayout()
        words.addWidget(label("iHanoi Desk", "heading"))
        words.addWidget(label(self._look.say("sign_in.about"), "small", "text-2"))
        row.addLayout(words, 1)
        return row

    def _server_card(self) -> QWidget:
        look = self._look
        card = QFrame(objectName="card")
        grid = QGridLayout(card)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.addWidget(icon_label(look, "server", "accent", 18), 0, 0)
        self._server = label(look.say("sign_in.server_here"), "strong")
        grid.addWidget(self._server, 0, 1)
        self._state = label("", "small", "text-2", wrap=True)
        grid.addWidget(self._state, 1, 1, 1, 2)
        self._progress = QProgressBar(textVisible=False)
        grid.addWidget(self._progress, 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self._unlock = QPushButton(look.say("sign_in.unlock"))
        self._unlock.setProperty("look", "link")
        self._unlock.setVisible(self._can_unlock)
        self._unlock.clicked.connect(lambda: self.acted.emit("unlock"))
        grid.addWidget(self._unlock, 0, 2)
        return card

    # --- states --------------------------------------------------------------------------------

    def show_starting(self, text: str, done: int = 0, of: int = 0) -> None:
        """The server is coming up; with `of` the bar tells how far it is."""
        self._state.setText(text)
        self._progress.setRange(0, of)
        self._progress.setValue(done)
        self._progress.show()
        self.enter.setEnabled(False)

    def show_ready(self, server: str, demo: Sequence[DemoSignIn]) -> None:
        self._server.setText(server)
        key = "sign_in.server_here_about" if demo else "sign_in.ready"
        self._state.setText(self._look.say(key))
        self._progress.hide()
        self.enter.setEnabled(True)
        if demo:
            self._offer(demo)
        self.login.setFocus()

    def show_away(self) -> None:
        """Nobody can sign in before the server answers."""
        self._state.setText(self._look.say("sign_in.unreachable"))
        self._progress.hide()
        self.enter.setEnabled(False)

    def show_trouble(self, trouble: Trouble | None) -> None:
        while item := self._card.takeAt(0):
            item.widget().deleteLater()
        if trouble:
            card = TroubleCard(self._look, trouble)
            card.acted.connect(self.acted)
            self._card.addWidget(card)

    def show_busy(self, words: str) -> None:
        """While `words` are shown nobody can enter."""
        if words:
            self.show_trouble(None)
        self.enter.setEnabled(not words)
        self.enter.setText(words or self._look.say("sign_in.enter"))

    def _offer(self, people: Sequence[DemoSignIn]) -> None:
        look = self._look
        box = QWidget(objectName="scrolled")
        column = QVBoxLayout(box)
        column.setContentsMargins(24, 32, 24, 16)
        column.setSpacing(0)
        column.addWidget(label(look.say("sign_in.demo"), "lead"))
        column.addWidget(label(look.say("sign_in.demo_about"), "small", "text-2", wrap=True))
        column.addSpacing(10)
        for person in people:
            column.addWidget(self._person(person))
        column.addStretch(1)
        self._demo.setWidget(box)
        self._demo.show()

    def _person(self, person: DemoSignIn) -> QPushButton:
        role = self._look.say(f"role.{person.role}")
        button = QPushButton(objectName="choice")
        button.setAccessibleName(f"{person.name}, {role}, {person.unit_name}")
        button.setMinimumHeight(46)
        words = QVBoxLayout(button)
        words.setContentsMargins(12, 5, 12, 5)
        words.setSpacing(0)
        for text, kind, tone in (
            (person.name, "strong", ""),
            (f"{role} · {person.unit_name}", "small", "text-2"),
        ):
            made = label(text, kind, tone)
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(made)
        button.clicked.connect(lambda: self._take(person))
        return button

    def _take(self, person: DemoSignIn) -> None:
        self.login.setText(person.login)
        self.password.setText(person.password)
        self._enter()

    def _enter(self) -> None:
        if self.enter.isEnabled() and self.login.text().strip() and self.password.text():
            self.entered.emit(self.login.text().strip(), self.password.text())

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.closed.emit()
