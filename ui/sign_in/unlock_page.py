"""The unlock window: one person, one password, and what can be done without a network."""

import math

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ihanoi_desk.domain.calendar import HANOI
from ui.look.look import Look
from ui.parts.initials import Initials
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label, line
from ui.sign_in.corner import Corner
from ui.sign_in.password_field import PasswordField
from ui.sign_in.standing import Kept, Standing
from ui.sign_in.strip import Strip
from ui.sign_in.trouble_card import TroubleCard
from ui.trouble import Trouble

WIDTH = 360
TICK_MS = 200
NOW = ("actions", "notes", "reading")
LATER = ("news", "archive", "orders")


class UnlockPage(QWidget):
    entered = Signal(str)
    """The password."""
    person_chosen = Signal(str)
    other_asked = Signal()
    retry_asked = Signal()
    acted = Signal(str)
    """The button of a trouble card."""
    look_asked = Signal(str, str)
    """Theme and language."""
    closed = Signal()

    def __init__(self, look: Look, standing: Standing) -> None:
        super().__init__(objectName="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._standing = look, standing
        self._pause_s = 0.0
        self._busy = False
        self.setWindowTitle(f"{look.say('unlock.title')} – iHanoi Desk")
        self.resize(440, 700)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if standing.reason.kind:
            strip = Strip(look, standing.reason.kind, **standing.reason.facts)
            strip.retry_asked.connect(self.retry_asked)
            outer.addWidget(strip)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._content())
        outer.addWidget(scroll, 1)
        corner = Corner(look)
        corner.setContentsMargins(24, 0, 24, 12)
        corner.look_asked.connect(self.look_asked)
        outer.addWidget(corner)
        self._countdown = QTimer(self, interval=TICK_MS)
        self._countdown.timeout.connect(self._count_down)
        self.password.setFocus()

    def _content(self) -> QWidget:
        box = QWidget(objectName="scrolled")
        row = QHBoxLayout(box)
        row.setContentsMargins(24, 24, 24, 12)
        row.addStretch(1)
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        row.addWidget(middle)
        row.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._add_person(column)
        column.addSpacing(4)
        self._add_form(column)
        if self._standing.kept:
            column.addSpacing(4)
            column.addWidget(self._facts(self._standing.kept))
        if self._standing.reason.kind in ("offline", "no_server"):
            column.addSpacing(4)
            column.addLayout(self._abilities())
        column.addStretch(1)
        self._add_foot(column)
        return box

    def _add_person(self, column: QVBoxLayout) -> None:
        look, person = self._look, self._standing.person
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Initials(look, person.name, 56), 0, centre)
        column.addWidget(label(person.name, "lead"), 0, centre)
        role = look.say(f"role.{person.role}")
        about = label(f"{role} · {person.unit_name}", "small", "text-2", wrap=True)
        about.setAlignment(centre)
        column.addWidget(about)
        if self._standing.others:
            column.addWidget(self._choice(), 0, centre)

    def _choice(self) -> QPushButton:
        look = self._look
        menu = QMenu(self)
        for person in self._standing.others:
            role = look.say(f"role.{person.role}")
            action = menu.addAction(f"{person.name} · {role} · {person.unit_name}")
            action.triggered.connect(lambda _=False, key=person.key: self.person_chosen.emit(key))
        button = QPushButton(look.say("unlock.choose"))
        button.setProperty("look", "link")
        button.setMenu(menu)
        return button

    def _add_form(self, column: QVBoxLayout) -> None:
        look = self._look
        self.password = PasswordField(look, look.say("sign_in.password"))
        self.password.returnPressed.connect(self._enter)
        name = label(look.say("sign_in.password"), "small")
        name.setBuddy(self.password)
        self.enter = KeyButton(look, "lock-open", look.say("unlock.enter"), "⏎", "main")
        self.enter.setMinimumHeight(36)
        self.enter.clicked.connect(self._enter)
        self._card = QVBoxLayout()
        for part in (name, self.password, self.enter):
            column.addWidget(part)
        column.addLayout(self._card)

    def _facts(self, kept: Kept) -> QWidget:
        look = self._look
        card = QFrame(objectName="card")
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rows = [("clock", "ochre", "waiting", str(kept.waiting))]
        if kept.data_as_of:
            at = f"{kept.data_as_of.astimezone(HANOI):%H:%M %d/%m}"
            rows.insert(0, ("database", "text-2", "as_of", at))
        for number, (icon, tone, key, value) in enumerate(rows):
            if number:
                column.addWidget(line())
            row = QHBoxLayout()
            row.setContentsMargins(12, 6, 12, 6)
            row.setSpacing(8)
            row.addWidget(icon_label(look, icon, tone))
            row.addWidget(label(look.say(f"unlock.{key}"), "small", "text-2"), 1)
            row.addWidget(label(value, "smallstrong"))
            column.addLayout(row)
        return card

    def _abilities(self) -> QGridLayout:
        look = self._look
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for place, (title, tone, icon, keys) in enumerate(
            (("now", "green", "check", NOW), ("later", "text-2", "minus", LATER))
        ):
            grid.addWidget(label(look.say(f"unlock.{title}"), "smallstrong", tone), 0, place)
            for number, key in enumerate(keys, 1):
                row = QHBoxLayout()
                row.setSpacing(6)
                row.addWidget(icon_label(look, icon, tone, 13))
                row.addWidget(label(look.say(f"unlock.{key}"), "small", "text-2"), 1)
                grid.addLayout(row, number, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _add_foot(self, column: QVBoxLayout) -> None:
        look = self._look
        if self._standing.until:
            until = f"{self._standing.until.astimezone(HANOI):%H:%M %d/%m}"
            words = label(look.say("unlock.until", at=until), "caption", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addStretch(1)
        other = QPushButton(look.say("unlock.other"))
        other.setProperty("look", "link")
        other.clicked.connect(self.other_asked)
        row.addWidget(other)
        row.addWidget(label(look.say("unlock.other_needs"), "caption"))
        row.addStretch(1)
        column.addLayout(row)

    # --- states --------------------------------------------------------------------------------

    def show_busy(self, words: str) -> None:
        """While `words` are shown nothing can be entered."""
        self._busy = bool(words)
        self.password.setReadOnly(self._busy)
        if words:
            self.show_trouble(None)
        self._dress_button(words or self._look.say("unlock.enter"))

    def show_trouble(self, trouble: Trouble | None) -> None:
        while item := self._card.takeAt(0):
            item.widget().deleteLater()
        if trouble:
            card = TroubleCard(self._look, trouble)
            card.acted.connect(self.acted)
            self._card.addWidget(card)
            self.password.setFocus()
            self.password.selectAll()

    def show_pause(self, seconds: float) -> None:
        """No password is taken for `seconds`; the button counts them down."""
        self._pause_s = seconds
        if seconds > 0:
            self._countdown.start()
            self._count_down()

    def _count_down(self) -> None:
        if self._pause_s <= 0:
            self._countdown.stop()
            self._dress_button(self._look.say("unlock.enter"))
        else:
            seconds = math.ceil(self._pause_s)
            self._dress_button(self._look.say("unlock.pause", seconds=seconds))
            self._pause_s -= TICK_MS / 1000

    def _dress_button(self, words: str) -> None:
        self.enter.setEnabled(not self._busy and self._pause_s <= 0)
        self.enter.setText(words)

    def _enter(self) -> None:
        if self.enter.isEnabled() and self.password.text():
            self.entered.emit(self.password.text())

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.closed.emit()
