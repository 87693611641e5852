"""The card under a text that holds somebody's data: replace it, mask it, or say why it stays."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ihanoi_desk.domain.personal_data import MOST_REASON, Finding
from ui.look.look import Look
from ui.parts.labels import icon_label, label


class PersonalDataCard(QFrame):
    """Shows one finding at a time. `written` says what takes its place, `kept` why it stays."""

    written = Signal(object, str)
    kept = Signal(object, str)

    def __init__(self, look: Look, *, may_keep: bool) -> None:
        super().__init__(objectName="personalData")
        self._look = look
        self._finding: Finding | None = None
        self._head = label("", "strong", "text", wrap=True)
        self._what = label("", "small", "text", wrap=True)
        self._replace = self._button(look.say("guard.replace"), self._put_replacement)
        self._replace.setIcon(look.icon("arrow-left-right"))
        self._mask = self._button("", self._put_mask)
        self._keep = self._button(look.say("guard.keep"), self._ask_reason)
        self._keep.setProperty("look", "flat")
        if not may_keep:
            self._keep.hide()
        self._reason = QLineEdit(maxLength=MOST_REASON)
        self._reason.setPlaceholderText(look.say("guard.why"))
        self._reason.setAccessibleName(look.say("guard.why"))
        self._reason.textChanged.connect(self._reason_typed)
        self._reason.returnPressed.connect(self._give_reason)
        self._confirm = self._button(look.say("guard.keep_now"), self._give_reason)
        self._back = self._button(look.say("guard.back"), self._drop_reason)
        self._choices = self._row(self._replace, self._mask, self._keep)
        self._asking = self._row(self._reason, self._confirm, self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(icon_label(look, "shield-alert", "orange", 16))
        head.addWidget(self._head, 1)
        column.addLayout(head)
        column.addWidget(self._what)
        column.addWidget(self._choices)
        column.addWidget(self._asking)
        self.hide()

    def _button(self, text: str, pressed) -> QPushButton:
        made = QPushButton(text)
        made.clicked.connect(pressed)
        return made

    @staticmethod
    def _row(*parts: QWidget) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(6)
        for part in parts:
            row.addWidget(part, 1 if isinstance(part, QLineEdit) else 0)
        if not isinstance(parts[0], QLineEdit):
            row.addStretch(1)
        return box

    def show_finding(self, finding: Finding | None, others: int) -> None:
        """None hides the card; `others` wait behind this one."""
        is_same = finding and self._finding and finding.value == self._finding.value
        self._finding = finding
        self.setVisible(finding is not None)
        if finding is None:
            return
        look = self._look
        key = "guard.found_more" if others else "guard.found"
        what = look.say(f"guard.{finding.kind}")
        self._head.setText(look.say(key, what=what, others=others))
        self._what.setText(
            f"{finding.found} → {finding.replacement}" if finding.replacement else finding.found
        )
        self._replace.setVisible(finding.replacement is not None)
        self._mask.setText(look.say("guard.mask", mask=finding.mask))
        if not is_same:
            self._drop_reason()

    def _put_replacement(self) -> None:
        if self._finding and self._finding.replacement:
            self.written.emit(self._finding, self._finding.replacement)

    def _put_mask(self) -> None:
        if self._finding:
            self.written.emit(self._finding, self._finding.mask)

    def _ask_reason(self) -> None:
        self._choices.hide()
        self._asking.show()
        self._reason.setFocus()

    def _drop_reason(self) -> None:
        self._reason.clear()
        self._confirm.setEnabled(False)
        self._asking.hide()
        self._choices.show()

    def _reason_typed(self, words: str) -> None:
        self._confirm.setEnabled(bool(words.strip()))

    def _give_reason(self) -> None:
        if self._finding and self._reason.text().strip():
            self.kept.emit(self._finding, self._reason.text().strip())
