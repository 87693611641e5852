"""The rail on the left: pages with live counts, the outbox, who is signed in."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.look import type as faces
from ui.look.look import Look
from ui.look.tokens import size
from ui.parts.initials import paint_initials
from ui.parts.labels import label, line


@dataclass(frozen=True, slots=True)
class RailEntry:
    page: str
    icon: str


QUEUES = (
    RailEntry("scene", "traffic-cone"),
    RailEntry("procedure", "file-text"),
    RailEntry("waste", "coins"),
    RailEntry("initiative", "lightbulb"),
)
OUTBOX = RailEntry("outbox", "send")
ADMINISTRATION = RailEntry("administration", "sliders-horizontal")


class RailItem(QPushButton):
    """Icon, name, and a count at the right edge; only the icon when the rail is narrow."""

    def __init__(self, look: Look, entry: RailEntry) -> None:
        super().__init__(objectName="railItem", checkable=True)
        self._look, self._entry = look, entry
        self._name = look.say(f"page.{entry.page}")
        self._count = 0
        self._alarm = False
        self.set_count(0)

    def set_count(self, count: int, alarm: bool = False) -> None:
        self._count, self._alarm = count, alarm
        self.setAccessibleName(f"{self._name}, {count}" if count else self._name)
        self.setToolTip(self._name)
        self.update()

    @property
    def count(self) -> int:
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(48, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        tone = "accent" if self.isChecked() else "text-2"
        icon = self._look.pixmap(self._entry.icon, tone, 16, self.devicePixelRatioF())
        painter.drawPixmap(8, (self.height() - 16) // 2, icon)
        if self.isChecked():
            painter.fillRect(0, 4, 2, self.height() - 8, self._look.colour("accent"))
        if self.width() > 100:
            self._words(painter)

    def _words(self, painter: QPainter) -> None:
        face = faces.font("body-strong" if self.isChecked() else "body")
        painter.setFont(face)
        painter.setPen(self._look.colour("text"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(32, 0, self.width() - 70, self.height()), middle, self._name)
        if self._count:
            painter.setFont(faces.font("small"))
            painter.setPen(self._look.colour("red" if self._alarm else "text-3"))
            spot = QRect(self.width() - 60, 0, 50, self.height())
            right = middle | int(Qt.AlignmentFlag.AlignRight)
            painter.drawText(spot, right, self._look.number(self._count))


class Person(QPushButton):
    """Who is signed in; a press opens theme, language, password, locking and leaving."""

    def __init__(self, look: Look, name: str, role: str) -> None:
        super().__init__(objectName="person")
        self._look, self._name, self._role = look, name, role
        self.setAccessibleName(f"{name}, {role}")
        self.setToolTip(f"{name}, {role}")
        self.setFixedHeight(48)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "accent-soft" if self.underMouse() or self.hasFocus() else "surface-3"
        paint_initials(painter, self._look, QRect(4, 12, 24, 24), self._name, "caption", ground)
        if self.width() > 100:
            self._line(painter, 7, "body", "text", self._name)
            self._line(painter, 25, "caption", "text-3", self._role)

    def _line(self, painter: QPainter, top: int, face: str, tone: str, text: str) -> None:
        painter.setFont(faces.font(face))
        painter.setPen(self._look.colour(tone))
        spot = QRect(36, top, self.width() - 38, 18)
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), cut)


class Rail(QWidget):
    chosen = Signal(str)
    theme_asked = Signal()
    language_asked = Signal()
    password_asked = Signal()
    lock_asked = Signal()
    sign_out_asked = Signal()

    def __init__(self, look: Look, name: str, role: str, administers: bool = False) -> None:
        super().__init__(objectName="rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self.items: dict[str, RailItem] = {}
        self._group = QButtonGroup(self, exclusive=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 6)
        column.setSpacing(0)
        column.addLayout(self._brand())
        for entry in QUEUES:
            column.addWidget(self._item(entry))
        if administers:
            column.addWidget(line())
            column.addWidget(self._item(ADMINISTRATION))
        column.addStretch(1)
        column.addWidget(self._item(OUTBOX))
        column.addWidget(line())
        column.addWidget(self._person(name, role))

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        mark = QLabel()
        mark.setFixedSize(24, 44)
        mark.setPixmap(self._look.pixmap("app", "accent", 24, self.devicePixelRatioF()))
        row.addWidget(mark)
        self._title = label("iHanoi Desk", "lead")
        row.addWidget(self._title, 1)
        return row

    def _item(self, entry: RailEntry) -> RailItem:
        item = RailItem(self._look, entry)
        item.clicked.connect(lambda: self.chosen.emit(entry.page))
        self._group.addButton(item)
        self.items[entry.page] = item
        return item

    def _person(self, name: str, role: str) -> QPushButton:
        look = self._look
        menu = QMenu(self)
        dark = look.theme == "dark"
        theme = menu.addAction(look.say("rail.to_light" if dark else "rail.to_dark"))
        theme.setIcon(look.icon("sun" if dark else "moon"))
        theme.triggered.connect(self.theme_asked)
        other = menu.addAction(look.icon("languages"), look.say("rail.other_language"))
        other.triggered.connect(self.language_asked)
        menu.addSeparator()
        self._password = menu.addAction(look.icon("key-round"), "")
        self._password.triggered.connect(self.password_asked)
        self.set_online(False)
        lock = menu.addAction(look.icon("lock"), f"{look.say('rail.lock')}  (Ctrl L)")
        lock.triggered.connect(self.lock_asked)
        leave = menu.addAction(look.icon("log-out"), look.say("rail.sign_out"))
        leave.triggered.connect(self.sign_out_asked)
        button = Person(look, name, role)
        button.setMenu(menu)
        return button

    def set_online(self, online: bool) -> None:
        """What only the server can do stays in its place and says why it cannot be had."""
        self._password.setEnabled(online)
        key = "rail.password" if online else "rail.password_offline"
        self._password.setText(self._look.say(key))

    def set_width(self, window_width: int) -> None:
        """168 px, 200 on wide screens, icons alone on narrow ones."""
        narrow = window_width < 1180
        self._title.setVisible(not narrow)
        wide = 200 if window_width >= 1600 else size("rail")
        self.setFixedWidth(56 if narrow else wide)

    def mark(self, page: str) -> None:
        self.items[page].setChecked(True)
