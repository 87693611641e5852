"""The history of a case, newest first, with what the citizen was told and whether it arrived."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

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

LEAST_TIME_WIDTH = 36
STEPS_A_TURN = 2


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
        """`steps` are shown alone, without what the citizen was told; by default all are. Nothing
        stands there until `draw`."""
        super().__init__()
        self._look, self._now = look, now
        self._catalogue, self._code = catalogue, doc.case.code
        self._filed_on = doc.case.rule_set
        self._units = {unit.key: unit.full_name for unit in catalogue.units}
        self._categories = {
            row.code: look.name(row.name_vi, row.name_en) for row in catalogue.categories
        }
        self._waiting = {row.action.id for row in pending}
        self._told = {row.step_id: row for row in doc.tellings} if steps is None else {}
        self._are_all = steps is None
        self._steps = sorted(doc.steps if steps is None else steps, key=lambda row: -row.seq)
        # One grid without boxes in it: a case has many lines, and each box is made, styled and laid
        # out while the officer waits for the next case.
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._grid.setColumnMinimumWidth(0, LEAST_TIME_WIDTH)
        self._grid.setColumnStretch(2, 1)

    def draw(self) -> Iterator[None]:
        """Each turn draws some of the steps."""
        for number, step in enumerate(self._steps, 1):
            if telling := self._told.get(step.id):
                self._telling(telling)
            elif self._are_all and step.event and step.id in self._waiting:
                self._line("upload", "ochre", self._look.say("timeline.will_tell"), step.at)
            self._step(step)
            if number % STEPS_A_TURN == 0:
                yield

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
        row, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        time = label(self._look.clock(at, self._now) if at else "", "small", "text-3")
        self._grid.addWidget(time, row, 0, top)
        self._grid.addWidget(icon_label(self._look, icon, tone), row, 1, top)
        self._grid.addWidget(label(text, "small", "text", wrap=True), row, 2)

    def _quote(self, text: str, tip: str) -> None:
        words = label(f"“{text}”", "small", "text-2", wrap=True)
        words.setObjectName("quote")
        words.setToolTip(tip)
        self._grid.addWidget(words, self._grid.rowCount(), 2)
