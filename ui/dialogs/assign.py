"""Phân công: a handler of the unit that holds the case."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.officers import Role
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.choices import Choice, Choices
from ui.parts.sheet import column_title

NOTE_LIMIT = 400


class AssignSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        super().__init__(window, look, task)
        self.set_size(820, 460)

    def fields(self) -> QWidget:
        look, case = self.look, self.task.case
        self._assignee: int | None = None
        self._people = [
            officer
            for officer in self.task.catalogue.officers
            if any(
                grant.unit == case.unit and grant.role is Role.HANDLER for grant in officer.grants
            )
        ]
        self._list = Choices(look, look.say("dialog.who"))
        self._list.offer(
            [
                Choice(
                    officer.id,
                    officer.name,
                    look.say("dialog.holds_now") if officer.id == case.holder_id else "",
                )
                for officer in self._people
            ]
        )
        self._list.picked.connect(self._pick)
        self._note = TextBox(
            look, look.say("dialog.note"), look.say("dialog.note_hint_optional"), NOTE_LIMIT
        )
        self._note.changed.connect(self.changed)
        self._note.setMaximumHeight(120)
        return column(
            column_title(look.say("dialog.who"), look.say("dialog.press")),
            self._list,
            self._note,
            stretch_last=True,
        )

    def first_focus(self) -> QWidget:
        return self._list

    def _pick(self, officer_id: object) -> None:
        self._assignee = int(str(officer_id))
        self.changed()

    def read_fields(self, action: Action) -> Action:
        return replace(action, assignee_id=self._assignee, note=self._note.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        if draft.get("assignee_id"):
            self._list.mark(draft["assignee_id"])
            self._pick(draft["assignee_id"])
        self._note.set_text(str(draft.get("note") or ""))
