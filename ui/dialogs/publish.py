"""Công khai: what everybody may read and see of a result, with people and plates covered."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ihanoi_desk.domain.cases import Action
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.task import VerbTask
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.labels import line
from ui.redaction.copies import Copies

TEXT_LIMIT = 1000
SIZE = (1100, 674)


class PublishSheet(VerbSheet):
    """The text goes through the same guard against personal data as every text to a citizen."""

    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        super().__init__(window, look, task)
        self.set_size(*SIZE)

    def fields(self) -> QWidget:
        look, task = self.look, self.task
        public = task.catalogue.public_contacts
        self._text = CitizenBox(look, look.say("publish.text"), "", TEXT_LIMIT, public)
        self._text.changed.connect(self.changed)
        hint = look.say("redaction.taken_hint")
        self.bench = Copies(look, task.store, task.cache, task.tasks, task.album, hint)
        self.bench.changed.connect(self.changed)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(column(self._text, stretch_last=True), 2)
        row.addWidget(line(vertical=True))
        row.addWidget(self.bench, 3)
        return box

    def first_focus(self) -> QWidget:
        return self._text.edit

    def read_fields(self, action: Action) -> Action:
        names = tuple(file.id for file in self.bench.attachments())
        return replace(action, text=self._text.text, attachments=names)

    def write_fields(self, draft: dict[str, Any]) -> None:
        self._text.set_text(str(draft.get("text") or ""))
        self.bench.restore(draft["attachments"])
