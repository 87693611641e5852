"""The actions that carry out one verb on many cases, and what the last of them makes of each."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action, Case, Step
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.rulebook import Rulebook

PersonOf = Callable[[Case], int | None]
"""Whom a case goes to; None leaves it with whoever accepts it."""
NOTE_DRAFT = "note:many"
"""Under which name a note for many is kept while it is written."""


def actions(
    verb: str, cases: Iterable[Case], person_of: PersonOf, now: datetime, note: str = ""
) -> Iterator[Action]:
    """In the order in which they have to be carried out; accepting may be followed by assigning."""
    for case in cases:
        person = person_of(case)
        if verb == "accept":
            yield _action(verb, case, now)
            if person is not None:
                yield _action("assign", case, now, assignee=person)
        else:
            yield _action(verb, case, now, assignee=person, note=note)


def last_step(
    verb: str,
    case: Case,
    person_of: PersonOf,
    me: Officer,
    now: datetime,
    book: Rulebook,
) -> Step | None:
    """The step the citizen hears of last; None where the rules have no row for it."""
    step = None
    for action in actions(verb, [case], person_of, now):
        after = decide.preview(case, action, me, now, book)
        if after is None:
            return None
        case, step = after.case, after.step
    return step


def _action(
    verb: str, case: Case, now: datetime, assignee: int | None = None, note: str = ""
) -> Action:
    return Action(
        id=uuid.uuid4().hex,
        case_id=case.id,
        verb=verb,
        at=now,
        note=note,
        assignee_id=assignee if verb == "assign" else None,
    )
