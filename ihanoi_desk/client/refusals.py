"""Refused actions as the officer judges them: both versions side by side, and the ways on."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ihanoi_desk.client import cases, dropped, outbox, outgoing, pending, reference
from ihanoi_desk.client.pending import REFUSED, Pending
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import MOST_TEXT, Action, Case, Step
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import Attachment, CaseDoc
from ihanoi_desk.language import say

FORM = frozenset({"file_lost", "too_long", "bad_request", "invalid_request", "body_too_large"})
"""Refusals of what was sent and not of its moment: the same would be refused again."""
OWN = "SELECT action_id FROM sent WHERE case_id = :case_id"
REMOVE = (
    "DELETE FROM outbox WHERE state = 'refused' AND (action_id = :id OR fell_with = :id)"
    f" RETURNING {pending.FIELDS}"
)


class Way(StrEnum):
    AGAIN = "again"
    """Send the same as a new action."""
    AS_NOTE = "as_note"
    """Send what was typed, with its files, as a note for the colleagues."""
    COPY = "copy"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused, and what is true instead.

    `mine` holds everything typed; `fallen` are later actions on the case that went down with it.
    `files` are the officer's own among their attachments. `doc` is the case as the server has it,
    None when it is gone from this desk. `decided` is the step that came first, where the case
    tells. `following` are the ways after which the fallen ones may go too.
    """

    mine: Pending
    fallen: tuple[Pending, ...]
    files: tuple[Attachment, ...]
    doc: CaseDoc | None
    decided: Step | None
    ways: tuple[Way, ...]
    following: frozenset[Way]


def typed(row: Pending) -> str:
    """The officer's own words in an action."""
    words = (row.action.text.strip(), row.action.note.strip())
    return "\n\n".join(text for text in words if text)


def read(store: Store, me: Officer, now: datetime) -> list[Refusal]:
    """Every refused action that stands for itself, oldest first.

    Actions made after the refusal came are none of it: they were judged on the case as it is now,
    and go their own way.
    """
    refused = [row for row in outbox.pending_rows(store) if row.state == REFUSED]
    ids = {row.action.id for row in refused}
    return [
        _refusal(
            store, mine, tuple(row for row in refused if row.fell_with == mine.action.id), me, now
        )
        for mine in refused
        if mine.fell_with not in ids
    ]


def by_itself(
    store: Store, refusal: Refusal, fallen: Pending, me: Officer, now: datetime
) -> Refusal:
    """One of the `fallen` of `refusal`, to be dealt with apart from it."""
    assert fallen in refusal.fallen
    return _refusal(store, fallen, (), me, now)


def send_again(
    store: Store, refusal: Refusal, me: Officer, now: datetime, undo: timedelta, with_fallen: bool
) -> list[Pending]:
    """Put the same in line as a new action, on top of what is true now.

    What fell and is not sent along is kept like something dropped. Raises outbox.RefusedAmong with
    nothing changed. Nothing is sent when the refusal was dealt with meanwhile.
    """
    return _send(store, refusal, _again(refusal.mine, now), me, now, undo, with_fallen)


def send_as_note(
    store: Store, refusal: Refusal, me: Officer, now: datetime, undo: timedelta, with_fallen: bool
) -> list[Pending]:
    """Put what was typed in line as a note for the colleagues; otherwise as `send_again`."""
    return _send(store, refusal, _as_note(refusal.mine, now), me, now, undo, with_fallen)


def drop(store: Store, action_id: str, now: datetime) -> None:
    """Give a refused action up, and what fell with it; all is kept for a week, see `dropped`."""
    with store.write(durable=True) as connection:
        rows = _remove(connection, action_id)
        dropped.keep(connection, rows, now)
    store.say(Changed(cases=frozenset(row.action.case_id for row in rows), outbox=True))


def _refusal(
    store: Store, mine: Pending, fallen: tuple[Pending, ...], me: Officer, now: datetime
) -> Refusal:
    with store.read() as connection:
        doc = cases.stored(connection, mine.action.case_id)
        rows = pending.read_of_case(connection, mine.action.case_id)
        own = {line[0] for line in connection.execute(OWN, {"case_id": mine.action.case_id})}
    ids = [file_id for row in (mine, *fallen) for file_id in row.action.attachments]
    files = tuple(outgoing.kept(store, ids))
    possible: dict[Way, bool] = {}
    if doc:
        case, _ = pending.fold(doc, rows, me, reference.rulebook(store))
        possible = _possible(store, case, mine, fallen, me, now)
    ways = (*possible, *([Way.COPY] if typed(mine) else []), Way.DROP)
    following = frozenset(way for way, follows in possible.items() if follows)
    decided = _decided(doc, mine.basis, own) if doc else None
    return Refusal(mine, fallen, files, doc, decided, ways, following)


def _possible(
    store: Store,
    case: Case,
    mine: Pending,
    fallen: tuple[Pending, ...],
    me: Officer,
    now: datetime,
) -> dict[Way, bool]:
    """The ways of sending that the rules allow now, and whether the fallen ones could follow."""
    firsts = {}
    if mine.code not in FORM:
        firsts[Way.AGAIN] = _again(mine, now)
    if typed(mine) and mine.action.verb != "note":
        firsts[Way.AS_NOTE] = _as_note(mine, now)
    found = {}
    for way, first in firsts.items():
        if len(first.note) <= MOST_TEXT and _is_allowed(store, case, [first], me, now):
            later = [_again(row, now) for row in fallen]
            found[way] = bool(later) and _is_allowed(store, case, [first, *later], me, now)
    return found


def _is_allowed(
    store: Store, case: Case, actions: Iterable[Action], me: Officer, now: datetime
) -> bool:
    book = reference.rulebook(store)
    try:
        for action in actions:
            case = decide.apply(case, action, me, now, book).case
    except Refused:
        return False
    return True


def _decided(doc: CaseDoc, basis: int | None, own: set[str]) -> Step | None:
    """The last step that changed the case after the officer had looked at it."""
    changes = [
        step
        for step in doc.steps
        if step.seq > (basis or 1)
        and step.id not in own
        and (step.from_state != step.to_state or step.target_unit or step.assignee_name)
    ]
    return changes[-1] if changes else None


def _again(row: Pending, now: datetime) -> Action:
    return replace(row.action, id=uuid.uuid4().hex, at=now)


def _as_note(row: Pending, now: datetime) -> Action:
    verb = say("vi", f"verb.{row.action.verb}")
    return Action(
        id=uuid.uuid4().hex,
        case_id=row.action.case_id,
        verb="note",
        at=now,
        note=say("vi", "sync.as_note", verb=verb, typed=typed(row)),
        attachments=row.action.attachments,
    )


def _send(
    store: Store,
    refusal: Refusal,
    first: Action,
    me: Officer,
    now: datetime,
    undo: timedelta,
    with_fallen: bool,
) -> list[Pending]:
    later = [_again(row, now) for row in refusal.fallen] if with_fallen else []
    rows = outbox.prepare(store, [first, *later], me, now, undo)
    with store.write(durable=True) as connection:
        removed = _remove(connection, refusal.mine.action.id)
        if not removed:
            return []
        if not with_fallen:
            fallen = [row for row in removed if row.action.id != refusal.mine.action.id]
            dropped.keep(connection, fallen, now)
        if refusal.mine.code == "unknown_attachment":
            outgoing.mark_missing(connection, first.attachments)
        outbox.insert(connection, rows)
    store.say(Changed(cases=frozenset({first.case_id}), outbox=True))
    return rows


def _remove(connection: Connection, action_id: str) -> list[Pending]:
    lines = connection.execute(REMOVE, {"id": action_id}).fetchall()
    return [pending.from_line(*line) for line in lines]
