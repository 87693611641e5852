"""Until when a case runs once an unfinished action is done, in words, beside what holds now."""

from datetime import datetime

from ihanoi_desk.domain.cases import Case, State
from ui.look.look import Look
from ui.parts.facts import Fact


def due_facts(look: Look, before: Case, after: Case, now: datetime) -> list[Fact]:
    """The old limit, and the new one where it differs."""
    facts = [Fact("timer", "text-3", look.say("due.now", at=_at(look, before.due_at, now)))]
    if after.due_at != before.due_at:
        key = "due.new_receive" if after.state is State.NEW else "due.new_handle"
        started_again = before.handle_from and after.handle_from != before.handle_from
        if started_again or (after.is_open and not before.is_open):
            key = "due.new_again"
        late = after.due_at is not None and after.due_at < now
        tone = "red" if late else "green"
        facts.append(Fact("timer-reset", tone, look.say(key, at=_at(look, after.due_at, now))))
        if late:
            facts.append(Fact("triangle-alert", "red", look.say("due.late_at_once")))
    return facts


def _at(look: Look, due_at: datetime | None, now: datetime) -> str:
    return look.clock(due_at, now) if due_at else look.say("due.none")
