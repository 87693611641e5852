"""Sheets that ask for words alone: for the citizen, for colleagues, or both."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.transition import Need
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look

NOTE_LIMIT = 400
TEXT_LIMIT = 600
CONTEXT_HEIGHT = 110


class WordsSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        super().__init__(window, look, task)
        height = CONTEXT_HEIGHT if self._context else 0
        self.set_size(820 if self._preview else 720, height + (420 if self._preview else 360))

    def context(self) -> Sequence[QWidget]:
        """What the officer has to know before the words: stands above the boxes."""
        return ()

    def fields(self) -> QWidget:
        say, needs = self.look.say, decide.needs_of(self.task.case, self.task.verb)
        self._text = self._note = None
        if Need.TEXT in needs:
            public = self.task.catalogue.public_contacts
            self._text = CitizenBox(self.look, say("dialog.to_citizen"), "", TEXT_LIMIT, public)
        if Need.NOTE in needs or Need.TEXT not in needs:
            hint = say("dialog.note_hint" if Need.NOTE in needs else "dialog.note_hint_optional")
            self._note = TextBox(self.look, say("dialog.note"), hint, NOTE_LIMIT)
        boxes = [box for box in (self._text, self._note) if box]
        for box in boxes:
            box.changed.connect(self.changed)
        self._context = self.context()
        return column(*self._context, *boxes, stretch_last=True)

    def first_focus(self) -> QWidget:
        return next(box.edit for box in (self._text, self._note) if box)

    def read_fields(self, action: Action) -> Action:
        return replace(
            action,
            text=self._text.text if self._text else "",
            note=self._note.text if self._note else "",
        )

    def write_fields(self, draft: dict[str, Any]) -> None:
        for box, name in ((self._text, "text"), (self._note, "note")):
            if box:
                box.set_text(str(draft.get(name) or ""))
