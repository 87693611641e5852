"""The form for what a kind of case asks beyond the report, drawn from the rows of `kind_fields`."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ihanoi_desk.client.cases import Shown
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.pending import REFUSED
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.dated import FIRST_DAY
from ihanoi_desk.domain.kind_fields import CRITERIA, KindField, fields_of, missing
from ui.look.look import Look
from ui.panel import kind_draft
from ui.panel.checklist import Checklist
from ui.panel.kind_field import FieldBox
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.parts.later import later, no_later
from ui.parts.wear import wear
from ui.trouble import sentence as trouble_sentence

SAVE_DELAY_MS = 300
ROOM_FOR_TWO = 440
"""From this width in pixels two fields stand side by side."""


class KindForm(QWidget):
    """One form for every kind with questions. It outlives the drawings of the panel around it, so
    that the cursor stays where the officer writes."""

    recorded = Signal()
    """The officer wants the answers in the case."""

    def __init__(self, look: Look, store: Store) -> None:
        super().__init__(objectName="kindform")
        self._look, self._store = look, store
        self._case_id, self._kind, self._filed_on = 0, "", FIRST_DAY
        self._rows: tuple[KindField, ...] = ()
        self._base: dict[str, str] = {}
        self._changes: dict[str, str] = {}
        self._fields: dict[str, FieldBox] = {}
        self._columns = 0
        self._is_live = self._waits = False
        self._save = later(self, SAVE_DELAY_MS, self._keep)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 8)
        self._column.setSpacing(6)
        self._body = QWidget()
        self._column.addWidget(self._body)
        self._column.addWidget(self._foot())
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self, self._record)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        self._standing = label("", "small", "text-3", wrap=True)
        row.addWidget(self._standing, 1)
        self._discard = QPushButton(self._look.say("panel.discard"))
        self._discard.setProperty("look", "link")
        self._discard.clicked.connect(self.discard)
        row.addWidget(self._discard)
        self.button = KeyButton(self._look, "scale", self._look.say("send.classify"), "C")
        self.button.clicked.connect(self._record)
        row.addWidget(self.button)
        return foot

    # --- showing -------------------------------------------------------------------------------

    def show_case(self, shown: Shown, is_live: bool, why_not: str = "") -> None:
        """The answers of `shown` under those drafted; not `is_live` they cannot be changed."""
        self.flush()
        case = shown.doc.case
        self._kind, self._filed_on = case.kind, case.rule_set
        rows = fields_of(case.kind, case.rule_set)
        if rows != self._rows:
            self._rows = rows
            self._build()
        self._case_id, self._base = case.id, dict(case.facts)
        self._changes = self._drafted() if is_live else {}
        self._is_live = is_live
        self._body.setEnabled(is_live)
        self._body.setToolTip(why_not)
        self._waits = any(
            row.action.verb == kind_draft.VERB and row.state != REFUSED for row in shown.pending
        )
        at = {code: step.at for step in shown.doc.steps for code in step.facts}
        for code, box in self._fields.items():
            box.show_recorded(self._look.day(at[code]) if self._base.get(code) else "")
        self._refresh()

    def _drafted(self) -> dict[str, str]:
        found = kind_draft.drafted(self._store, self._case_id)
        return {code: value for code, value in found.items() if value != self._base.get(code, "")}

    def _build(self) -> None:
        self._column.removeWidget(self._body)
        self._body.deleteLater()
        self._body = QWidget()
        self._column.insertWidget(0, self._body)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        rows = self._rows
        self._fields = {
            row.code: FieldBox(self._look, row) for row in rows if row.code not in CRITERIA
        }
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        column.addLayout(self._grid)
        for box in self._fields.values():
            box.changed.connect(self._answer)
        self._checklist = Checklist(self._look, [row for row in rows if row.code in CRITERIA])
        self._checklist.answered.connect(self._answer)
        column.addWidget(self._checklist)
        self._columns = 0
        self._arrange()
        self._put_in_order()

    def _put_in_order(self) -> None:
        """Tab goes from top to bottom, whichever part was made first."""
        stops = [box.entry for box in self._fields.values()]
        for before, after in pairwise([*stops, *self._checklist.stops, self._discard, self.button]):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= ROOM_FOR_TWO else 1
        if self._rows:
            self._checklist.arrange(self.width())
        if columns == self._columns:
            return
        self._columns = columns
        line = at = 0
        for box in self._fields.values():
            self._grid.removeWidget(box)
            span = columns if box.is_wide else 1
            if at + span > columns:
                line, at = line + 1, 0
            self._grid.addWidget(box, line, at, 1, span)
            at += span

    def _refresh(self) -> None:
        facts = self._facts()
        open_ones = {row.code for row in self._missing()}
        for row in self._rows:
            if row.code in self._fields:
                box = self._fields[row.code]
                box.setVisible(row.applies(facts))
                box.show_value(facts.get(row.code, ""), self._is_live and row.code in open_ones)
        self._checklist.show_facts(facts)
        self._tell(len(open_ones))

    def _tell(self, open_ones: int) -> None:
        say, tone = self._look.say, "text-3"
        if self._changes:
            words, tone = say("panel.unrecorded", n=len(self._changes)), "ochre"
        elif self._waits:
            words, tone = say("queue.sending"), "ochre"
        elif open_ones:
            words, tone = say("panel.facts_missing", n=open_ones), "orange"
        else:
            words = say("panel.facts_complete")
        self._say(words, tone)
        self._discard.setVisible(bool(self._changes))
        self.button.setVisible(self._is_live)
        self.button.setEnabled(bool(self._changes))

    def _say(self, words: str, tone: str) -> None:
        self._standing.setText(words)
        wear(self._standing, "tone", tone)

    # --- answering -----------------------------------------------------------------------------

    def _facts(self) -> dict[str, str]:
        return {**self._base, **self._changes}

    def _missing(self) -> tuple[KindField, ...]:
        return missing(self._kind, self._facts(), self._filed_on)

    def _answer(self, code: str, value: str) -> None:
        if value.strip() == self._base.get(code, ""):
            self._changes.pop(code, None)
        else:
            self._changes[code] = value
        self._refresh()
        no_later(self._save)

    def begin(self) -> bool:
        """Stand on the first open question; False when there is something to record instead."""
        if not self._is_live or self._changes:
            return False
        first = next(iter(self._missing()), self._rows[0])
        box = self._fields.get(first.code)
        target = box.entry if box else self._checklist.row(first.code)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def discard(self) -> None:
        """Back to what the case holds."""
        self._changes = {}
        self._refresh()
        self._save.stop()
        self._keep()

    def flush(self) -> None:
        """Keep what was just typed now, before the case or the program changes."""
        if self._save.isActive():
            self._save.stop()
            self._keep()

    def _keep(self) -> None:
        try:
            kind_draft.keep(self._store, self._case_id, self._changes)
        except EnvironmentProblem as trouble:
            self._say(trouble_sentence(self._look, trouble), "red")

    def _record(self) -> None:
        self.flush()
        if self._is_live and self._changes:
            self.recorded.emit()
