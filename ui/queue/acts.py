"""Carrying out a verb: ask what is missing, write one outbox row, offer the way back."""

import asyncio
import uuid
from datetime import timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ihanoi_desk.client import outbox, read_only, reference
from ihanoi_desk.client.cases import Shown
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.transitions import find
from ui.dialogs.task import VerbTask, draft_key
from ui.late import late
from ui.neighbours import Surroundings
from ui.panel.kind_draft import VERB as CLASSIFY
from ui.panel.kind_draft import drafted
from ui.parts.toast import Toast
from ui.pictures.album import album_of
from ui.queue.way_back import WayBack
from ui.refusal import sentence
from ui.trouble import sentence as trouble_sentence
from ui.verbs import VERB_LOOKS, stand_in
from ui.workplace import Workplace


class Acts(QObject):
    """Turns a pressed verb into an action; `done` carries the case so that the list moves on."""

    done = Signal()

    def __init__(self, workplace: Workplace, toast: Toast, way_back: WayBack) -> None:
        super().__init__(toast.parentWidget())
        self._store, self._me, self._look = workplace.store, workplace.me, workplace.look
        self._tasks, self._clock = workplace.tasks, workplace.clock
        self._cache = workplace.cache
        self._undo, self._surroundings = workplace.undo, workplace.surroundings
        self._toast, self._way_back = toast, way_back
        self._busy = False

    def start(self, verb: str, shown: Shown, window: QWidget) -> None:
        """Begin `verb` on `shown`; a second press while a sheet is open does nothing."""
        case, book = shown.doc.case, reference.rulebook(self._store)
        verb = stand_in(verb, decide.why_not(case, verb, self._me, book))
        refusal = read_only.refusal(self._store) or decide.why_not(case, verb, self._me, book)
        if refusal:
            self._toast.tell("ban", "red", sentence(self._look, refusal))
        elif not self._busy:
            self._busy = True
            self._tasks.spawn(self._carry_out(verb, shown, window), f"verb {verb}")

    async def _carry_out(self, verb: str, shown: Shown, window: QWidget) -> None:
        try:
            undo = outbox.undo_time(shown.doc.case, self._undo)
            action = await self._prepare(verb, shown, window, undo)
            if action is None:
                return
            draft = draft_key(verb, action.case_id)
            outbox.do(self._store, action, self._me, self._clock(), undo, draft)
        except Refused as refusal:
            self._toast.tell("ban", "red", sentence(self._look, refusal))
        except EnvironmentProblem as trouble:
            self._toast.tell("hard-drive", "red", trouble_sentence(self._look, trouble))
        else:
            self._offer_undo(action, shown, undo)
            self.done.emit()
        finally:
            self._busy = False

    async def _prepare(
        self, verb: str, shown: Shown, window: QWidget, undo: timedelta
    ) -> Action | None:
        case = shown.doc.case
        if not VERB_LOOKS[verb].dialog:
            facts = drafted(self._store, case.id) if verb == CLASSIFY else {}
            now = self._clock()
            return Action(id=uuid.uuid4().hex, case_id=case.id, verb=verb, at=now, facts=facts)
        task = VerbTask(
            verb=verb,
            case=case,
            steps=shown.doc.steps,
            album=album_of(shown.doc),
            reporter=shown.doc.reporter,
            me=self._me,
            catalogue=reference.catalogue(self._store),
            store=self._store,
            clock=self._clock,
            undo=undo,
            cache=self._cache,
            tasks=self._tasks,
            around=await self._look_around(case) if verb == "route" else Surroundings(),
        )
        sheet = late("ui.dialogs.sheets:SHEETS")[verb](window, self._look, task)
        answer = await sheet.ask()
        return answer if isinstance(answer, Action) else None

    async def _look_around(self, case: Case) -> Surroundings:
        if case.lat is None or case.lon is None:
            return Surroundings()
        return await asyncio.to_thread(self._surroundings, case.lat, case.lon)

    def _offer_undo(self, action: Action, shown: Shown, undo: timedelta) -> None:
        code = shown.doc.case.code
        title = self._look.say("toast.done", did=self._look.say(f"did.{action.verb}"), code=code)
        icon = VERB_LOOKS[action.verb].icon
        if undo:
            case = shown.doc.case
            row = find(case, action.verb)
            key = "leaves" if row and row.event else "leaves_quietly"
            self._way_back.offer([action], icon, title, self._look.say(f"toast.{key}"), undo)
        else:
            self._way_back.tell_left(action, icon, title)
