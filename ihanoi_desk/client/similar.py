"""Cases of this machine that are, or may be, about the same thing as another one."""

import json
from dataclasses import dataclass

from ihanoi_desk.client import reference
from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.moments import to_us
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.duplicates import Alike, Reach, Report, alike, goes_along, reach
from ihanoi_desk.domain.wire import CaseDoc

MOST = 40
"""So many neighbours are compared; a storm brings more, and then the list itself tells."""
# The index that orders the lists carries positions, so only open cases nearby are looked at.
NEAR = (
    "SELECT id FROM cases INDEXED BY ix_cases_order WHERE kind = :kind AND is_open = 1"
    " AND lat BETWEEN :south AND :north AND lon BETWEEN :west AND :east"
)
SAME = (
    f"SELECT id FROM cases WHERE id IN ({NEAR}) AND id <> :id AND category = :category"
    " AND master_id IS NULL"
    " AND filed_us BETWEEN :since AND :until ORDER BY filed_us LIMIT :most"
)
DOCS = "SELECT body FROM docs WHERE id IN (SELECT value FROM json_each(:ids))"


MERGED = (
    "SELECT id, code, headline, state FROM cases WHERE master_id = :id AND master_id IS NOT NULL"
    " ORDER BY filed_us"
)
MERGED_DOCS = (
    "SELECT body FROM docs WHERE id IN"
    " (SELECT id FROM cases WHERE master_id = :id AND master_id IS NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A case by what people call it."""

    id: int
    code: str
    headline: str
    state: str


def merged_into(store: Store, case_id: int) -> tuple[Named, ...]:
    """The cases of this machine that are answered together with `case_id`."""
    with store.read() as connection:
        found = connection.execute(MERGED, {"id": case_id}).fetchall()
    return tuple(Named(*line) for line in found)


def going_along(store: Store, case_id: int, verb: str) -> int:
    """How many of those take the step `verb` of the server with the case."""
    with store.read() as connection:
        found = connection.execute(MERGED_DOCS, {"id": case_id}).fetchall()
    return sum(goes_along(decode(CaseDoc, body), verb) for (body,) in found)


def similar(store: Store, case: Case) -> tuple[Alike, ...]:
    """Open cases near `case` in place and time and of its category, the most alike first; without
    those that were merged already."""
    within = reach(reference.catalogue(store).policies, case.rule_set)
    here = _report(case)
    if within is None or here is None:
        return ()
    with store.read() as connection:
        cases = _nearby(connection, case, here, within)
    others = [row for row in map(_report, cases) if row]
    return alike(here, others, within)


def _nearby(connection: Connection, case: Case, here: Report, within: Reach) -> list[Case]:
    north, east = within.degrees(here.lat)
    found = connection.execute(
        SAME,
        {
            "id": case.id,
            "kind": case.kind,
            "category": case.category,
            "south": here.lat - north,
            "north": here.lat + north,
            "west": here.lon - east,
            "east": here.lon + east,
            "since": to_us(here.filed_at - within.apart),
            "until": to_us(here.filed_at + within.apart),
            "most": MOST,
        },
    ).fetchall()
    if not found:
        return []
    docs = connection.execute(DOCS, {"ids": json.dumps([line[0] for line in found])})
    return [decode(CaseDoc, body).case for (body,) in docs]


def _report(case: Case) -> Report | None:
    """None without a position: then nobody can say what lies near."""
    if case.lat is None or case.lon is None:
        return None
    words = f"{case.title} {case.content}"
    return Report(case.id, case.code, case.category, words, case.lat, case.lon, case.filed_at)
