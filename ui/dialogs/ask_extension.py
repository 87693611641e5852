"""Xin gia hạn: how many working days and why, each with the limit that would follow."""

import uuid
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.policies import find_policy
from ui.dialogs.new_due import due_facts
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.choices import Choice, Choices
from ui.parts.facts import Fact, FactsCard
from ui.parts.sheet import column_title

NOTE_LIMIT = 400
DAYS_HEIGHT = 228
NOTE_HEIGHT = 90
MOST_DAYS = 30
"""So many are offered where no policy sets a maximum."""


class AskExtensionSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        self._days: int | None = None
        super().__init__(window, look, task)
        self.set_size(720, 600)

    def fields(self) -> QWidget:
        look, case, now = self.look, self.task.case, self.task.clock()
        policies = self.task.catalogue.policies
        most = find_policy(policies, "extension_days", case.rule_set, case.unit)
        times = find_policy(policies, "most_extensions", case.rule_set, case.unit)
        rules = [Fact("stamp", "violet", look.say("extension.who_decides"))]
        if most:
            words = look.say("extension.most", n=most.amount)
            rules.append(Fact("info", "text-3", words, doubtful=not most.verified))
        if times:
            words = look.say("extension.times", n=case.extensions, most=times.amount)
            rules.append(Fact("info", "text-3", words, doubtful=not times.verified))
        self._list = Choices(look, look.say("extension.days"), dots=True)
        counts = range(1, (most.amount if most else MOST_DAYS) + 1)
        self._list.offer([self._choice(days) for days in counts])
        self._list.setFixedHeight(DAYS_HEIGHT)
        self._list.picked.connect(self._pick)
        self._note = TextBox(
            look, look.say("extension.why"), look.say("dialog.note_hint"), NOTE_LIMIT
        )
        self._note.setFixedHeight(NOTE_HEIGHT)
        self._note.changed.connect(self.changed)
        title = column_title(look.say("extension.days"), look.say("dialog.press"))
        card = FactsCard(look, [*due_facts(look, case, case, now), *rules])
        return column(title, self._list, card, self._note)

    def _choice(self, days: int) -> Choice:
        look, now = self.look, self.task.clock()
        facts = due_facts(look, self.task.case, self._granted(days), now)
        hint = facts[-1].text if len(facts) > 1 else ""
        return Choice(days, look.say("panel.working_days", n=days), hint)

    def _granted(self, days: int) -> Case:
        """The case as it would be if a superior agreed at once."""
        task = self.task
        asked = decide.preview(*self._decision(replace(self._blank(), days=days)))
        if asked is None:
            return task.case
        agreed = Action(id=uuid.uuid4().hex, case_id=task.case.id, verb="extend", at=task.clock())
        book = task.catalogue.rulebook()
        after = decide.preview(asked.case, agreed, task.me, task.clock(), book)
        return after.case if after else task.case

    def first_focus(self) -> QWidget:
        return self._list

    def _pick(self, days: object) -> None:
        self._days = int(str(days))
        self.changed()

    def read_fields(self, action: Action) -> Action:
        return replace(action, days=self._days, note=self._note.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        if draft.get("days"):
            self._days = int(draft["days"])
            self._list.mark(self._days)
        self._note.set_text(str(draft.get("note") or ""))
