"""The bar under the list while rows are picked: how many, and the verbs that suit many."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.bulk.plan import TOGETHER, Plan
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.verbs import VERB_LOOKS

ALONE = ("route", "reject")
"""Shown greyed, so that nobody looks for them."""


class BulkBar(QWidget):
    chosen = Signal(str)
    cleared = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(objectName="surface2")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(52)
        self._look = look
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        close = QPushButton()
        close.setProperty("look", "flat")
        close.setIcon(look.icon("x"))
        close.setFixedWidth(32)
        close.setAccessibleName(look.say("bulk.clear"))
        close.setToolTip(f"{look.say('bulk.clear')} (Esc)")
        close.clicked.connect(self.cleared)
        row.addWidget(close)
        self._count = label("", "strong")
        self._of = label("", "small", "text-2")
        row.addWidget(self._count)
        row.addWidget(self._of)
        row.addStretch(1)
        self.buttons: dict[str, KeyButton] = {}
        for verb in (*TOGETHER, *ALONE):
            shown = VERB_LOOKS[verb]
            button = KeyButton(look, shown.icon, look.say(f"verb.{verb}"), shown.key)
            button.clicked.connect(lambda _=False, name=verb: self.chosen.emit(name))
            if verb in ALONE:
                button.setEnabled(False)
                button.setToolTip(look.say("bulk.alone"))
            self.buttons[verb] = button
            row.addWidget(button)

    def show_plans(self, picked: int, rows: int, plans: dict[str, Plan], main: str) -> None:
        """Numbers on the verbs; one that fits no picked case is greyed with the reason."""
        self._count.setText(str(picked))
        self._of.setText(self._look.say("bulk.of", n=rows))
        for verb, plan in plans.items():
            button, count = self.buttons[verb], len(plan.docs)
            name = self._look.say(f"verb.{verb}")
            button.setText(f"{name} {count}" if verb == main and count else name)
            button.setEnabled(bool(count))
            whys = [part.why for part in plan.left_out]
            button.setToolTip("" if count else "\n".join(whys))
            button.set_kind("main" if verb == main and count else "plain")
        self._give_way()

    def _width(self, verbs: Iterable[str]) -> int:
        counted = self._count.sizeHint().width() + self._of.sizeHint().width()
        return 90 + counted + sum(self.buttons[verb].sizeHint().width() + 8 for verb in verbs)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the verbs that can be used: the greyed ones give way."""
        return QSize(self._width(TOGETHER), 52)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        narrow = self.width() < self._width((*TOGETHER, *ALONE))
        for verb in ALONE:
            self.buttons[verb].setHidden(narrow)
