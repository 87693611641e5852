"""Xin gia hạn: how many working days and why, with the limit that would follow."""

import uuid
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.policies import find_policy
from ui.dialogs.new_due import due_facts
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.facts import Fact, FactsCard
from ui.parts.labels import label
from ui.parts.sheet import column_title

NOTE_LIMIT = 400
MOST_DAYS = 99
"""Where no policy sets a maximum."""


class AskExtensionSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        super().__init__(window, look, task)
        self.set_size(640, 430)

    def fields(self) -> QWidget:
        look, case = self.look, self.task.case
        policies = self.task.catalogue.policies
        most = find_policy(policies, "extension_days", case.rule_set, case.unit)
        times = find_policy(policies, "most_extensions", case.rule_set, case.unit)
        self._days = QSpinBox(minimum=0, maximum=most.amount if most else MOST_DAYS)
        self._days.setFixedWidth(90)
        self._days.setAccessibleName(look.say("extension.days"))
        self._days.valueChanged.connect(self.changed)
        self._rules = []
        if most:
            words = look.say("extension.most", n=most.amount)
            self._rules.append(Fact("info", "text-3", words, doubtful=not most.verified))
        if times:
            words = look.say("extension.times", n=case.extensions, most=times.amount)
            self._rules.append(Fact("info", "text-3", words, doubtful=not times.verified))
        self._due = FactsCard(look)
        self._note = TextBox(
            look, look.say("extension.why"), look.say("dialog.note_hint"), NOTE_LIMIT
        )
        self._note.changed.connect(self.changed)
        amount = QWidget()
        row = QHBoxLayout(amount)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._days)
        row.addWidget(label(look.say("extension.unit"), "body", "text-2"), 1)
        title = column_title(look.say("extension.days"))
        return column(title, amount, self._due, self._note, stretch_last=True)

    def first_focus(self) -> QWidget:
        return self._days

    def changed(self) -> None:
        super().changed()
        facts = due_facts(self.look, self.task.case, self._granted(), self.task.clock())
        decides = Fact("stamp", "violet", self.look.say("extension.who_decides"))
        self._due.show_facts([*facts, decides, *self._rules])

    def _granted(self):
        """The case as it would be if a superior agreed at once."""
        task = self.task
        asked = decide.preview(*self._decision(self.action()))
        if asked is None or not self._days.value():
            return task.case
        agreed = Action(id=uuid.uuid4().hex, case_id=task.case.id, verb="extend", at=task.clock())
        book = task.catalogue.rulebook()
        after = decide.preview(asked.case, agreed, task.me, task.clock(), book)
        return after.case if after else task.case

    def read_fields(self, action: Action) -> Action:
        return replace(action, days=self._days.value() or None, note=self._note.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        self._days.setValue(int(draft.get("days") or 0))
        self._note.set_text(str(draft.get("note") or ""))
