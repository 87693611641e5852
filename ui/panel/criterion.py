"""One criterion of a regulation: its judgement by key or click, and a short remark."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit

from ihanoi_desk.domain.kind_fields import JUDGEMENTS, REMARK, KindField
from ui.look.look import Look
from ui.parts.labels import label
from ui.parts.segments import Segments

TONES = {"met": "green", "not_met": "red", "irrelevant": "grey"}
KEYS = {"Đ": "met", "D": "met", "K": "not_met", "L": "irrelevant"}
"""D as well: few keyboards have a key for Đ."""
ROOM_BESIDE = 430
"""From this width in pixels the choices stand beside the name, else under it."""


class Criterion(QFrame):
    answered = Signal(str, str)
    """Field code and value, of the judgement or of the remark."""
    walked = Signal(int)
    """Up or down to another criterion."""

    def __init__(self, look: Look, field: KindField, number: int) -> None:
        super().__init__(objectName="criterion")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.code = field.code
        self._name = look.say(f"fact.{field.code}")
        words = [(code, look.say(f"choice.{code}")) for code in JUDGEMENTS]
        self._choices = Segments(self._name, words, TONES, focusable=False)
        self._choices.picked.connect(lambda value: self.answered.emit(self.code, value))
        self.remark = QLineEdit(objectName="remark", placeholderText=look.say("panel.remark"))
        self.remark.setAccessibleName(f"{self._name}, {look.say('panel.remark')}")
        self.remark.setMaxLength(field.most)
        self.remark.textEdited.connect(lambda text: self.answered.emit(self.code + REMARK, text))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4, 2, 0, 3)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.addWidget(label(str(number), "small", "text-3"), 0, 0)
        self._title = label(self._name, "smallstrong")
        self._grid.addWidget(self._title, 0, 1)
        self._grid.setColumnStretch(1, 1)
        self._is_beside: bool | None = None
        self.arrange(0)

    def arrange(self, width: int) -> None:
        """Lay out for a form of `width` pixels."""
        is_beside = width >= ROOM_BESIDE
        if is_beside == self._is_beside:
            return
        self._is_beside = is_beside
        self._grid.removeWidget(self._choices)
        self._grid.removeWidget(self.remark)
        if is_beside:
            self._grid.addWidget(self._choices, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(self.remark, 1, 1)
        else:
            self._grid.addWidget(self._choices, 0, 2, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(self.remark, 1, 1, 1, 2)

    def show_facts(self, facts: Mapping[str, str]) -> None:
        self._choices.show_value(facts.get(self.code, ""))
        remark = facts.get(self.code + REMARK, "")
        if self.remark.text().strip() != remark.strip():
            self.remark.setText(remark)
        self.setAccessibleName(self._choices.accessibleName())

    def event(self, event: QEvent) -> bool:
        """The letters of the judgements are this row's before they are the page's."""
        if event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if _letter(event) in KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        judgement = KEYS.get(_letter(event))
        if judgement:
            self._choices.pick(judgement)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.walked.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


def _letter(event: QKeyEvent) -> str:
    plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    return "" if plain else (event.text() or chr(event.key() & 0xFFFF)).upper()
