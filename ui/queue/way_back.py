"""The way back from what was just done: one offer for one action or for many together."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from ihanoi_desk.client import drafts, outbox
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import Action
from ui.dialogs.task import draft_key
from ui.look.look import Look
from ui.parts.toast import Toast


class WayBack(QObject):
    undone = Signal(int)
    """The case of the first action taken back."""

    def __init__(self, store: Store, look: Look, toast: Toast) -> None:
        super().__init__(toast)
        self._store, self._look, self._toast = store, look, toast
        self._last: tuple[Action, ...] = ()

    def offer(
        self,
        done: Sequence[Action],
        icon: str,
        title: str,
        text: str,
        undo: timedelta,
        all_of: int = 0,
    ) -> None:
        """Say what was done, and for how long it can be taken back; `all_of` counts many cases."""
        self._last = tuple(done)
        say = self._look.say
        back = say("bulk.undo_all", n=all_of) if all_of else say("toast.undo")
        milliseconds = int(undo.total_seconds() * 1000)
        self._toast.offer(icon, title, text, milliseconds, self._take_back, back)

    def tell_left(self, done: Action, icon: str, title: str) -> None:
        """Say that it leaves at once."""
        self._last = (done,)
        self._toast.tell(icon, "accent", title, self._look.say("toast.left"))

    def take_back(self) -> None:
        """Undo what was done last, or say that it is too late."""
        if self._toast.can_undo:
            self._toast.undo()
        elif self._last:
            self._take_back()

    def _take_back(self) -> None:
        last, self._last = self._last, ()
        gone = outbox.undo_all(self._store, [action.id for action in last])
        if len(last) == 1 and last[0].id in gone:
            self._put_back(last[0])
        cases = {action.case_id for action in last}
        # Taking the first of a case back takes its later ones too: those are gone, not too late.
        back = {action.case_id for action in last if action.id in gone}
        if not back:
            self._toast.tell("ban", "red", self._look.say("toast.too_late"))
            return
        if back == cases:
            self._toast.tell("undo-2", "accent", self._look.say("toast.undone"))
        else:
            words = self._look.say("bulk.undone_some", n=len(back), all=len(cases))
            self._toast.tell("undo-2", "ochre", words)
        self.undone.emit(next(action.case_id for action in last if action.id in gone))

    def _put_back(self, action: Action) -> None:
        """What was typed stands in its sheet or form again."""
        typed = drafts.typed(action)
        if any(typed.values()):
            drafts.keep(self._store, draft_key(action.verb, action.case_id), typed)
