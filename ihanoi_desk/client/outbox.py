"""The only table an officer's click writes: actions on their way to the server."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ihanoi_desk.client import cases, drafts, pending, read_only, reference
from ihanoi_desk.client.codec import encode
from ihanoi_desk.client.moments import EPOCH, from_us, to_us
from ihanoi_desk.client.pending import WAITING, Pending
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action, Case, Urgency
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused

INSERT = (
    "INSERT INTO outbox (action_id, case_id, case_code, officer_id, body, made_us, leaves_us,"
    " state, basis) VALUES (:action_id, :case_id, :case_code, :officer_id, :body, :made_us,"
    " :leaves_us, 'waiting', :basis)"
)
SEQ = "SELECT seq, case_id FROM outbox WHERE action_id = :id AND state = 'waiting'"
UNDO = (
    "DELETE FROM outbox WHERE case_id = :case_id AND seq >= :seq AND state = 'waiting'"
    " RETURNING action_id"
)
NUMBERS = "SELECT SUM(state != 'refused'), SUM(state = 'refused') FROM outbox"
SENT = "SELECT action_id, case_id, case_code, verb, at_us FROM sent ORDER BY seq DESC"


class RefusedAmong(Refused):
    """One action of several is forbidden; `action` is that one."""

    def __init__(self, refusal: Refused, action: Action) -> None:
        super().__init__(refusal.code, **refusal.facts)
        self.action = action


@dataclass(frozen=True, slots=True)
class Sent:
    """An action the server has taken."""

    action_id: str
    case_id: int
    case_code: str
    verb: str
    at: datetime


def undo_time(case: Case, undo: timedelta) -> timedelta:
    """How long an action on `case` can be taken back; urgent ones leave at once: nobody waits ten
    seconds for a live wire."""
    return timedelta() if case.urgency is Urgency.URGENT else undo


def do(
    store: Store, action: Action, me: Officer, now: datetime, undo: timedelta, draft: str = ""
) -> Pending:
    """Check `action` against the case as the officer sees it, and put it in line.

    It leaves after `undo`, at once on an urgent case; the `draft` it was typed in ends with it.
    Raises Refused when the rules forbid it, and DiskFull; nothing is then written and the draft
    stays.
    """
    return do_all(store, [action], me, now, undo, draft)[0]


def do_all(
    store: Store,
    actions: Sequence[Action],
    me: Officer,
    now: datetime,
    undo: timedelta,
    draft: str = "",
) -> list[Pending]:
    """Put all of `actions` in line, or none. Raises RefusedAmong, which names the forbidden one."""
    rows = prepare(store, actions, me, now, undo)
    with store.write(durable=True) as connection:
        insert(connection, rows)
        drafts.remove(connection, draft)
    store.say(Changed(cases=frozenset(row.action.case_id for row in rows), outbox=True))
    return rows


def prepare(
    store: Store, actions: Sequence[Action], me: Officer, now: datetime, undo: timedelta
) -> list[Pending]:
    """The rows for `actions`, each checked on top of the ones before it. Raises RefusedAmong."""
    book = reference.rulebook(store)
    forbidden = read_only.refusal(store)
    seen: dict[int, Case] = {}
    rows = []
    for action in actions:
        try:
            if forbidden:
                raise forbidden
            case = seen.get(action.case_id) or _shown(store, action.case_id, me, now)
            seen[action.case_id] = decide.apply(case, action, me, now, book).case
        except Refused as refusal:
            raise RefusedAmong(refusal, action) from refusal
        leaves_at = now + undo_time(case, undo)
        rows.append(Pending(action, case.code, me.id, WAITING, now, leaves_at, basis=case.version))
    return rows


def insert(connection: Connection, rows: Iterable[Pending]) -> None:
    """Put prepared rows in line, in the caller's transaction."""
    connection.executemany(
        INSERT,
        [
            {
                "action_id": row.action.id,
                "case_id": row.action.case_id,
                "case_code": row.case_code,
                "officer_id": row.officer_id,
                "body": encode(row.action),
                "made_us": to_us(row.made_at),
                "leaves_us": to_us(row.leaves_at),
                "basis": row.basis,
            }
            for row in rows
        ],
    )


def undo(store: Store, action_id: str) -> bool:
    """Take an action back, and later ones on the same case with it; False when it has left."""
    return action_id in undo_all(store, [action_id])


def undo_all(store: Store, action_ids: Iterable[str]) -> frozenset[str]:
    """Take several back in one step; the ids of all that were, later ones of their cases too.

    Those that are missing in it have left, or had left with an earlier one of their case.
    """
    undone: set[str] = set()
    touched: set[int] = set()
    with store.write(durable=True) as connection:
        for action_id in action_ids:
            found = connection.execute(SEQ, {"id": action_id}).fetchone()
            if found is not None:
                seq, case_id = found
                lines = connection.execute(UNDO, {"case_id": case_id, "seq": seq}).fetchall()
                undone.update(line[0] for line in lines)
                touched.add(case_id)
    if touched:
        store.say(Changed(cases=frozenset(touched), outbox=True))
    return frozenset(undone)


def pending_rows(store: Store) -> list[Pending]:
    """Every row that waits or was refused, oldest first."""
    with store.read() as connection:
        return pending.read_all(connection)


def numbers(store: Store) -> tuple[int, int]:
    """How many wait and how many were refused."""
    with store.read() as connection:
        waiting, refused = connection.execute(NUMBERS).fetchone()
    return waiting or 0, refused or 0


def sent(store: Store) -> list[Sent]:
    """What this machine has sent, newest first."""
    with store.read() as connection:
        return [
            Sent(action_id, case_id, case_code, verb, from_us(at_us) or EPOCH)
            for action_id, case_id, case_code, verb, at_us in connection.execute(SENT)
        ]


def _shown(store: Store, case_id: int, me: Officer, now: datetime) -> Case:
    shown = cases.read(store, case_id, me, now)
    if shown is None:
        raise Refused("unknown_case")
    return shown.doc.case
