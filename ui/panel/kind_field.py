"""One field of a kind: its name, what is missing, and a choice or a line to write in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ihanoi_desk.domain.kind_fields import Form, KindField
from ui.look.look import Look
from ui.parts.labels import icon_label, label
from ui.parts.segments import MOST_IN_A_ROW, Segments


class FieldBox(QWidget):
    changed = Signal(str, str)
    """Field code and value."""

    def __init__(self, look: Look, field: KindField) -> None:
        super().__init__()
        self._look, self._field = look, field
        self.is_wide = len(field.choices) > MOST_IN_A_ROW
        """Wants a line of the form for itself."""
        name = look.say(f"fact.{field.code}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(label(name, "small", "text-2"))
        self._missing = label(look.say("panel.fact_missing"), "small", "orange")
        top.addWidget(self._missing)
        top.addStretch(1)
        column.addLayout(top)
        self._choices: Segments | None = None
        self._line: QLineEdit | None = None
        if field.form is Form.CHOICE:
            words = [(code, look.say(f"choice.{code}")) for code in field.choices]
            self._choices = Segments(name, words)
            self._choices.picked.connect(lambda value: self.changed.emit(field.code, value))
        else:
            self._line = QLineEdit()
            self._line.setMaxLength(field.most)
            self._line.setAccessibleName(name)
            self._line.textEdited.connect(self._typed)
        column.addWidget(self.entry)
        self._recorded = QWidget()
        row = QHBoxLayout(self._recorded)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(icon_label(look, "circle-check", "green", 12))
        self._recorded_words = label("", "caption", "green")
        row.addWidget(self._recorded_words, 1)
        self._recorded.hide()
        column.addWidget(self._recorded)
        column.addStretch(1)

    @property
    def entry(self) -> QWidget:
        """What takes the keys."""
        entry = self._choices or self._line
        assert entry is not None
        return entry

    def _typed(self, text: str) -> None:
        assert self._line is not None
        if self._field.form is Form.NUMBER:
            digits = "".join(char for char in text if char.isascii() and char.isdigit())
            if digits != text:
                self._line.setText(digits)
            text = digits
        self.changed.emit(self._field.code, text)

    def show_value(self, value: str, is_missing: bool) -> None:
        self._missing.setVisible(is_missing)
        if self._choices:
            self._choices.show_value(value)
        elif self._line and self._line.text().strip() != value.strip():
            self._line.setText(value)

    def show_recorded(self, day: str) -> None:
        """On which day what is written here got into the case; empty for never."""
        self._recorded.setVisible(bool(day) and self._line is not None)
        self._recorded_words.setText(self._look.say("panel.fact_recorded", day=day))
