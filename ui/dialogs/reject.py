"""Từ chối: a reason of the catalogue with its legal basis, and the sentence for the citizen that
says what can be done next; what the system may not take is led to the right channel."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.domain import templates
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.next_steps import names_next_step
from ihanoi_desk.domain.out_of_scope import out_of_scope
from ihanoi_desk.domain.personal_data import unsettled
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.parts.choices import Choice, Choices
from ui.parts.facts import Fact, FactsCard
from ui.parts.labels import icon_label, label, line, unverified
from ui.parts.sheet import column_title
from ui.parts.ticks import Ticks

TEXT_LIMIT = 1000


class RejectSheet(VerbSheet):
    def fields(self) -> QWidget:
        look = self.look
        self._reasons = {
            row.code: row for row in self.task.catalogue.reasons if row.fits(self.task.case.kind)
        }
        self._reason: str | None = None
        self._proposed = ""
        self._list = Choices(look, look.say("dialog.reasons"), dots=True)
        self._list.offer(
            [
                Choice(row.code, look.name(row.name_vi, row.name_en))
                for row in self._reasons.values()
            ]
        )
        self._list.picked.connect(self._pick)
        self._basis = label("", "small", wrap=True)
        self._hint = label("", "small", "text-3", wrap=True)
        self._text = CitizenBox(
            look,
            look.say("dialog.to_citizen"),
            "",
            TEXT_LIMIT,
            self.task.catalogue.public_contacts,
        )
        self._text.changed.connect(self.changed)
        self._checklist = Ticks(
            look, [look.say(f"reject.check_{name}") for name in ("reason", "next", "personal")]
        )
        self._guidance = FactsCard(look, ground="guidance")
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._reason_column())
        row.addWidget(line(vertical=True))
        row.addWidget(
            column(
                column_title(look.say("dialog.basis")),
                self._basis_card(),
                self._text,
                self._checklist,
                self._guidance,
                self._hint,
                stretch_last=True,
            ),
            1,
        )
        return box

    def _reason_column(self) -> QWidget:
        box = QWidget(objectName="surface")
        box.setFixedWidth(290)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 10, 0, 8)
        title = QHBoxLayout()
        title.setContentsMargins(14, 0, 12, 0)
        title.addWidget(column_title(self.look.say("dialog.reason"), self.look.say("dialog.press")))
        if "reasons" in self.task.catalogue.unverified:
            title.addWidget(unverified(self.look))
        rows.addLayout(title)
        rows.addWidget(self._list, 1)
        catalogue = self.task.catalogue
        since = f"{catalogue.held_since('reasons'):%d/%m/%Y}"
        words = self.look.say("reject.catalogue", since=since, version=catalogue.version)
        foot = label(words, "small", "text-3", wrap=True)
        foot.setContentsMargins(14, 6, 12, 0)
        rows.addWidget(foot)
        return box

    def _basis_card(self) -> QWidget:
        card = QFrame(objectName="basis")
        row = QHBoxLayout(card)
        row.setContentsMargins(10, 8, 10, 8)
        row.addWidget(icon_label(self.look, "scale", "text-3"))
        row.addWidget(self._basis, 1)
        return card

    def first_focus(self) -> QWidget:
        return self._list

    def _pick(self, code: object) -> None:
        reason = self._reasons[str(code)]
        self._reason = reason.code
        self._basis.setText(reason.legal_basis)
        self._hint.setText(reason.officer_hint_vi)
        if self._text.text in ("", self._proposed):
            self._proposed = templates.fill(reason.citizen_text_vi, self.values()).text
            self._text.set_text(self._proposed)
        self.changed()

    def changed(self) -> None:
        super().changed()
        text = self._text.text
        loose = unsettled(text, self._text.kept, self.task.catalogue.public_contacts)
        self._checklist.tick(bool(self._reason), names_next_step(text), bool(text) and not loose)
        self._guidance.show_facts(self._guide())

    def _guide(self) -> list[Fact]:
        """Whom the officer deals with; for what the system may not take, what to do instead."""
        look, rule = self.look, out_of_scope(self._reason)
        sender = self.task.reporter
        key = "reject.sender" if sender.devices else "reject.sender_without"
        about = look.say(key, name=sender.name, devices=sender.devices)
        shown = Fact("smartphone", "text-3", about)
        if rule is None:
            return [shown]
        unit = self.task.unit
        place = unit.full_name if unit else ""
        facts = [
            Fact("landmark", "accent", look.say(f"out_of_scope.{rule.channel}", unit=place)),
            Fact("ban", "red", look.say("out_of_scope.no_copy")),
        ]
        hidden = Fact("eye-off", "violet", look.say("out_of_scope.sender_hidden"))
        return [*facts, hidden if rule.hides_sender else shown]

    def read_fields(self, action: Action) -> Action:
        return replace(action, reason=self._reason, text=self._text.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        code = draft.get("reason")
        if code in self._reasons:
            self._list.mark(code)
            self._pick(code)
        self._text.set_text(str(draft.get("text") or ""))
