"""A refusal of the rules as a sentence for the officer."""

from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.language import refusal_words
from ui.look.look import Look


def sentence(look: Look, refusal: Refused) -> str:
    """The catalogue's words for `refusal`."""
    return refusal_words(look.language, refusal.code, refusal.facts)
