"""Gộp: the report that goes on for both, among those alike or by its code, beside this one."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ihanoi_desk.client import cases
from ihanoi_desk.client.similar import by_code, similar
from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.duplicates import Alike
from ui.dialogs.comparison import Comparison
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.panel.similar import hours
from ui.parts.choices import Choice, Choices
from ui.parts.facts import Fact
from ui.parts.labels import label, line
from ui.parts.sheet import column_title

LIST_WIDTH = 300
NOTE_LIMIT = 400
NOTE_HEIGHT = 80


class MergeSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        self._master: Case | None = None
        super().__init__(window, look, task)
        self.set_size(1148, 600)

    def fields(self) -> QWidget:
        look, task = self.look, self.task
        self._alike = {row.id: row for row in similar(task.store, task.case)}
        self._list = Choices(look, look.say("merge.alike"), dots=True)
        self._list.offer([self._choice(row) for row in self._alike.values()])
        self._list.picked.connect(lambda case_id: self._take(int(str(case_id))))
        hint = look.say("merge.code_hint")
        self._code = QLineEdit(placeholderText=hint, clearButtonEnabled=True)
        self._code.setAccessibleName(hint)
        self._code.textEdited.connect(self._typed)
        self._comparison = Comparison(look, task.catalogue, task.case, task.clock())
        self._note = TextBox(
            look, look.say("dialog.note"), look.say("dialog.note_hint_optional"), NOTE_LIMIT
        )
        self._note.setFixedHeight(NOTE_HEIGHT)
        self._note.changed.connect(self.changed)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(line(vertical=True))
        middle = column(self._comparison, self._note, stretch_last=True)
        middle.layout().setStretch(0, 1)
        row.addWidget(middle, 1)
        return box

    def _left(self) -> QWidget:
        look = self.look
        box = QWidget(objectName="surface")
        box.setFixedWidth(LIST_WIDTH)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 12, 0, 12)
        rows.setSpacing(8)
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 0, 12, 0)
        inside.addWidget(column_title(look.say("merge.alike"), look.say("dialog.press")))
        rows.addLayout(inside)
        rows.addWidget(self._list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 0, 12, 0)
        foot.setSpacing(6)
        if not self._alike:
            foot.addWidget(label(look.say("merge.none_alike"), "small", "text-3", wrap=True))
        foot.addWidget(label(look.say("merge.by_code"), "smallstrong", "text-2"))
        foot.addWidget(self._code)
        foot.addWidget(label(look.say("merge.promise"), "small", "text-3", wrap=True))
        rows.addLayout(foot)
        return box

    def _choice(self, row: Alike) -> Choice:
        look = self.look
        apart = look.say("merge.apart", metres=round(row.metres), apart=hours(look, row))
        words = look.say("merge.words_alike", percent=round(row.likeness * 100))
        facts = (Fact("map-pin", "text-3", apart), Fact("file-text", "text-3", words))
        return Choice(row.id, row.code, facts=facts)

    def first_focus(self) -> QWidget:
        return self._list if self._alike else self._code

    def _typed(self, code: str) -> None:
        found = by_code(self.task.store, code.strip())
        self._take(found or 0)

    def _take(self, case_id: int) -> None:
        task = self.task
        shown = cases.read(task.store, case_id, task.me, task.clock()) if case_id else None
        self._master = shown.doc.case if shown else None
        self._list.mark(case_id)
        self._comparison.show_other(self._master)
        self.changed()

    def read_fields(self, action: Action) -> Action:
        master = self._master.id if self._master else None
        return replace(action, master_id=master, note=self._note.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        if draft.get("master_id"):
            self._take(int(draft["master_id"]))
        self._note.set_text(str(draft.get("note") or ""))

    def problem(self, action: Action) -> str:
        """What the server would say of the other report, already here."""
        master = self._master
        if master and master.kind != self.task.case.kind:
            return self.look.say("refusal.master_of_other_kind")
        if master and not master.is_open:
            return self.look.say("refusal.master_closed", master=master.code)
        if master and master.master_id is not None:
            return self.look.say("refusal.master_merged", master=master.code)
        return super().problem(action)
