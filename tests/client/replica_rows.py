"""Putting cases of the small town into a real replica, and asking for things done to them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from ihanoi_desk.client import dispatch, outbox, reference, replica
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import Answer, CaseDoc, Outcome, Reporter
from tests.desk_key import KEY
from tests.unit.town import CATALOGUE, FILED, HANDLER, new_case

NOW = FILED + timedelta(hours=1)
UNDO = timedelta(seconds=10)
NUMBERS = count(1)


def open_store(path: Path) -> Store:
    """A file as it stands after the first fill of an empty unit."""
    store = Store.open(path, KEY)
    with store.write() as connection:
        reference.put(connection, CATALOGUE)
    return store


def numbered(number: int, **facts: object) -> Case:
    kind = str(facts.pop("kind", "scene"))
    return replace(new_case(kind), id=number, code=f"HT-{number:06d}", **facts)  # type: ignore[arg-type]


def document(case: Case) -> CaseDoc:
    return CaseDoc(case, Reporter("T••• T••• M•••", "09••••012", True, 1), (), (), ())


def put(store: Store, *cases: Case) -> None:
    with store.write() as connection:
        replica.put(connection, [document(case) for case in cases])


def want(case_id: int, verb: str, **facts: object) -> Action:
    return Action(id=f"viec-{next(NUMBERS)}", case_id=case_id, verb=verb, at=NOW, **facts)  # type: ignore[arg-type]


def do(
    store: Store,
    case_id: int,
    verb: str,
    undo: timedelta = UNDO,
    me: Officer = HANDLER,
    after: timedelta = timedelta(),
    **facts: object,
) -> Pending:
    return outbox.do(store, want(case_id, verb, **facts), me, NOW + after, undo)


def claim_one(store: Store, now: datetime, resting: Iterable[int] = ()) -> Pending | None:
    rows = dispatch.claim(store, now, resting, 1)
    return rows[0] if rows else None


def settle_one(store: Store, row: Pending, outcome: Outcome, now: datetime) -> None:
    assert dispatch.settle(store, [row], [Answer(outcome)], now) == frozenset()
