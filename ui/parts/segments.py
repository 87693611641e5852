"""One of a few choices as joined buttons: arrows move, a second press lets the choice go."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

MOST_IN_A_ROW = 3
NO_TONES: Mapping[str, str] = {}


class Segments(QFrame):
    picked = Signal(str)
    """The value picked; empty when the choice was let go."""

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        tones: Mapping[str, str] = NO_TONES,
        focusable: bool = True,
    ) -> None:
        """`options` are values with their words, `tones` the meaning of some, green or red."""
        super().__init__(objectName="segments")
        self._name = name
        self._value = ""
        self._buttons: dict[str, QPushButton] = {}
        if focusable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        columns = len(options) if len(options) <= MOST_IN_A_ROW else 2
        for position, (value, words) in enumerate(options):
            button = QPushButton(words, objectName="segment", checkable=True)
            button.setProperty("tone", tones.get(value, "accent"))
            button.setProperty("first", position % columns == 0)
            button.setProperty("top", position < columns)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, value=value: self._press(value))
            grid.addWidget(button, *divmod(position, columns))
            self._buttons[value] = button
        self.show_value("")

    @property
    def value(self) -> str:
        return self._value

    def show_value(self, value: str) -> None:
        """Mark `value` without announcing it."""
        self._value = value
        for code, button in self._buttons.items():
            button.setChecked(code == value)
        chosen = self._buttons.get(value)
        self.setAccessibleName(f"{self._name}: {chosen.text()}" if chosen else self._name)

    def pick(self, value: str) -> None:
        if value != self._value:
            self.show_value(value)
            self.picked.emit(value)

    def _press(self, value: str) -> None:
        if value == self._value:
            self.show_value("")
            self.picked.emit("")
        else:
            self.pick(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        values = list(self._buttons)
        here = values.index(self._value) if self._value else (-1 if step > 0 else len(values))
        self.pick(values[max(0, min(here + step, len(values) - 1))])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            for button in self._buttons.values():
                button.setEnabled(self.isEnabled())
