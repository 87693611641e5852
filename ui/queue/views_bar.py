"""The fixed views over a list, with their counts; Alt and a digit picks one."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from ihanoi_desk.client.queues import Counts, View
from ui.look import type as faces
from ui.look.look import Look
from ui.parts.wear import wear

SIDE = 8
MORE = 30
PADDING, TIGHT_PADDING = 16, 8
"""What the style sheet puts around a name, in pixels, usually and on a narrow list."""
ALARMS = {"due_soon": "orange", "overdue": "red"}
PRESSING = ("to_receive", "to_classify", *ALARMS)
"""The views that keep their number on the narrowest list."""
GIVE_WAY = ("moved_in", "closed", "waiting", "approval", "circling", "due_soon")
"""What goes into the menu at the end, in this order, where even bare names do not fit."""
KEYS = "1234567890"


class ViewsBar(QWidget):
    chosen = Signal(str)

    def __init__(self, look: Look, kind: str, views: Sequence[View]) -> None:
        super().__init__(objectName="views")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._kind = look, kind
        self._tight = False
        self._counts: Counts | None = None
        self._group = QButtonGroup(self, exclusive=True)
        self._buttons: dict[str, QPushButton] = {}
        bold = faces.font("small")
        bold.setWeight(QFont.Weight.DemiBold)
        self._metrics = QFontMetrics(bold)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.setSpacing(0)
        for key, view in zip(KEYS, views, strict=False):
            button = QPushButton(objectName="view", checkable=True)
            button.clicked.connect(lambda _=False, code=view.code: self.chosen.emit(code))
            button.setToolTip(f"Alt+{key}")
            QShortcut(QKeySequence(f"Alt+{key}"), self, button.click)
            self._group.addButton(button)
            self._buttons[view.code] = button
            row.addWidget(button)
        self._more = QToolButton(objectName="moreviews")
        self._more.setIcon(look.icon("chevron-down"))
        self._more.setAccessibleName(look.say("queue.more_views"))
        self._more.setToolTip(look.say("queue.more_views"))
        self._more.setFixedWidth(MORE)
        self._more.clicked.connect(self._open_menu)
        row.addWidget(self._more)
        row.addStretch(1)
        self.setFixedHeight(36)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """What does not fit gives way: the names never hold the list open."""
        return QSize(2 * SIDE + MORE, self.height())

    def holds(self, view: str) -> bool:
        """Whether the officer has this view: rights may have changed since it was remembered."""
        return view in self._buttons

    def mark(self, view: str) -> None:
        self._buttons[view].setChecked(True)
        self._arrange()

    def show_counts(self, counts: Counts) -> None:
        self._counts = counts
        self._arrange()

    def _arrange(self) -> None:
        """On a narrow list the names stand closer, then lose numbers, zeros first; then the least
        pressing go into a menu; none is cut, and the chosen one always stays."""
        room = self.width() - 2 * SIDE
        everybody = frozenset(self._buttons)
        numbered: Iterable[str] = everybody
        tight = self._width(everybody, numbered, PADDING) > room
        for fewer in (self._not_empty(), PRESSING):
            if tight and self._width(everybody, numbered, TIGHT_PADDING) > room:
                numbered = fewer
        shown = set(everybody)
        for code in GIVE_WAY:
            if not tight or self._width(shown, numbered, TIGHT_PADDING) <= room:
                break
            if code in shown and not self._buttons[code].isChecked():
                room -= MORE if shown == everybody else 0
                shown.discard(code)
        self._more.setVisible(shown != everybody)
        for code, button in self._buttons.items():
            button.setVisible(code in shown)
            self._write(code, button, code in numbered)
        if tight != self._tight:
            self._tight = tight
            for button in self._buttons.values():
                wear(button, "tight", tight)

    def _not_empty(self) -> list[str]:
        counts = self._counts
        return [code for code in self._buttons if counts and counts.view(self._kind, code)]

    def _width(self, shown: Iterable[str], numbered: Iterable[str], padding: int) -> int:
        return sum(
            self._metrics.horizontalAdvance(self._words(code, code in numbered)) + padding
            for code in shown
        )

    def _words(self, code: str, numbered: bool) -> str:
        name = self._look.say(f"view.{code}")
        if self._counts is None or not numbered or code == "closed":
            return name
        return f"{name}  {self._counts.view(self._kind, code)}"

    def _write(self, code: str, button: QPushButton, numbered: bool) -> None:
        button.setText(self._words(code, numbered))
        if self._counts is None:
            return
        number = self._counts.view(self._kind, code)
        button.setAccessibleName(f"{self._look.say(f'view.{code}')}, {number}")
        tone = ALARMS.get(code)
        button.setStyleSheet(f"color: {self._look.hex(tone)};" if tone and number else "")

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, button in self._buttons.items():
            if button.isHidden():
                action = menu.addAction(f"{self._words(code, True)}\t{button.toolTip()}")
                action.triggered.connect(button.click)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
