"""What can be done with a refused action, as the officer is offered it."""

from ihanoi_desk.client.refusals import Refusal, Way
from ihanoi_desk.domain.transitions import find
from ui.look.look import Look
from ui.outbox.versions import words_of
from ui.parts.choices import Choice

ICONS = {Way.AGAIN: "send", Way.AS_NOTE: "sticky-note", Way.COPY: "copy", Way.DROP: "trash-2"}


def offers(look: Look, refusal: Refusal) -> list[Choice]:
    """The ways on that are open, the best first."""
    holder = refusal.doc.case.holder_name if refusal.doc else None
    to = holder or look.say("outbox.colleagues")
    return [_choice(look, way, refusal, to) for way in refusal.ways]


def has_words(refusal: Refusal) -> bool:
    """Whether anything was typed for it or for what fell with it."""
    return any(words_of(row.action) for row in (refusal.mine, *refusal.fallen))


def _choice(look: Look, way: Way, refusal: Refusal, to: str) -> Choice:
    return Choice(way, look.say(f"offer.{way}", to=to), look.say(_about(way, refusal)))


def _about(way: Way, refusal: Refusal) -> str:
    if way is Way.DROP and not has_words(refusal):
        return "offer.drop_plain"
    if way is Way.AGAIN and not _tells_citizen(refusal):
        return "offer.again_quiet"
    return f"offer.{way}_about"


def _tells_citizen(refusal: Refusal) -> bool:
    case = refusal.doc.case if refusal.doc else None
    row = find(case, refusal.mine.action.verb) if case else None
    return row is None or row.event is not None
