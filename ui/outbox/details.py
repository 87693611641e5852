"""Makes the card of a line: reads what it shows and puts it together."""

from ihanoi_desk.client import attachments, reference
from ihanoi_desk.client.dropped import Dropped
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.refusals import Refusal
from ihanoi_desk.domain.cases import Action, State, Step
from ihanoi_desk.domain.wire import Attachment
from ui.look.states import STATE_MARKS, Mark
from ui.outbox.card import Card
from ui.outbox.differing import Piece, differing
from ui.outbox.dropped import DroppedCard
from ui.outbox.entries import Entry
from ui.outbox.refused import RefusedCard
from ui.outbox.sent import SentCard
from ui.outbox.versions import Side, SideCard, facts_of, files_of, words_of
from ui.outbox.waiting import WaitingCard
from ui.outbox.words import EntryWords
from ui.panel.photos import Photos
from ui.pictures.album import Album
from ui.workplace import Workplace


class Details:
    def __init__(self, workplace: Workplace, words: EntryWords) -> None:
        self._workplace, self._words = workplace, words

    def facts(self, entry: Entry) -> object:
        """What the card of `entry` depends on: equal facts draw the same card."""
        if entry.refusal:
            return entry.refusal
        return entry.section, entry.row, self._words.doc(entry.case_id)

    def card(self, entry: Entry) -> Card:
        place = self._workplace
        if entry.refusal:
            return self._refused(entry.refusal)
        if isinstance(entry.row, Pending):
            return self._waiting(entry, entry.row.action)
        if isinstance(entry.row, Dropped):
            return DroppedCard(place.look, entry, self._words, reference.catalogue(place.store))
        return SentCard(place.look, entry, self._words)

    # --- waiting -------------------------------------------------------------------------------

    def _waiting(self, entry: Entry, action: Action) -> Card:
        place = self._workplace
        catalogue = reference.catalogue(place.store)
        card = WaitingCard(place.look, entry, self._words, catalogue)
        card.add_photos(self._photos(card, self._words.code(entry), self._own(action)))
        return card

    def _own(self, action: Action) -> tuple[Attachment, ...]:
        return tuple(attachments.kept(self._workplace.store, action.attachments))

    def _photos(self, card: Card, code: str, files: tuple[Attachment, ...]) -> Photos | None:
        place = self._workplace
        if not files:
            return None

        def look_at(position: int) -> None:
            card.photo_asked.emit(Album(code, files), position)

        return Photos(place.look, place.cache, place.tasks, files, look_at)

    # --- refused -------------------------------------------------------------------------------

    def _refused(self, refusal: Refusal) -> Card:
        place, mine, theirs = self._workplace, refusal.mine, refusal.decided
        other = words_of(theirs) if theirs else ""
        mine_words, their_words = differing(words_of(mine.action), other)
        card = RefusedCard(place.look, refusal)
        code = mine.case_code
        own = files_of(mine.action.attachments, refusal.files, ())
        side = self._mine(mine, mine_words)
        card.add_side(SideCard(place.look, side, self._photos(card, code, own)))
        if theirs and refusal.doc:
            files = files_of(theirs.attachments, (), refusal.doc.attachments)
            side = self._theirs(theirs, code, their_words)
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
            facts=facts_of(place.look, row.action, row.case_code, reference.catalogue(place.store)),
            words=words,
        )

    def _theirs(self, step: Step, code: str, words: list[Piece]) -> Side:
        place = self._workplace
        at = place.look.clock(step.at, place.clock())
        return Side(
            title=place.look.say("outbox.in_force"),
            who=f"{step.actor_name or place.look.say('role.citizen')} · {at}",
            where=place.look.say("outbox.on_server"),
            tone="green",
            verb=place.look.say(f"verb.{step.verb}"),
            mark=STATE_MARKS[State(step.to_state)],
            fate=place.look.say(f"state.{step.to_state}"),
            facts=facts_of(place.look, step, code, reference.catalogue(place.store)),
            words=words,
        )
