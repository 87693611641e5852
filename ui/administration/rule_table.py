"""The table of limits and policies: what it is about, how much, on which days, on what ground."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from ihanoi_desk.domain.rules import Table
from ui.administration import rule_words
from ui.administration.ground import Ground, LineRole
from ui.administration.rule_lines import Line, Standing
from ui.look import type as faces
from ui.look.look import Look

COLUMNS = ("name", "about", "value", "days", "source")
SHARES = (25, 16, 16, 20, 23)
"""Of the width, in hundredths: the window may be narrow, and the mark must not go."""
SOURCE = COLUMNS.index("source")
ROW, HEAD = 32, 30
TONES = {Standing.NOW: "text", Standing.COMING: "accent"}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RuleTable(QTableWidget):
    moved = Signal()
    """The officer stands on another row."""
    entered = Signal()
    """Enter, or a double click."""

    def __init__(self, look: Look) -> None:
        super().__init__(0, len(COLUMNS), objectName="rules")
        self._look = look
        self.setAccessibleName(look.say("rules.title"))
        self.setHorizontalHeaderLabels([look.say(f"rules.column_{name}") for name in COLUMNS])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegateForColumn(SOURCE, Ground(look, self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(HEAD)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(SOURCE, QHeaderView.ResizeMode.Stretch)
        self.currentCellChanged.connect(self._stood)
        self.itemDoubleClicked.connect(lambda _: self.entered.emit())

    @property
    def chosen(self) -> Line | None:
        item = self.item(self.currentRow(), 0)
        found: Line | None = item.data(LineRole) if item else None
        return found

    def show_lines(self, lines: Sequence[Line], today: date) -> None:
        """The tables one under another; stays on the rule that was chosen."""
        kept = self.chosen
        self.clearSpans()
        self.setRowCount(0)
        for table in Table:
            of_table = [line for line in lines if line.rule.table == table]
            if of_table:
                self._add_head(table)
            for line in of_table:
                self._add(line, today)
        self._stand(kept)

    def _add_head(self, table: Table) -> None:
        row = self._new_row(HEAD)
        item = QTableWidgetItem(self._look.say(f"rules.of_{table}"))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setFont(faces.font("body-strong"))
        item.setForeground(self._look.colour("text-2"))
        item.setBackground(self._look.colour("surface-2"))
        self.setItem(row, 0, item)
        self.setSpan(row, 0, 1, len(COLUMNS))

    def _add(self, line: Line, today: date) -> None:
        look, rule = self._look, line.rule
        row = self._new_row(ROW)
        texts = (
            rule_words.name(look, rule),
            rule_words.about(look, rule),
            rule_words.value(look, rule),
            rule_words.days(look, rule, today),
            self._source(line),
        )
        tone = look.colour(TONES.get(line.standing, "text-3"))
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setForeground(tone)
            item.setData(LineRole, line)
            self.setItem(row, column, item)
        # A source may be longer than its column.
        self.item(row, SOURCE).setToolTip(texts[SOURCE])
        value = self.item(row, 2)
        if value and line.standing == Standing.NOW:
            value.setFont(faces.font("body-strong"))

    def _source(self, line: Line) -> str:
        own = line.rule.source if line.rule.verified else self._look.say("window.unverified")
        return f"{own} · {self._look.say('rules.lent')}" if line.is_lent else own

    def _new_row(self, height: int) -> int:
        row = self.rowCount()
        self.insertRow(row)
        self.setRowHeight(row, height)
        return row

    def _stand(self, kept: Line | None) -> None:
        def is_same(line: Line | None) -> bool:
            return bool(kept and line) and (
                (line.rule.table, line.rule.code) == (kept.rule.table, kept.rule.code)
            )

        lines = [(row, self.item(row, 0).data(LineRole)) for row in range(self.rowCount())]
        rows = [row for row, line in lines if line and line == kept]
        rows += [row for row, line in lines if is_same(line)]
        rows += [row for row, line in lines if line]
        if rows:
            self.setCurrentCell(rows[0], 0)
        self.moved.emit()

    def _stood(self, row: int, _column: int, before: int, _from: int) -> None:
        """The keyboard steps over the heads."""
        item = self.item(row, 0)
        if item and item.data(LineRole) is None and before >= 0:
            onward = row + (1 if row > before else -1)
            if 0 <= onward < self.rowCount():
                self.setCurrentCell(onward, 0)
            else:
                self.setCurrentCell(before, 0)
            return
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, share in enumerate(SHARES[:SOURCE]):
            self.setColumnWidth(column, self.viewport().width() * share // 100)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
