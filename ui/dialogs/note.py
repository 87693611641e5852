"""Ghi chú and Trả lại: a few words for colleagues, and where the case goes."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain.cases import Action
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look

NOTE_LIMIT = 400


class NoteSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        super().__init__(window, look, task)
        self.set_size(820 if self._preview else 640, 360)

    def fields(self) -> QWidget:
        title = self.look.say("dialog.note")
        self._note = TextBox(self.look, title, self.look.say("dialog.note_hint"), NOTE_LIMIT)
        self._note.changed.connect(self.changed)
        return column(self._note, stretch_last=True)

    def first_focus(self) -> QWidget:
        return self._note.edit

    def read_fields(self, action: Action) -> Action:
        return replace(action, note=self._note.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        self._note.set_text(str(draft.get("note") or ""))
