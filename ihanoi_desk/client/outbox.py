"""The only table an officer's click writes: actions on their way to the server."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ihanoi_desk.client import cases, drafts, pending, reference, replica
from ihanoi_desk.client.codec import encode
from ihanoi_desk.client.moments import EPOCH, from_us, to_us
from ihanoi_desk.client.pending import WAITING, Pending
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import Outcome

KEPT_SENT = 200

INSERT = (
    "INSERT INTO outbox (action_id, case_id, case_code, officer_id, body, made_us, leaves_us,"
    " state) VALUES (:action_id, :case_id, :case_code, :officer_id, :body, :made_us,"
    " :leaves_us, 'waiting')"
)
SEQ = "SELECT seq, case_id FROM outbox WHERE action_id = :id AND state = 'waiting'"
UNDO = "DELETE FROM outbox WHERE case_id = :case_id AND seq >= :seq AND state = 'waiting'"
DROP = "DELETE FROM outbox WHERE action_id = :id AND state = 'refused' RETURNING case_id"
SETTLE = "DELETE FROM outbox WHERE action_id = :id"
REFUSE = "UPDATE outbox SET state = 'refused', code = :code, why = :why WHERE action_id = :id"
FALL = (
    "UPDATE outbox SET state = 'refused', code = :code, why = :why, fell_with = :id"
    " WHERE case_id = :case_id AND state != 'refused' AND action_id != :id"
)
FIRST_OF_CASE = (
    "state != 'refused' AND case_id NOT IN (SELECT value FROM json_each(:resting))"
    " AND NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.case_id = mine.case_id"
    " AND earlier.seq < mine.seq AND earlier.state != 'refused')"
)
CLAIM = (
    "UPDATE outbox SET state = 'sending' WHERE seq = (SELECT MIN(seq) FROM outbox AS mine"
    f" WHERE {FIRST_OF_CASE} AND leaves_us <= :now) RETURNING {pending.FIELDS}"
)
RELEASE = "UPDATE outbox SET state = 'waiting' WHERE action_id = :id"
SOONEST = f"SELECT MIN(leaves_us) FROM outbox AS mine WHERE {FIRST_OF_CASE}"
NUMBERS = "SELECT SUM(state != 'refused'), SUM(state = 'refused') FROM outbox"
LOG = (
    "INSERT INTO sent (action_id, case_id, case_code, verb, at_us)"
    " VALUES (:id, :case_id, :case_code, :verb, :at_us)"
)
TRIM = f"DELETE FROM sent WHERE seq <= (SELECT MAX(seq) FROM sent) - {KEPT_SENT}"
SENT = "SELECT action_id, case_id, case_code, verb, at_us FROM sent ORDER BY seq DESC"


@dataclass(frozen=True, slots=True)
class Sent:
    """An action the server has taken."""

    action_id: str
    case_id: int
    case_code: str
    verb: str
    at: datetime


def do(
    store: Store, action: Action, me: Officer, now: datetime, undo: timedelta, draft: str = ""
) -> Pending:
    """Check `action` against the case as the officer sees it, and put it in line.

    It leaves after `undo`; the `draft` it was typed in ends with it. Raises Refused when the rules
    forbid it and DiskFull; nothing is then written and the draft stays.
    """
    shown = cases.read(store, action.case_id, me, now)
    if shown is None:
        raise Refused("unknown_case")
    decide.apply(shown.doc.case, action, me, now, reference.rulebook(store))
    row = Pending(action, shown.doc.case.code, me.id, WAITING, now, now + undo)
    with store.write() as connection:
        connection.execute(
            INSERT,
            {
                "action_id": action.id,
                "case_id": action.case_id,
                "case_code": row.case_code,
                "officer_id": me.id,
                "body": encode(action),
                "made_us": to_us(now),
                "leaves_us": to_us(row.leaves_at),
            },
        )
        connection.execute(drafts.FORGET, {"key": draft})
    store.say(Changed(cases=frozenset({action.case_id}), outbox=True))
    return row


def undo(store: Store, action_id: str) -> bool:
    """Take an action back, and later ones on the same case with it; False when it has left."""
    with store.write() as connection:
        found = connection.execute(SEQ, {"id": action_id}).fetchone()
        if found is None:
            return False
        seq, case_id = found
        connection.execute(UNDO, {"case_id": case_id, "seq": seq})
    store.say(Changed(cases=frozenset({case_id}), outbox=True))
    return True


def drop(store: Store, action_id: str) -> None:
    """Give a refused action up."""
    with store.write() as connection:
        dropped = connection.execute(DROP, {"id": action_id}).fetchall()
    store.say(Changed(cases=frozenset(case_id for (case_id,) in dropped), outbox=True))


def pending_rows(store: Store) -> list[Pending]:
    """Every row that waits or was refused, oldest first."""
    with store.read() as connection:
        return pending.read_all(connection)


def sent(store: Store) -> list[Sent]:
    """What this machine has sent, newest first."""
    with store.read() as connection:
        return [
            Sent(action_id, case_id, case_code, verb, from_us(at_us) or EPOCH)
            for action_id, case_id, case_code, verb, at_us in connection.execute(SENT)
        ]


# --- for the sender --------------------------------------------------------------------------


def numbers(store: Store) -> tuple[int, int]:
    """How many wait and how many were refused."""
    with store.read() as connection:
        waiting, refused = connection.execute(NUMBERS).fetchone()
    return waiting or 0, refused or 0


def claim(store: Store, now: datetime, resting: Iterable[int] = ()) -> Pending | None:
    """The next action that may leave, now marked as being sent; None when none may.

    Actions of one case go in order; the cases `resting` are passed over. A row still marked when
    the program died is claimed again and goes out under the same id.
    """
    with store.write() as connection:
        facts = {"now": to_us(now), "resting": str(list(resting))}
        lines = connection.execute(CLAIM, facts).fetchall()
    return pending.from_line(*lines[0]) if lines else None


def release(store: Store, action_id: str) -> None:
    """It surely did not reach the server: it waits again and may be taken back."""
    with store.write() as connection:
        connection.execute(RELEASE, {"id": action_id})


def soonest(store: Store, resting: Iterable[int] = ()) -> datetime | None:
    """When the next action that is first of its case may leave."""
    with store.read() as connection:
        found = connection.execute(SOONEST, {"resting": str(list(resting))}).fetchone()
    return from_us(found[0])


def settle(store: Store, row: Pending, outcome: Outcome, now: datetime) -> None:
    """Take in the server's answer: the case and the end of the outbox row in one transaction."""
    with store.write() as connection:
        if outcome.outcome == "applied":
            _log_as_sent(connection, row, now)
        else:
            _refuse(connection, row, outcome.code, outcome.why)
        if outcome.case:
            replica.advance(connection, outcome.case)
        else:
            replica.drop(connection, [row.action.case_id])
    store.say(Changed(cases=frozenset({row.action.case_id}), outbox=True))


def refuse(store: Store, row: Pending, code: str, why: str) -> None:
    """The action cannot be carried out as it is and would never be: show it to the officer."""
    with store.write() as connection:
        _refuse(connection, row, code, why)
    store.say(Changed(cases=frozenset({row.action.case_id}), outbox=True))


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
