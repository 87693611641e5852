"""Ties picked rows together: bar and pane while there are any, one verb for all, one way back."""

from datetime import timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ihanoi_desk.client import cases, drafts, outbox, read_only, reference
from ihanoi_desk.client.outbox import RefusedAmong
from ihanoi_desk.domain.cases import Action
from ui.bulk.actions import NOTE_DRAFT, actions
from ui.bulk.plan import TOGETHER, Plan, best, plan
from ui.late import late
from ui.parts.later import later
from ui.queue.layout import QueueLayout
from ui.queue.way_back import WayBack
from ui.refusal import sentence
from ui.verbs import VERB_LOOKS
from ui.workplace import Workplace

DELAY_MS = 15


class Bulk(QObject):
    toggled = Signal(bool)
    """Rows are picked, or none any more."""
    done = Signal()

    def __init__(self, workplace: Workplace, page: QueueLayout, way_back: WayBack) -> None:
        super().__init__(page)
        self._place, self.selection = workplace, page.selection
        self._bar, self._pane = page.bulk_bar, page.bulk_pane
        self._toast, self._way_back = page.toast, way_back
        self._rows = page.model.rowCount
        self._plans: dict[str, Plan] = {}
        self._busy = False
        self._noted: tuple[frozenset[int], str] = (frozenset(), "")
        """The cases that the last note for many went to, and its words."""
        self.is_on = False
        self._later = later(self, DELAY_MS, self.refresh)
        self.selection.changed.connect(self._changed)
        self._bar.cleared.connect(self.selection.clear)
        way_back.undone.connect(self._put_back)

    def _changed(self) -> None:
        on = len(self.selection) > 0
        if on != self.is_on:
            self.is_on = on
            self.toggled.emit(on)
        if on:
            self._later.start()

    def refresh(self) -> None:
        """Work out anew what each verb would do to the picked cases."""
        if not self.is_on:
            return
        place, now = self._place, self._place.clock()
        shown = [cases.read(place.store, case_id, place.me, now) for case_id in self.selection.ids]
        docs = [row.doc for row in shown if row]
        forbidden = read_only.refusal(place.store)
        book = reference.rulebook(place.store)
        self._plans = {
            verb: plan(place.look, verb, docs, place.me, book, forbidden) for verb in TOGETHER
        }
        main = best(self._plans)
        self._bar.show_plans(len(self.selection), self._rows(), self._plans, main.verb)
        catalogue = reference.catalogue(place.store)
        self._pane.show_plan(main, catalogue, int(place.undo.total_seconds()))

    # --- acting --------------------------------------------------------------------------------

    def act(self, verb: str, window: QWidget) -> None:
        """Begin `verb` on what is picked, or say why that has to be done one by one."""
        if self._later.isActive():
            self._later.stop()
            self.refresh()
        look = self._place.look
        chosen = self._plans.get(verb)
        if chosen is None:
            self._toast.tell("ban", "red", look.say("bulk.alone"))
        elif not chosen.docs:
            whys = "; ".join(part.why for part in chosen.left_out)
            self._toast.tell("ban", "red", look.say("bulk.none_fit"), whys)
        elif verb == "assign" and not self._everybody_chosen(chosen):
            self._toast.tell("user-check", "accent", look.say("bulk.choose_people"))
        elif not self._busy:
            self._busy = True
            self._place.tasks.spawn(self._carry_out(chosen, window), f"bulk {verb}")

    def _everybody_chosen(self, chosen: Plan) -> bool:
        person_of = self._pane.shares.person_of
        if all(person_of(doc.case) for doc in chosen.docs):
            return True
        self._pane.show_plan(chosen, reference.catalogue(self._place.store), self._undo_s)
        first = self._pane.shares.first_open
        if first:
            first.setFocus()
        return False

    @property
    def _undo_s(self) -> int:
        return int(self._place.undo.total_seconds())

    async def _carry_out(self, chosen: Plan, window: QWidget) -> None:
        try:
            note = ""
            if chosen.verb == "note":
                place = self._place
                note_sheet = late("ui.bulk.note:BulkNoteSheet")
                sheet = note_sheet(window, place.look, place.store, len(chosen.docs))
                answer = await sheet.ask()
                if not answer:
                    return
                note = str(answer)
            self._do(chosen, note)
        finally:
            self._busy = False

    def _do(self, chosen: Plan, note: str) -> None:
        place, now = self._place, self._place.clock()
        together = [doc.case for doc in chosen.docs]
        person_of = self._pane.shares.person_of
        done = list(actions(chosen.verb, together, person_of, now, note))
        try:
            draft = NOTE_DRAFT if chosen.verb == "note" else ""
            outbox.do_all(place.store, done, place.me, now, place.undo, draft)
        except RefusedAmong as refused:
            code = next(case.code for case in together if case.id == refused.action.case_id)
            self._toast.tell("ban", "red", sentence(place.look, refused), code)
            return
        self._noted = (frozenset(case.id for case in together), note)
        self.selection.clear()
        self._offer_undo(chosen.verb, done, place.undo)
        self.done.emit()

    def _put_back(self, case_id: int) -> None:
        """What was typed for many stands in its sheet again."""
        cases_noted, note = self._noted
        if note and case_id in cases_noted:
            drafts.keep(self._place.store, NOTE_DRAFT, {"note": note})

    def _offer_undo(self, verb: str, done: list[Action], undo: timedelta) -> None:
        look = self._place.look
        count = len({action.case_id for action in done})
        title = look.say(f"bulk.{verb}_done", n=count)
        key = "toast_note" if verb == "note" else "toast_leaves"
        text = look.say(f"bulk.{key}", n=count)
        self._way_back.offer(done, VERB_LOOKS[verb].icon, title, text, undo, all_of=count)
