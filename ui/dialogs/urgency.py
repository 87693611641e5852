"""Đổi mức: three levels with what each means, and the limit it brings, before it is sent."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action, State, Urgency
from ihanoi_desk.domain.deadlines import find_limit
from ui.dialogs.new_due import due_facts
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.look.states import URGENCY_MARKS
from ui.parts.choices import Choice, Choices
from ui.parts.facts import Fact, FactsCard
from ui.parts.sheet import column_title

NOTE_LIMIT = 400
LEVELS_HEIGHT = 204
NOTE_HEIGHT = 90


class UrgencySheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        self._level: Urgency | None = None
        super().__init__(window, look, task)
        self.set_size(720, 560)

    def fields(self) -> QWidget:
        look = self.look
        self._levels = Choices(look, look.say("urgency_sheet.levels"), dots=True)
        self._levels.offer([self._choice(level) for level in Urgency])
        self._levels.setFixedHeight(LEVELS_HEIGHT)
        self._levels.picked.connect(self._pick)
        self._due = FactsCard(look)
        self._note = TextBox(
            look, look.say("urgency_sheet.why"), look.say("dialog.note_hint"), NOTE_LIMIT
        )
        self._note.setFixedHeight(NOTE_HEIGHT)
        self._note.changed.connect(self.changed)
        title = column_title(look.say("urgency_sheet.levels"), look.say("dialog.press"))
        return column(title, self._levels, self._due, self._note)

    def _choice(self, level: Urgency) -> Choice:
        look, case = self.look, self.task.case
        limit = find_limit(self.task.catalogue.limits, case.kind, "handle", level, case.rule_set)
        means = Fact("info", "text-3", look.say(f"urgency_sheet.{level}"))
        facts = [means]
        if limit:
            amount = look.say(f"panel.{limit.unit}", n=limit.amount)
            words = look.say("urgency_sheet.limit", amount=amount)
            facts.append(Fact("timer", "text-3", words, doubtful=not limit.verified))
        name = look.say(f"urgency.{level}")
        if level is case.urgency:
            name = look.say("urgency_sheet.is_now", level=name)
        mark = URGENCY_MARKS[level]
        if mark:
            facts[0] = replace(means, icon=mark.icon, tone=mark.tone)
        return Choice(level, name, facts=tuple(facts))

    def first_focus(self) -> QWidget:
        return self._levels

    def _pick(self, level: object) -> None:
        self._level = Urgency(str(level))
        self.changed()

    def changed(self) -> None:
        super().changed()
        after = decide.preview(*self._decision(self.action()))
        case, now = self.task.case, self.task.clock()
        facts = due_facts(self.look, case, after.case if after else case, now)
        if case.state is State.NEW:
            words = self.look.say("urgency_sheet.not_received")
            facts.append(Fact("info", "text-3", words))
        self._due.show_facts(facts)

    def read_fields(self, action: Action) -> Action:
        return replace(action, urgency=self._level, note=self._note.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        if draft.get("urgency"):
            self._level = Urgency(draft["urgency"])
            self._levels.mark(self._level)
        self._note.set_text(str(draft.get("note") or ""))
