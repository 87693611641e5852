"""A list of choices with number keys 1–9, each a line of text and a hint under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.look.look import Look
from ui.parts.facts import Fact, fact_row
from ui.parts.labels import label


@dataclass(frozen=True, slots=True)
class Choice:
    value: object
    text: str
    hint: str = ""
    facts: tuple[Fact, ...] = ()


class Choices(QScrollArea):
    picked = Signal(object)

    def __init__(self, look: Look, name: str, dots: bool = False) -> None:
        """`dots`: each row wears the mark of a radio button."""
        super().__init__(widgetResizable=True)
        self._look, self._dots = look, dots
        self._group: QButtonGroup | None = None
        self._choices: list[Choice] = []
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def offer(self, choices: Sequence[Choice], chosen: object = None) -> None:
        """Replace the list; `chosen` is marked without being announced."""
        self._choices = list(choices)
        self._group = QButtonGroup(self, exclusive=True)
        box = QWidget(objectName="scrolled")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for position, choice in enumerate(self._choices):
            key = str(position + 1) if position < 9 else ""
            button = _ChoiceButton(self._look, choice, key, self._dots)
            button.setChecked(choice.value == chosen)
            button.clicked.connect(lambda _=False, value=choice.value: self.picked.emit(value))
            self._group.addButton(button, position)
            column.addWidget(button)
        column.addStretch(1)
        self.setWidget(box)

    def press(self, number: int) -> None:
        """Pick the choice whose key is `number`."""
        if self._group and 1 <= number <= len(self._choices):
            button = self._group.button(number - 1)
            button.click()
            self.ensureWidgetVisible(button)

    def mark(self, value: object) -> None:
        """Mark `value` without announcing it."""
        for position, choice in enumerate(self._choices):
            if self._group and choice.value == value:
                self._group.button(position).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in "123456789" and event.text():
            self.press(int(event.text()))
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._group:
            here = self._group.checkedId()
            self.press(here + (2 if event.key() == Qt.Key.Key_Down else 0))
        else:
            super().keyPressEvent(event)


class _ChoiceButton(QPushButton):
    def __init__(self, look: Look, choice: Choice, key: str, dot: bool) -> None:
        super().__init__(objectName="choice", checkable=True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 7, 12, 7)
        grid.setVerticalSpacing(1)
        grid.setHorizontalSpacing(10)
        flag = Qt.AlignmentFlag
        top = flag.AlignTop if choice.hint or choice.facts else flag.AlignVCenter
        if dot:
            radio = QRadioButton(focusPolicy=Qt.FocusPolicy.NoFocus, autoExclusive=False)
            self.toggled.connect(radio.setChecked)
            grid.addWidget(radio, 0, 0, 1 + bool(choice.hint) + len(choice.facts), 1, top)
        kind = "strong" if choice.facts else "body"
        grid.addWidget(label(choice.text, kind, wrap=True), 0, 1)
        grid.addWidget(label(key, "small", "text-3"), 0, 2, top)
        if choice.hint:
            grid.addWidget(label(choice.hint, "caption", wrap=True), 1, 1, 1, 2)
        for line, fact in enumerate(choice.facts, start=2):
            grid.addLayout(fact_row(look, fact), line, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        said = [choice.hint] if not choice.facts else [fact.text for fact in choice.facts]
        self.setAccessibleName(". ".join((choice.text, *said)))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self):
        return self.layout().totalSizeHint()

    def minimumSizeHint(self):
        # Long words would make the whole list wider than its place; they wrap instead.
        return QSize(0, self.layout().totalMinimumSize().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.layout().totalHeightForWidth(width)
