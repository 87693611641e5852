"""Queue rows of the cases that have something in the outbox, as they will be."""

from ihanoi_desk.client import pending, reference, replica
from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.pending import REFUSED, Pending
from ihanoi_desk.client.query import Query, speaking_of
from ihanoi_desk.client.row import FIELDS, Row
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.views import BY_CODE, Facts, View
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.wire import CaseDoc

NAMES = tuple(FIELDS.replace(",", "").split())


def folded(connection: Connection, store: Store, me: Officer) -> dict[int, Row]:
    """Every case of the replica with outbox rows, by id; usually there are few or none."""
    waiting: dict[int, list[Pending]] = {}
    for entry in pending.read_all(connection):
        waiting.setdefault(entry.action.case_id, []).append(entry)
    if not waiting:
        return {}
    docs = connection.execute(
        "SELECT id, body FROM docs WHERE id IN (SELECT value FROM json_each(?))",
        (str(list(waiting)),),
    )
    return {case_id: _row(doc, waiting[case_id], store, me) for case_id, doc in docs}


def fitting(
    connection: Connection, query: Query, facts: Facts, rows: dict[int, Row], me: Officer
) -> list[Row]:
    """Those of `rows` that belong to `query`, in order."""
    view = BY_CODE[query.view]
    found = [
        row
        for row in rows.values()
        if row.kind == query.kind
        and belongs(view, row, facts, me)
        and (query.box is None or query.box.holds(row.lat, row.lon))
    ]
    if query.search and found:
        spoken_of = speaking_of(connection, query.search, [row.id for row in found])
        found = [row for row in found if row.id in spoken_of]
    return sorted(found, key=lambda row: row.place_in_order)


def belongs(view: View, row: Row, facts: Facts, me: Officer) -> bool:
    """Whether `view` shows `row`; one sent to another unit is listed under "all" until it left."""
    return view.matches(row, facts) and (view.is_open is None or me.may_read(row.unit))


def _row(doc: str, entries: list[Pending], store: Store, me: Officer) -> Row:
    case, _ = pending.fold(decode(CaseDoc, doc), entries, me, reference.rulebook(store))
    fields = replica.columns(case)
    sending = any(entry.state != REFUSED for entry in entries)
    refused = entries[-1].state == REFUSED
    return Row(*[*(fields[name] for name in NAMES), sending, refused])
