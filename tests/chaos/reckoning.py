"""What came of it all, counted from the server's tables and the phones, not from what was said."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ihanoi_desk.server import audit
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.tables import devices, pushes, steps
from tests.chaos import journal

NAMED = re.compile(r"^[a-z.0-9]+-\d+-\d+$")
"""The note of an action is the id it was first given: done twice, it shows under any id."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The server's side: what was carried out, and who was to be told of it."""

    steps: frozenset[str]
    times: Counter[str]
    """How often each promise is in the history, under whatever id."""
    pushes: Mapping[str, int]
    """Step → push, for every step the citizen is to be told of."""
    untold: frozenset[str]
    """Citizen-visible steps without a push row."""
    phones: Mapping[int, frozenset[str]]
    """Push → the phones it is for."""
    audit_lines: int


def read(url: str) -> Applied:
    """Raises audit.ChainBroken."""
    database = Database(url)
    try:
        with database.read() as connection:
            history = connection.execute(select(steps)).all()
            told = connection.execute(select(pushes)).all()
            owned = connection.execute(select(devices)).all()
            lines = audit.verify(connection)
    finally:
        database.close()
    phones: dict[int, set[str]] = {}
    for phone in owned:
        phones.setdefault(phone.citizen_id, set()).add(phone.token)
    by_step = {row.step_id: row.id for row in told}
    return Applied(
        frozenset(row.id for row in history),
        Counter(row.note for row in history if NAMED.match(row.note)),
        by_step,
        frozenset(row.id for row in history if row.event and row.id not in by_step),
        {row.id: frozenset(phones.get(row.citizen_id, ())) for row in told},
        lines,
    )


def push_of(message: str) -> int:
    """A message is named after its push and its phone."""
    return int(message.partition("-")[0])


def lost(words: Mapping[str, str], kept: Iterable[str], applied: Applied) -> list[str]:
    """Promised actions that are neither carried out nor still in the outbox."""
    there = {*kept, *applied.steps}
    return sorted(
        action for action, word in words.items() if word == journal.ACCEPTED and action not in there
    )


def against_will(words: Mapping[str, str], applied: Applied) -> list[str]:
    """Actions that were taken back in time, or refused, and yet carried out."""
    over = (journal.GIVEN_UP, journal.DROPPED)
    return sorted(
        action for action, word in words.items() if word in over and action in applied.steps
    )


def told_twice(shown: list[dict[str, Any]], applied: Applied) -> list[str]:
    """Phone and step, where a phone showed more than one message of a step."""
    steps_of = {number: step for step, number in applied.pushes.items()}
    messages = {(row["token"], row["id"]) for row in shown}
    counted = Counter((token, steps_of.get(push_of(name))) for token, name in messages)
    return sorted(f"{token} {step}" for (token, step), count in counted.items() if count > 1)


def never_told(shown: list[dict[str, Any]], applied: Applied) -> list[str]:
    """Phone and push, where the message of a step never came; and steps without any."""
    came = {(row["token"], push_of(row["id"])) for row in shown}
    missing = [
        f"{token} {number}"
        for number, tokens in applied.phones.items()
        for token in tokens
        if (token, number) not in came
    ]
    return sorted([*missing, *applied.untold])
