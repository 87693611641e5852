"""The history of a case, newest first, with what the citizen was told and whether it arrived."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from ihanoi_desk.client.pending import Pending
from ihanoi_desk.domain.cases import Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.thread import FROM_SENDER
from ihanoi_desk.domain.wire import CaseDoc, Telling
from ui.bell.words import rang, who_heard
from ui.look.look import Look
from ui.panel.changes import changes
from ui.parts.labels import icon_label, label
from ui.verbs import SENDERS_VERBS, VERB_LOOKS


class Timeline(QWidget):
    def __init__(
        self,
        look: Look,
        doc: CaseDoc,
        pending: tuple[Pending, ...],
        catalogue: Catalogue,
        now: datetime,
        steps: Sequence[Step] | None = None,
    ) -> None:
        """`steps` are shown alone, without what the citizen was told; by default all are."""
        super().__init__()
        self._look, self._now = look, now
        self._catalogue, self._code = catalogue, doc.case.code
        self._filed_on = doc.case.rule_set
        self._units = {unit.key: unit.full_name for unit in catalogue.units}
        self._categories = {
            row.code: look.name(row.name_vi, row.name_en) for row in catalogue.categories
        }
        self._waiting = {row.action.id for row in pending}
        told = {row.step_id: row for row in doc.tellings} if steps is None else {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        chosen = doc.steps if steps is None else steps
        for step in sorted(chosen, key=lambda row: row.seq, reverse=True):
            if telling := told.get(step.id):
                self._telling(telling)
            elif steps is None and step.event and step.id in self._waiting:
                self._line("upload", "ochre", self._look.say("timeline.will_tell"), step.at)
            self._step(step)

    def _step(self, step: Step) -> None:
        if alarm := self._alarm(step):
            self._line("bell-ring", "orange", alarm, step.at)
            return
        icon = VERB_LOOKS[step.verb].icon if step.verb in VERB_LOOKS else "send"
        # The sender's own steps carry the masked name, the server's the name of the program.
        own = step.actor_id is None and step.verb in SENDERS_VERBS
        who = self._look.say("role.citizen") if own else step.actor_name
        did = self._look.say(f"did.{step.verb}")
        facts = [f"{who} {did}"]
        if step.assignee_name:
            facts.append(step.assignee_name)
        if step.target_unit:
            facts.append("→ " + self._units.get(step.target_unit, step.target_unit))
        if step.id in self._waiting:
            facts.append(f"· {self._look.say('queue.sending')}")
        self._line(icon, "text-2", " ".join(facts), step.at)
        for change in changes(self._look, step, self._code, self._categories):
            self._quote(change, change)
        if step.text and step.verb in FROM_SENDER:
            self._quote(step.text, step.text)
        if step.note:
            self._quote(self._look.say("timeline.note", text=step.note), step.note)

    def _alarm(self, step: Step) -> str:
        """What rang and for whom; empty for other steps, and where the rule is gone."""
        code = step.reason or ""
        heard = who_heard(self._look, self._catalogue, code) if step.verb == "escalate" else ""
        if not heard:
            return ""
        what = rang(self._look, self._catalogue, code, self._filed_on)
        return self._look.say("timeline.alarm", role=heard, what=what)

    def _telling(self, telling: Telling) -> None:
        if telling.told_at is None:
            key = "timeline.not_told" if telling.failure else "timeline.telling"
            tone = "orange" if telling.failure else "text-3"
            self._line("bell-off", tone, self._look.say(key), None)
        else:
            at = self._look.clock(telling.told_at, self._now)
            key = "timeline.told" if telling.devices else "timeline.told_inbox"
            text = self._look.say(key, at=at, devices=telling.devices)
            self._line("bell", "green", text, telling.told_at)
        self._quote(telling.detail or telling.body, telling.body)

    def _line(self, icon: str, tone: str, text: str, at: datetime | None) -> None:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        time = label(self._look.clock(at, self._now) if at else "", "small", "text-3")
        time.setFixedWidth(74 if at and len(time.text()) > 5 else 36)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(time, 0, 0, top)
        grid.addWidget(icon_label(self._look, icon, tone), 0, 1, top)
        words = label(text, "small", "text", wrap=True)
        grid.addWidget(words, 0, 2)
        grid.setColumnStretch(2, 1)
        self._column.addWidget(row)

    def _quote(self, text: str, tip: str) -> None:
        box = QFrame(objectName="quote")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(8, 0, 0, 0)
        words = label(f"“{text}”", "small", "text-2", wrap=True)
        words.setToolTip(tip)
        inside.addWidget(words)
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(58, 0, 0, 2)
        outer.addWidget(box)
        self._column.addWidget(holder)
