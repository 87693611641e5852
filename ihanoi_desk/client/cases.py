"""One case as the officer sees it: the replica's document with the waiting actions laid over."""

from dataclasses import dataclass, replace
from datetime import datetime

from ihanoi_desk.client import pending, reference
from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import CaseDoc


@dataclass(frozen=True, slots=True)
class Shown:
    """`doc` with the waiting actions folded in; `pending` are those actions."""

    doc: CaseDoc
    pending: tuple[Pending, ...]


def read(store: Store, case_id: int, me: Officer, now: datetime) -> Shown | None:
    """The case, or None when the replica does not hold it."""
    with store.read() as connection:
        doc = stored(connection, case_id)
        rows = pending.read_of_case(connection, case_id)
    if doc is None:
        return None
    case, steps = pending.fold(doc, rows, me, reference.rulebook(store))
    return Shown(replace(doc, case=case, steps=(*doc.steps, *steps)), tuple(rows))


def stored(connection: Connection, case_id: int) -> CaseDoc | None:
    """The case as the server has it."""
    found = connection.execute("SELECT body FROM docs WHERE id = ?", (case_id,)).fetchone()
    return decode(CaseDoc, found[0]) if found else None
