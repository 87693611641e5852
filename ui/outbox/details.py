"""Makes the card of a line: reads what it shows and puts it together."""

from ihanoi_desk.client import attachments, outbox, reference
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action, State, Step
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import Attachment, CaseDoc
from ui.look.states import STATE_MARKS, Mark
from ui.outbox.card import Card
from ui.outbox.differing import Piece, differing
from ui.outbox.entries import Entry
from ui.outbox.offers import offers
from ui.outbox.refused import Conflict, RefusedCard
from ui.outbox.sent import SentCard
from ui.outbox.versions import Side, SideCard, facts_of, files_of, words_of
from ui.outbox.waiting import WaitingCard
from ui.outbox.words import EntryWords
from ui.panel.photos import Photos
from ui.workplace import Workplace


class Details:
    def __init__(self, workplace: Workplace, words: EntryWords) -> None:
        self._workplace, self._words = workplace, words

    def facts(self, entry: Entry) -> object:
        """What the card of `entry` depends on: equal facts draw the same card."""
        if entry.section == "refused":
            return self._conflict(entry)
        return entry, self._words.doc(entry.case_id)

    def card(self, entry: Entry) -> Card:
        if entry.section == "refused":
            return self._refused(self._conflict(entry))
        if entry.section == "waiting":
            assert isinstance(entry.row, Pending)
            return self._waiting(entry, entry.row.action)
        return SentCard(self._workplace.look, entry, self._words)

    # --- waiting -------------------------------------------------------------------------------

    def _waiting(self, entry: Entry, action: Action) -> Card:
        place = self._workplace
        catalogue = reference.catalogue(place.store)
        card = WaitingCard(place.look, entry, self._words, catalogue)
        card.add_photos(self._photos(card, self._words.code(entry), self._own(action)))
        return card

    def _own(self, action: Action) -> tuple[Attachment, ...]:
        kept = attachments.kept(self._workplace.store, action.attachments)
        return tuple(attachment for attachment, _ in kept)

    def _photos(self, card: Card, code: str, files: tuple[Attachment, ...]) -> Photos | None:
        place = self._workplace
        if not files:
            return None

        def look_at(position: int) -> None:
            card.photo_asked.emit(code, files, position)

        return Photos(place.look, place.cache, place.tasks, files, look_at)

    # --- refused -------------------------------------------------------------------------------

    def _conflict(self, entry: Entry) -> Conflict:
        row = entry.row
        assert isinstance(row, Pending)
        rows = outbox.pending_rows(self._workplace.store)
        fallen = tuple(other for other in rows if other.fell_with == row.action.id)
        doc = self._words.doc(entry.case_id)
        theirs = _in_force(doc) if doc else None
        return Conflict(row, fallen, doc, theirs, self._may_again(row, doc))

    def _may_again(self, row: Pending, doc: CaseDoc | None) -> bool:
        place = self._workplace
        if doc is None:
            return False
        book = reference.rulebook(place.store)
        try:
            decide.apply(doc.case, row.action, place.me, place.clock(), book)
        except Refused:
            return False
        return True

    def _refused(self, conflict: Conflict) -> Card:
        place, row, doc = self._workplace, conflict.row, conflict.doc
        case = doc.case if doc else None
        theirs = conflict.theirs
        mine_words, their_words = differing(
            words_of(row.action), words_of(theirs) if theirs else ""
        )
        choices = offers(place.look, row, case, conflict.may_again, place.me)
        card = RefusedCard(place.look, conflict, choices)
        own = self._own(row.action)
        code = row.case_code
        card.add_side(
            SideCard(place.look, self._mine(row, mine_words), self._photos(card, code, own))
        )
        if theirs and doc:
            files = files_of(theirs.attachments, own, doc.attachments)
            side = self._theirs(theirs, their_words)
            card.add_side(SideCard(place.look, side, self._photos(card, code, files)))
        return card

    def _mine(self, row: Pending, words: list[Piece]) -> Side:
        place = self._workplace
        at = place.look.clock(row.made_at, place.clock())
        return Side(
            title=place.look.say("outbox.mine"),
            who=f"{place.me.name} · {at}",
            where=place.look.say("outbox.on_this_machine"),
            tone="red",
            verb=place.look.say(f"verb.{row.action.verb}"),
            mark=Mark("circle-x", "red"),
            fate=place.look.say("outbox.not_taken"),
            facts=facts_of(place.look, row.action, reference.catalogue(place.store)),
            words=words,
        )

    def _theirs(self, step: Step, words: list[Piece]) -> Side:
        place = self._workplace
        at = place.look.clock(step.at, place.clock())
        return Side(
            title=place.look.say("outbox.in_force"),
            who=f"{step.actor_name} · {at}",
            where=place.look.say("outbox.on_server"),
            tone="green",
            verb=place.look.say(f"verb.{step.verb}"),
            mark=STATE_MARKS[State(step.to_state)],
            fate=place.look.say(f"state.{step.to_state}"),
            facts=facts_of(place.look, step, reference.catalogue(place.store)),
            words=words,
        )


def _in_force(doc: CaseDoc) -> Step | None:
    """The officer's step that made the case what it is now; notes change nothing."""
    steps = [step for step in doc.steps if step.actor_id and step.verb != "note"]
    return max(steps, key=lambda step: step.seq, default=None)
