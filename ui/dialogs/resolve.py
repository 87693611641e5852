"""Xử lý xong: what was done, with a photo or document of the result."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.transition import Need
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.task import VerbTask
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.labels import line
from ui.redaction.bench import Bench

TEXT_LIMIT = 1000
SIZE = (1148, 674)


class ResolveSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        super().__init__(window, look, task)
        self.set_size(*SIZE)

    def fields(self) -> QWidget:
        look, task = self.look, self.task
        self._text = CitizenBox(
            look, look.say("resolve.text"), "", TEXT_LIMIT, task.catalogue.public_contacts
        )
        self._text.changed.connect(self.changed)
        needed = Need.EVIDENCE in decide.needs_of(task.case, "resolve")
        hint = look.say("resolve.photo_needed" if needed else "resolve.photo_optional")
        self.bench = Bench(look, task.store, task.cache, task.tasks, task.album, hint)
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

    def add_file(self, path: Path) -> None:
        self.bench.add_file(path)

    def read_fields(self, action: Action) -> Action:
        names = tuple(file.id for file in self.bench.attachments())
        return replace(action, text=self._text.text, attachments=names)

    def write_fields(self, draft: dict[str, Any]) -> None:
        self._text.set_text(str(draft.get("text") or ""))
        self.bench.restore(draft["attachments"])
