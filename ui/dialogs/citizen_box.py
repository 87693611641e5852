"""A text the citizen will read: somebody's data in it is underlined until it is settled."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextEdit, QVBoxLayout, QWidget

from ihanoi_desk.domain.personal_data import Finding, PublicContact, find
from ihanoi_desk.domain.templates import GAP
from ui.dialogs.personal_data_card import PersonalDataCard
from ui.dialogs.template_menu import TemplateMenu
from ui.dialogs.text_box import TextBox
from ui.look.look import Look
from ui.parts.labels import elided, label


class CitizenBox(TextBox):
    """`kept` goes into the action with the text; what everybody reads keeps nothing.

    Ready sentences come through `offer`.
    """

    def __init__(
        self,
        look: Look,
        title: str,
        hint: str,
        limit: int,
        public: Sequence[PublicContact],
        *,
        may_keep: bool = True,
    ) -> None:
        self._public = public
        self._may_keep = may_keep
        self._reasons: dict[str, str] = {}
        self._found: tuple[Finding, ...] = ()
        self._card = PersonalDataCard(look, may_keep=may_keep)
        self._kept_rows = QWidget()
        self._kept_column = QVBoxLayout(self._kept_rows)
        self._kept_column.setContentsMargins(0, 0, 0, 0)
        self._kept_column.setSpacing(2)
        super().__init__(look, title, hint, limit)
        self._card.written.connect(self._write)
        self._card.kept.connect(self._keep)
        self._templates = TemplateMenu(look, self)
        self._templates.picked.connect(self._fill_in)
        self.head.insertWidget(self.head.count() - 1, self._templates)
        self.layout().addWidget(self._card)
        self.layout().addWidget(self._kept_rows)

    @property
    def kept(self) -> dict[str, str]:
        """Why what is still in the text stays there."""
        return {
            row.value: self._reasons[row.value] for row in self._found if row.value in self._reasons
        }

    def offer(self, sentences: Sequence[str], values: Callable[[], Mapping[str, str]]) -> None:
        """Ready sentences with their keys 1–9; `values` fills the placeholders when one is picked,
        and what it does not know is marked to be typed over."""
        self._templates.offer(sentences, values)

    def _fill_in(self, sentence: str) -> None:
        # As if typed, so that Ctrl+Z brings back what stood there.
        cursor = self.edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(sentence)
        if GAP in sentence:
            start = self._units_to(sentence.index(GAP))
            cursor.setPosition(start)
            cursor.setPosition(start + len(GAP), QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()

    def put_back(self, kept: Mapping[str, str]) -> None:
        """The reasons of a draft."""
        self._reasons = dict(kept) if self._may_keep else {}
        self._typed()

    def _typed(self) -> None:
        self._found = find(self.text, self._public)
        open_ones = [row for row in self._found if row.value not in self._reasons]
        self._underline(open_ones)
        self._card.show_finding(open_ones[0] if open_ones else None, len(open_ones) - 1)
        self._show_kept()
        super()._typed()

    def _write(self, finding: Finding, words: str) -> None:
        self._cursor(finding).insertText(words)
        self.edit.setFocus()

    def _keep(self, finding: Finding, reason: str) -> None:
        self._reasons[finding.value] = reason
        self.edit.setFocus()
        self._typed()

    def _let_go(self, value: str) -> None:
        self._reasons.pop(value, None)
        self._typed()

    def _cursor(self, finding: Finding) -> QTextCursor:
        cursor = QTextCursor(self.edit.document())
        cursor.setPosition(self._units_to(finding.start))
        cursor.setPosition(self._units_to(finding.end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _units_to(self, position: int) -> int:
        """A position of the text as Qt counts it: in UTF-16, where some characters are two."""
        return len(self.text[:position].encode("utf-16-le")) // 2

    def _underline(self, findings: Sequence[Finding]) -> None:
        shape = QTextCharFormat()
        shape.setBackground(self._look.colour("orange-soft"))
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        shape.setUnderlineColor(self._look.colour("orange"))
        selections = []
        for finding in findings:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(finding)
            selection.cursor.setKeepPositionOnInsert(True)
            selection.format = shape
            selections.append(selection)
        self.edit.setExtraSelections(selections)

    def _show_kept(self) -> None:
        while item := self._kept_column.takeAt(0):
            item.widget().deleteLater()
        masks = {row.value: row.mask for row in self._found}
        for value, reason in self.kept.items():
            self._kept_column.addWidget(self._kept_row(value, masks[value], reason))
        self._kept_rows.setVisible(bool(self.kept))

    def _kept_row(self, value: str, mask: str, reason: str) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        words = self._look.say("guard.kept", mask=mask, reason=reason)
        row.addWidget(label(elided(words, 90), "small", "text-2", wrap=True), 1)
        undo = QPushButton(self._look.say("guard.let_go"))
        undo.setProperty("look", "link")
        undo.clicked.connect(lambda: self._let_go(value))
        row.addWidget(undo)
        return box
