"""An officer who acts at random, but never against what the screen offers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from ihanoi_desk.client import cases, outbox, outgoing, queues, reference, refusals
from ihanoi_desk.client.pending import WAITING, Pending
from ihanoi_desk.client.queues import Query
from ihanoi_desk.client.refusals import Refusal, Way
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from tests.chaos.journal import ACCEPTED, DROPPED, GIVEN_UP, GIVING_UP, Journal
from tests.flow.town.asking import facts_for, verb_of


@dataclass(frozen=True, slots=True)
class Hand:
    """What the officer works with."""

    store: Store
    me: Officer
    journal: Journal
    picture: bytes
    clock: Callable[[], datetime]

    def act(self, action_id: str, chance: Random) -> bool:
        """One action on a case of the list; whether the outbox took it."""
        shown = cases.read(self.store, self.any_case(chance), self.me, self.clock())
        if shown is None:
            return False
        case = shown.doc.case
        verbs = decide.allowed(case, self.me, reference.rulebook(self.store))
        if not verbs:
            return False
        verb = verb_of(verbs, chance.getrandbits(16))
        action = Action(
            id=action_id,
            case_id=case.id,
            verb=verb,
            at=self.clock(),
            text=f"Trả lời mẫu {action_id}, xin gửi lại.",
            note=action_id,
            **self._facts(verb, case, chance),
        )
        undo = timedelta(seconds=chance.choice((0, 0, 0.5)))
        try:
            outbox.do(self.store, action, self.me, self.clock(), undo)
        except Refused:
            return False
        self.journal.write(ACCEPTED, action_id)
        return True

    def take_back(self, chance: Random) -> None:
        """Undo an action that may not have left, and with it those that follow on its case."""
        waiting = [row.action for row in outbox.pending_rows(self.store) if row.state == WAITING]
        if not waiting:
            return
        first = chance.randrange(len(waiting))
        action = waiting[first]
        with_it = [row.id for row in waiting[first:] if row.case_id == action.case_id]
        for action_id in with_it:
            self.journal.write(GIVING_UP, action_id)
        word = GIVEN_UP if outbox.undo(self.store, action.id) else ACCEPTED
        for action_id in with_it:
            self.journal.write(word, action_id)

    def judge(self, chance: Random) -> None:
        """Deal with a refused action: send it again, as a note, or let it go."""
        found = refusals.read(self.store, self.me, self.clock())
        if not found:
            return
        refusal = chance.choice(found)
        old = [row.action.id for row in (refusal.mine, *refusal.fallen)]
        way = chance.choice(refusal.ways)
        with_fallen = way in refusal.following and chance.random() < 0.5
        for action_id in old:
            self.journal.write(GIVING_UP, action_id)
        for row in self._settle(refusal, way, with_fallen):
            self.journal.write(ACCEPTED, row.action.id)
        for action_id in old:
            self.journal.write(ACCEPTED if way is Way.COPY else DROPPED, action_id)

    def any_case(self, chance: Random) -> int:
        """A case to look at; 0 for none."""
        listed = queues.ids(self.store, Query("scene", "all"), self.me, self.clock())
        return chance.choice([0, *listed])

    def _settle(self, refusal: Refusal, way: Way, with_fallen: bool) -> list[Pending]:
        now, undo = self.clock(), timedelta()
        if way is Way.AGAIN:
            return refusals.send_again(self.store, refusal, self.me, now, undo, with_fallen)
        if way is Way.AS_NOTE:
            return refusals.send_as_note(self.store, refusal, self.me, now, undo, with_fallen)
        if way is Way.DROP:
            refusals.drop(self.store, refusal.mine.action.id, now)
        return []

    def _facts(self, verb: str, case: Case, chance: Random) -> dict[str, Any]:
        if verb == "resolve":
            return {"attachments": (outgoing.keep(self.store, self.picture, "Mẫu.jpg").id,)}
        return facts_for(verb, case, reference.catalogue(self.store), chance.getrandbits(16))
