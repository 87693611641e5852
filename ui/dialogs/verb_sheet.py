"""What every verb's sheet shares: draft, check, preview, sending."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.client import drafts
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.similar import going_along
from ihanoi_desk.domain import decide, notices, template_values, templates
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.transitions import ALONG
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.task import VerbTask
from ui.look.look import Look
from ui.look.states import STATE_MARKS
from ui.parts.key_button import KeyButton
from ui.parts.labels import elided, icon_label, label, line
from ui.parts.later import later, no_later
from ui.parts.notice_preview import NoticePreview
from ui.parts.sheet import Sheet
from ui.refusal import sentence
from ui.trouble import sentence as trouble_sentence
from ui.verbs import VERB_LOOKS

SAVE_DELAY_MS = 300


class VerbSheet(Sheet):
    """Answers with the finished Action, or None when the officer left it for later.

    A subclass fills `fields()`, reads them in `read_fields` and puts a draft back in
    `write_fields`; it calls `changed()` whenever a field changes.
    """

    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        shown = VERB_LOOKS[task.verb]
        title = f"{look.say(f'verb.{task.verb}')} {task.case.code}"
        about = elided(task.case.title or task.case.content, 60)
        tone = "red" if shown.red else "accent"
        super().__init__(window, look, shown.icon, title, f"{about} · {task.case.place}", tone)
        self.task = task
        self._action_id = uuid.uuid4().hex
        self._problem = label("", "small", "orange", wrap=True)
        self._preview: NoticePreview | None = None
        self._send = KeyButton(
            look,
            shown.icon,
            look.say(f"send.{task.verb}"),
            "Ctrl ⏎",
            "danger" if shown.red else "main",
        )
        self._send.clicked.connect(self.send)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.send)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.send)
        self._save = later(self, SAVE_DELAY_MS, self._keep_draft)
        self._is_unkept = self._was_warned = False
        self._lay_out()
        self._offer_templates()
        self._untouched = drafts.typed(self.action())
        draft = drafts.find(task.store, task.draft_key)
        if draft:
            self.write_fields(draft)
            for box in self.findChildren(CitizenBox):
                box.put_back(draft.get("kept") or {})
        self.changed()

    # --- what a subclass gives ----------------------------------------------------------------

    def fields(self) -> QWidget:
        """The left and middle of the sheet."""
        raise NotImplementedError

    def read_fields(self, action: Action) -> Action:
        """`action` with what the fields hold."""
        raise NotImplementedError

    def write_fields(self, draft: dict[str, Any]) -> None:
        """Put a kept draft back; its keys are the Action's own."""

    def told(self, action: Action) -> decide.Applied | None:
        """The step that tells the citizen, for the preview; None when nothing is told."""
        after = decide.preview(*self._decision(action))
        return after if after and after.step.event else None

    @property
    def is_drawn(self) -> bool:
        """False while a piece that comes late is still missing."""
        return True

    @property
    def resumes(self) -> tuple[str, int]:
        return self.task.verb, self.task.case.id

    # --- shared -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.fields(), 1)
        after = self.told(self._blank())
        if after:
            mark = STATE_MARKS[after.case.state]
            state = self.look.say(f"state.{after.case.state}")
            is_later = after.step.verb != self.task.verb
            self._preview = NoticePreview(self.look, self.task.case.code, mark, state, is_later)
            self._preview.setFixedWidth(270)
            self._tell_of_others(self._preview, ALONG.get(after.step.verb, ""))
            row.addWidget(line(vertical=True))
            row.addWidget(self._preview)
        self._fill_foot(bool(self._preview))

    def _tell_of_others(self, preview: NoticePreview, verb: str) -> None:
        """Those merged into the case hear it in the same moment, by the `verb` of the server."""
        if along := going_along(self.task.store, self.task.case.id, verb):
            preview.show_others(self.look.say(f"along.{verb}", n=along))

    def show_time_left(self) -> None:
        """Beside the title: how much working time is left, and until when."""
        case, look, now = self.task.case, self.look, self.task.clock()
        if case.due_at is None:
            return
        left = self.task.catalogue.calendar_for(case.unit).between(now, case.due_at)
        at = look.clock(case.due_at, now)
        words = look.say("due.left", left=look.time_left(left), at=at)
        tone = "red" if left < timedelta() else "text-2"
        for part in (icon_label(look, "timer", tone), label(words, "small", tone)):
            self.head_row.insertWidget(self.head_row.count() - 1, part)

    def _offer_templates(self) -> None:
        case = self.task.case
        rows = templates.offered(
            self.task.catalogue.responses, case.kind, self.task.verb, case.category, case.unit
        )
        for box in self.findChildren(CitizenBox):
            box.offer([row.text_vi for row in rows], self.values)

    def values(self) -> dict[str, str]:
        """What ready sentences may say of the case and of what is chosen here so far."""
        task, action = self.task, self.action()
        after = decide.preview(*self._decision(action))
        return template_values.values(
            task.case, task.catalogue, task.clock(), action, after.case if after else None
        )

    def _fill_foot(self, told: bool) -> None:
        seconds = int(self.task.undo.total_seconds())
        hint = "dialog.leaves_after" if seconds else "dialog.leaves_now"
        self.foot.addWidget(icon_label(self.look, "history", "text-3"))
        words = label(self.look.say(hint, seconds=seconds), "small", "text-2")
        self.foot.addWidget(words)
        self.foot.addWidget(self._problem, 1)
        leave = KeyButton(self.look, "", self.look.say("dialog.later"), "Esc")
        leave.clicked.connect(lambda: self.answer(None))
        self.foot.addWidget(leave)
        self.foot.addWidget(self._send)

    def _blank(self) -> Action:
        return Action(
            id=self._action_id,
            case_id=self.task.case.id,
            verb=self.task.verb,
            at=self.task.clock(),
        )

    def _decision(self, action: Action):
        task = self.task
        return task.case, action, task.me, task.clock(), task.catalogue.rulebook()

    def action(self) -> Action:
        kept = {
            value: why for box in self.findChildren(CitizenBox) for value, why in box.kept.items()
        }
        return replace(self.read_fields(self._blank()), kept=kept)

    def problem(self, action: Action) -> str:
        """What is still in the way of sending, in words; empty when nothing is."""
        try:
            decide.apply(*self._decision(action))
        except Refused as refusal:
            return sentence(self.look, refusal)
        return ""

    def changed(self) -> None:
        """A field changed: check again, redraw the preview, keep the draft."""
        action = self.action()
        problem = self.problem(action)
        self._send.setEnabled(not problem)
        self._problem.setText(problem)
        after = self.told(action)
        if self._preview and after:
            event = str(after.step.event)
            self._preview.show_notice(
                notices.compose(event, self.task.case.code, after.step, self.task.catalogue)
            )
        no_later(self._save)

    def send(self) -> None:
        action = self.action()
        if not self.problem(action):
            self.answer(replace(action, at=self.task.clock()))

    def answer(self, value: object) -> None:
        """Close. What was typed is kept as a draft until the action is in the outbox; while it
        cannot be, the sheet says so and stays. Only who leaves a second time leaves it behind."""
        if self._save.isActive() or self._is_unkept:
            self._save.stop()
            self._keep_draft()
            if self._is_unkept and (value is not None or not self._was_warned):
                self._was_warned = True
                return
        super().answer(value)

    def _keep_draft(self) -> None:
        try:
            self._write_draft()
        except EnvironmentProblem as trouble:
            self._is_unkept = True
            self._problem.setText(trouble_sentence(self.look, trouble))
        else:
            self._is_unkept = self._was_warned = False

    def _write_draft(self) -> None:
        typed = drafts.typed(self.action())
        if typed != self._untouched:
            drafts.keep(self.task.store, self.task.draft_key, typed)
        else:
            drafts.forget(self.task.store, self.task.draft_key)


def column(*parts: QWidget, stretch_last: bool = False) -> QWidget:
    """A padded column of a sheet."""
    box = QWidget(objectName="surface")
    layout = QVBoxLayout(box)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.setSpacing(8)
    for part in parts:
        layout.addWidget(part)
    if not stretch_last:
        layout.addStretch(1)
    return box
