"""A refusal of the rules as a sentence for the officer."""

from ihanoi_desk.domain.refusals import Refused
from ui.look.look import Look


def sentence(look: Look, refusal: Refused) -> str:
    """The catalogue's words for `refusal`; states inside it are named, not coded."""
    facts = dict(refusal.facts)
    if "state" in facts:
        facts["state"] = look.say(f"state.{facts['state']}").lower()
    return look.say(f"refusal.{refusal.code}", **facts)
