"""What can be done with a refused action, as the officer is offered it."""

from ihanoi_desk.client.refusals import Refusal, Way
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
    text = look.say(f"offer.{way}", to=to)
    plain = way is Way.DROP and not has_words(refusal)
    return Choice(way, text, look.say("offer.drop_plain" if plain else f"offer.{way}_about"))
