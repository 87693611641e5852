"""Xử lý xong, trình duyệt: what was done, with a picture or document of the result or a reason
why there is none; and where the unit wants it, the superior who lets it out."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.transition import Need
from ui.dialogs.approval_route import approval_route, route_reason
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.task import VerbTask
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.dialogs.waiver_line import WaiverLine
from ui.look.look import Look
from ui.parts.facts import Fact, FactsCard
from ui.parts.labels import line
from ui.parts.sheet import column_title
from ui.parts.ticks import Ticks
from ui.redaction.bench import Bench

TEXT_LIMIT = 1000
SIZE = (1148, 674)
LEFT = 356
LEAST_WORDS = 4
MOMENT = re.compile(r"\d{1,2}[:hg]\d{2}|\d{1,2} giờ|\d{1,2}/\d{1,2}")


class ResolveSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        self._needs_evidence = Need.EVIDENCE in decide.needs_of(task.case, task.verb)
        self._for_approval = task.verb == "propose"
        super().__init__(window, look, task)
        self.show_time_left()
        self.set_size(*SIZE)

    def fields(self) -> QWidget:
        look, task = self.look, self.task
        self._text = CitizenBox(
            look, look.say("resolve.text"), "", TEXT_LIMIT, task.catalogue.public_contacts
        )
        hint = look.say(
            "resolve.photo_needed" if self._needs_evidence else "resolve.photo_optional"
        )
        self.bench = Bench(look, task.store, task.cache, task.tasks, task.album, hint)
        self.bench.changed.connect(self.changed)
        self._checklist = Ticks(
            look, [look.say(f"resolve.check_{name}") for name in ("done", "when", "photo")]
        )
        self._waiver = WaiverLine(look)
        parts: list[QWidget] = [self._text, self._checklist, self._waiver]
        proposed, back = task.last("propose"), task.last("send_back")
        if proposed and back and back.seq > proposed.seq:
            words = look.say("approval.sent_back", who=back.actor_name, note=back.note)
            parts.insert(0, FactsCard(look, [Fact("undo-2", "orange", words)]))
            self._text.set_text(proposed.text)
            self._waiver.edit.setText(proposed.facts.get("waiver", ""))
            self.bench.restore(proposed.attachments)
        self._text.changed.connect(self.changed)
        self._waiver.changed.connect(self.changed)
        if self._for_approval:
            title = column_title(look.say("approval.route"), route_reason(look, task))
            parts += [title, FactsCard(look, approval_route(look, task))]
        left = column(*parts, stretch_last=True)
        left.layout().setStretch(parts.index(self._text), 1)
        left.setFixedWidth(LEFT)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(line(vertical=True))
        row.addWidget(self.bench, 1)
        return box

    def told(self, action: Action) -> decide.Applied | None:
        """Of a proposal too: what the citizen reads once a superior agrees."""
        return super().told(replace(action, verb="resolve"))

    def changed(self) -> None:
        super().changed()
        text, files = self._text.text, self.bench.attachments()
        self._waiver.setVisible(self._needs_evidence and not files)
        has_work, has_time = len(text.split()) >= LEAST_WORDS, bool(MOMENT.search(text))
        self._checklist.tick(has_work, has_time, bool(files or self._waiver.text))

    def first_focus(self) -> QWidget:
        return self._text.edit

    def add_file(self, path: Path) -> None:
        self.bench.add_file(path)

    def read_fields(self, action: Action) -> Action:
        names = tuple(file.id for file in self.bench.attachments())
        waiver = "" if names else self._waiver.text
        return replace(action, text=self._text.text, attachments=names, waiver=waiver)

    def write_fields(self, draft: dict[str, Any]) -> None:
        self._text.set_text(str(draft.get("text") or ""))
        self._waiver.edit.setText(str(draft.get("waiver") or ""))
        self.bench.restore(draft.get("attachments") or ())
