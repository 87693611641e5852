"""The outbox as the sender sees it: what may leave now, and what became of what left."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from ihanoi_desk.client import pending, replica
from ihanoi_desk.client.moments import MICROSECOND, from_us, to_us
from ihanoi_desk.client.pending import WAITING, Pending
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.wire import MOST_ACTIONS, Answer, Outcome

KEPT_SENT = 200
WRONG = timedelta(minutes=1)
"""A clock set back by less only makes the time for taking back longer."""
PASSING = frozenset({408, 425, 429})
"""Answers of 400 and more that are no fault of the request."""

IS_READY = (
    "state != 'refused' AND leaves_us <= :now"
    " AND case_id NOT IN (SELECT value FROM json_each(:resting))"
)
LACKS_FILES = (
    "EXISTS (SELECT 1 FROM json_each(body, '$.attachments') AS named"
    " JOIN outbox_files ON outbox_files.id = named.value WHERE outbox_files.is_uploaded = 0)"
)
EARLIER = (
    "SELECT 1 FROM outbox AS earlier WHERE earlier.case_id = mine.case_id"
    " AND earlier.seq < mine.seq AND earlier.state != 'refused'"
)
CLAIM = (
    f"SELECT {pending.FIELDS} FROM outbox AS mine WHERE {IS_READY} AND NOT {LACKS_FILES}"
    f" AND NOT EXISTS ({EARLIER} AND (earlier.leaves_us > :now OR {LACKS_FILES}))"
    " ORDER BY seq LIMIT :most"
)
DATED_AHEAD = (
    "UPDATE outbox SET leaves_us = :now WHERE state != 'refused' AND leaves_us > :now"
    " AND made_us > :now + :wrong"
)
SENDING = (
    "UPDATE outbox SET state = 'sending' WHERE action_id IN (SELECT value FROM json_each(:ids))"
)
RELEASE = (
    "UPDATE outbox SET state = 'waiting'"
    " WHERE state = 'sending' AND action_id IN (SELECT value FROM json_each(:ids))"
)
LACKING = (
    f"SELECT {pending.FIELDS} FROM outbox AS mine WHERE {IS_READY} AND {LACKS_FILES}"
    f" AND NOT EXISTS ({EARLIER}) ORDER BY seq LIMIT 1"
)
SOONEST = "SELECT MIN(leaves_us) FROM outbox WHERE state != 'refused' AND leaves_us > :now"
OLDEST = f"SELECT {pending.FIELDS} FROM outbox WHERE state != 'refused' ORDER BY seq LIMIT 1"
SETTLE = "DELETE FROM outbox WHERE action_id = :id"
REFUSE = "UPDATE outbox SET state = 'refused', code = :code, why = :why WHERE action_id = :id"
FALL = (
    "UPDATE outbox SET state = 'refused', code = :code, why = :why, fell_with = :id"
    " WHERE case_id = :case_id AND state != 'refused' AND action_id != :id"
)
LOG = (
    "INSERT INTO sent (action_id, case_id, case_code, verb, at_us)"
    " VALUES (:id, :case_id, :case_code, :verb, :at_us)"
)
TRIM = f"DELETE FROM sent WHERE seq <= (SELECT MAX(seq) FROM sent) - {KEPT_SENT}"


def claim(
    store: Store, now: datetime, resting: Iterable[int] = (), most: int = MOST_ACTIONS
) -> list[Pending]:
    """The next actions that may leave together, now marked as being sent, as they were before.

    Actions of one case go in order and none overtakes one that still waits for its time or for its
    files; the cases `resting` are passed over. What was made under a clock that has been set back
    since has waited long enough. A row still marked when the program died is claimed
    again and goes out under the same id.
    """
    facts = {"now": to_us(now), "resting": json.dumps(list(resting)), "most": most}
    # Else a power cut could turn what may have arrived into something that can be taken back.
    with store.write(durable=True) as connection:
        connection.execute(DATED_AHEAD, {"now": facts["now"], "wrong": WRONG // MICROSECOND})
        rows = [pending.from_line(*line) for line in connection.execute(CLAIM, facts)]
        if rows:
            connection.execute(SENDING, {"ids": _ids(rows)})
    return rows


def release(store: Store, rows: Iterable[Pending]) -> None:
    """This time they surely did not reach the server: claimed rows are again what they were, and
    those that never left may be taken back."""
    with store.write() as connection:
        _release(connection, rows)


def lacking_files(store: Store, now: datetime, resting: Iterable[int] = ()) -> Pending | None:
    """The next action that has to wait until its files are at the server."""
    facts = {"now": to_us(now), "resting": json.dumps(list(resting))}
    with store.read() as connection:
        found = connection.execute(LACKING, facts).fetchone()
    return pending.from_line(*found) if found else None


def soonest(store: Store, now: datetime) -> datetime | None:
    """When the next time for taking back ends."""
    with store.read() as connection:
        found = connection.execute(SOONEST, {"now": to_us(now)}).fetchone()
    return from_us(found[0])


def oldest(store: Store) -> Pending | None:
    """The action that has waited longest."""
    with store.read() as connection:
        found = connection.execute(OLDEST).fetchone()
    return pending.from_line(*found) if found else None


def settle(
    store: Store, rows: Sequence[Pending], answers: Sequence[Answer], now: datetime
) -> frozenset[int]:
    """Take in the server's answers, the cases and the ends of the rows, in one transaction.

    The cases whose action the server stumbled over; those rows stay as they are.
    """
    stumbled = set()
    with store.write() as connection:
        for row, answer in zip(rows, answers, strict=True):
            if answer.outcome:
                _take_in(connection, row, answer.outcome, now)
            elif answer.problem is None:
                _release(connection, [row])
            elif is_about_the_request(answer.problem.status):
                _refuse(connection, row, answer.problem.code, answer.problem.detail)
            else:
                stumbled.add(row.action.case_id)
    return frozenset(stumbled)


def refuse(store: Store, row: Pending, code: str, why: str) -> None:
    """The action cannot be carried out as it is and would never be: show it to the officer."""
    with store.write() as connection:
        _refuse(connection, row, code, why)


def is_about_the_request(status: int) -> bool:
    """Whether a problem of this status would come again with every repeat."""
    return 400 <= status < 500 and status not in PASSING


def _take_in(connection: Connection, row: Pending, outcome: Outcome, now: datetime) -> None:
    if outcome.outcome == "applied":
        _log_as_sent(connection, row, now)
    else:
        _refuse(connection, row, outcome.code, outcome.why)
    if outcome.case:
        replica.advance(connection, outcome.case)
    else:
        replica.retreat(connection, row.action.case_id, row.basis)


def _release(connection: Connection, rows: Iterable[Pending]) -> None:
    # One that was already being sent may have arrived before: it can no longer be taken back.
    fresh = [row for row in rows if row.state == WAITING]
    connection.execute(RELEASE, {"ids": _ids(fresh)})


def _log_as_sent(connection: Connection, row: Pending, now: datetime) -> None:
    if not connection.execute(SETTLE, {"id": row.action.id}).rowcount:
        return
    connection.execute(
        LOG,
        {
            "id": row.action.id,
            "case_id": row.action.case_id,
            "case_code": row.case_code,
            "verb": row.action.verb,
            "at_us": to_us(now),
        },
    )
    connection.execute(TRIM)


def _refuse(connection: Connection, row: Pending, code: str, why: str) -> None:
    """Later actions on the case were only right after this one: they fall with it."""
    facts = {"id": row.action.id, "code": code, "why": why}
    connection.execute(REFUSE, facts)
    connection.execute(FALL, {**facts, "case_id": row.action.case_id})


def _ids(rows: Iterable[Pending]) -> str:
    return json.dumps([row.action.id for row in rows])
