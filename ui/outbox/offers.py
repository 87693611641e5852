"""What can be done with a refused action, as the officer is offered it."""

from ihanoi_desk.client.pending import Pending
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.officers import Officer
from ui.look.look import Look
from ui.outbox.versions import words_of
from ui.parts.choices import Choice

AGAIN, NOTE, COPY, DROP = "again", "note", "copy", "drop"


def offers(
    look: Look, row: Pending, case: Case | None, may_again: bool, me: Officer
) -> list[Choice]:
    """The ways on that are open, the best first; dropping always is."""
    typed = words_of(row.action)
    found = []
    if may_again:
        found.append(_choice(look, AGAIN))
    if case and typed and not decide.why_not(case, "note", me):
        found.append(_choice(look, NOTE, to=case.holder_name or look.say("outbox.colleagues")))
    if typed:
        found.append(_choice(look, COPY))
    return [*found, _choice(look, DROP)]


def _choice(look: Look, code: str, **facts: str) -> Choice:
    return Choice(
        code, look.say(f"offer.{code}", **facts), look.say(f"offer.{code}_about", **facts)
    )
