"""Đổi lĩnh vực: the catalogue of the kind by group, narrowed by typing."""

from dataclasses import replace
from itertools import groupby
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.catalogue import Category
from ihanoi_desk.domain.text import fold
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.choices import Choice, Choices
from ui.parts.sheet import column_title

NOTE_LIMIT = 400
NOTE_HEIGHT = 80


class CategorizeSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        self._category: str | None = None
        super().__init__(window, look, task)
        self.set_size(720, 620)

    def fields(self) -> QWidget:
        look = self.look
        hint = look.say("categorize.search")
        self._search = QLineEdit(placeholderText=hint, clearButtonEnabled=True)
        self._search.setAccessibleName(hint)
        self._search.textChanged.connect(self._offer)
        self._list = Choices(look, look.say("fact.category"), dots=True)
        self._list.picked.connect(self._pick)
        self._note = TextBox(
            look, look.say("dialog.note"), look.say("dialog.note_hint_optional"), NOTE_LIMIT
        )
        self._note.setFixedHeight(NOTE_HEIGHT)
        self._note.changed.connect(self.changed)
        self._offer("")
        title = column_title(look.say("fact.category"), look.say("categorize.keys"))
        made = column(self._search, title, self._list, self._note, stretch_last=True)
        made.layout().setStretch(2, 1)
        return made

    def _offer(self, typed: str) -> None:
        """Those that hold every typed word in name or group, by group as in the catalogue."""
        words = fold(typed).split()
        rows = [row for row in self.task.catalogue.categories if row.kind == self.task.case.kind]
        found = [row for row in rows if all(word in fold(self._whole(row)) for word in words)]
        grouped = [row for _, group in groupby(found, lambda row: row.group) for row in group]
        self._list.offer([self._choice(row) for row in grouped], self._category)

    def _whole(self, row: Category) -> str:
        return f"{row.name_vi} {row.name_en} {self._group(row)}"

    def _group(self, row: Category) -> str:
        return self.look.say(f"group.{row.group}")

    def _choice(self, row: Category) -> Choice:
        name, hint = self.look.name(row.name_vi, row.name_en), self._group(row)
        if row.code == self.task.case.category:
            hint = self.look.say("categorize.is_now", group=hint)
        return Choice(row.code, name, hint)

    def first_focus(self) -> QWidget:
        return self._search

    def _pick(self, code: object) -> None:
        self._category = str(code)
        self.changed()

    def read_fields(self, action: Action) -> Action:
        return replace(action, category=self._category, note=self._note.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        if draft.get("category"):
            self._category = str(draft["category"])
            self._list.mark(self._category)
        self._note.set_text(str(draft.get("note") or ""))
