"""An officer's hand at a desk: one deed after the other, as the screen allows them."""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

from ihanoi_desk.client import cases, outbox, outgoing, queues, reference, refusals
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.queues import Query
from ihanoi_desk.client.refusals import Refusal, Way
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.refusals import Refused
from tests.flow.town.asking import facts_for, verb_of
from tests.flow.town.desk import Desk
from tests.server.conftest import photo


def listed(desk: Desk) -> list[int]:
    """Every case of the list, the most urgent first."""
    return list(queues.ids(desk.store, Query("waste", "all"), desk.me, desk.clock.now))


def act(
    desk: Desk,
    action_id: str,
    chance: Random,
    text: str,
    note: str,
    undo_s: float,
    about: Container[int] = (),
) -> Action | None:
    """Something on a case that can still be moved, one of `about` if possible; None when nothing
    was done."""
    found = sorted(
        _choices(desk, chance),
        key=lambda choice: (choice[1] == ["note"], choice[0].id not in about),
    )
    if not found:
        return None
    case, verbs = found[0]
    verb = verb_of(verbs, chance.getrandbits(16))
    action = Action(
        id=action_id,
        case_id=case.id,
        verb=verb,
        at=desk.clock.now,
        text=f"{text or 'Mẫu'} Xin gửi lại.",
        note=note or "Mẫu",
        **facts_for(verb, case, reference.catalogue(desk.store), chance.getrandbits(16)),
    )
    if verb == "resolve":
        kept = outgoing.keep(desk.store, photo().content, "Mẫu.jpg")
        action = replace(action, attachments=(kept.id,))
    try:
        outbox.do(desk.store, action, desk.me, desk.clock.now, timedelta(seconds=undo_s))
    except Refused:
        return None
    return action


def judge(desk: Desk, refusal: Refusal, way: Way, with_fallen: bool) -> list[Pending]:
    """Go on from a refusal; what is sent anew."""
    facts = (desk.store, refusal, desk.me, desk.clock.now, timedelta(), with_fallen)
    if way is Way.AGAIN:
        return refusals.send_again(*facts)
    if way is Way.AS_NOTE:
        return refusals.send_as_note(*facts)
    if way is Way.DROP:
        refusals.drop(desk.store, refusal.mine.action.id, desk.clock.now)
    return []


def _choices(desk: Desk, chance: Random) -> Iterator[tuple[Case, list[str]]]:
    ids = listed(desk)
    chance.shuffle(ids)
    for case_id in ids:
        shown = cases.read(desk.store, case_id, desk.me, desk.clock.now)
        book = reference.rulebook(desk.store)
        verbs = decide.allowed(shown.doc.case, desk.me, book) if shown else []
        if shown and verbs:
            yield shown.doc.case, verbs
