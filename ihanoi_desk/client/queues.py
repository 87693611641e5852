"""Reading queues: a page, the whole order and counts, each with the outbox folded in."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import merge

from ihanoi_desk.client import reference
from ihanoi_desk.client.folding import belongs, fitting, folded
from ihanoi_desk.client.query import Box, Query, lines, numbers
from ihanoi_desk.client.row import FIELDS, Row, place_in_order
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.views import VIEWS, Facts, View
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.officers import Officer

__all__ = ["VIEWS", "Box", "Counts", "Query", "Row", "View", "counts", "ids", "page", "rows"]

COUNTED = (*(view.code for view in VIEWS), "open")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases each view holds."""

    views: dict[tuple[str, str], int]

    def view(self, kind: str, view: str) -> int:
        return self.views.get((kind, view), 0)

    def kind(self, kind: str) -> int:
        """Open cases of a kind, for the rail."""
        return self.view(kind, "open")


def page(
    store: Store,
    query: Query,
    me: Officer,
    now: datetime,
    limit: int = 50,
    after: Row | None = None,
) -> list[Row]:
    """`limit` rows of `query`, the limit that comes first on top; those behind `after` if given.

    Within a unit that is the order of the working time left. Across units with other hours, which
    only the city's officers see together, the moment of the limit decides.
    """
    facts = facts_at(store, me, now)
    with store.read() as connection:
        changed = folded(connection, store, me)
        without = list(changed)
        found = [
            Row(*line) for line in lines(connection, FIELDS, query, facts, without, limit, after)
        ]
        extra = fitting(connection, query, facts, changed, me) if changed else []
    if after:
        extra = [row for row in extra if row.place_in_order > after.place_in_order]
    if not extra:
        return found
    return sorted([*found, *extra], key=lambda row: row.place_in_order)[:limit]


def ids(store: Store, query: Query, me: Officer, now: datetime) -> "array[int]":
    """The ids of every row of `query` in order."""
    facts = facts_at(store, me, now)
    with store.read() as connection:
        changed = folded(connection, store, me)
        without = list(changed)
        extra = fitting(connection, query, facts, changed, me)
        if not extra:
            return array("q", numbers(connection, "id", query, facts, without))
        stored = list(lines(connection, "is_open, sort_us, id", query, facts, without))
    added = [(row.is_open, row.sort_us, row.id) for row in extra]
    in_order = merge(stored, added, key=lambda line: place_in_order(*line))
    return array("q", (line[2] for line in in_order))


def rows(store: Store, wanted: Sequence[int], me: Officer) -> list[Row]:
    """The rows of `wanted` in that order; those no longer in the replica are left out."""
    with store.read() as connection:
        found = {row.id: row for row in _stored(connection, wanted)}
        changed = folded(connection, store, me)
    found.update({case_id: row for case_id, row in changed.items() if case_id in found})
    return [found[case_id] for case_id in wanted if case_id in found]


def counts(store: Store, me: Officer, now: datetime) -> Counts:
    """All views of all kinds in one reading."""
    facts = facts_at(store, me, now)
    total: dict[tuple[str, str], int] = {}
    with store.read() as connection:
        changed = folded(connection, store, me)
        for kind, *sums in connection.execute(
            _count_statement(bool(facts.elsewhere)), facts.parameters
        ):
            total |= {(kind, view): number for view, number in zip(COUNTED, sums, strict=True)}
        before = _stored(connection, list(changed))
    for sign, some in ((-1, before), (1, changed.values())):
        for row in some:
            for view in _views_of(row, facts, me):
                total[row.kind, view] = total.get((row.kind, view), 0) + sign
    return Counts(total)


def facts_at(store: Store, me: Officer, now: datetime) -> Facts:
    return Facts.at(me, now, reference.working_time(store))


@cache
def _count_statement(several_hours: bool) -> str:
    """Open cases are looked at one by one, in an index of their own; closed ones only counted."""
    kinds = " UNION ALL ".join(f"SELECT '{kind}' AS kind" for kind in KINDS)
    closed = "(SELECT COUNT(*) FROM cases WHERE kind = kinds.kind AND is_open = 0)"
    sums = ", ".join(_sum(view, closed, several_hours) for view in VIEWS)
    return (
        f"WITH kinds AS ({kinds}), opened AS (SELECT kind, state, holder_id, hops, risen,"
        " unclassified, asked_days, sort_us, is_open FROM cases INDEXED BY ix_cases_counted"
        " WHERE is_open = 1)"
        f" SELECT kinds.kind, {sums}, COUNT(opened.kind) FROM kinds"
        " LEFT JOIN opened ON opened.kind = kinds.kind GROUP BY kinds.kind"
    )


def _sum(view: View, closed: str, several_hours: bool) -> str:
    if view.due == "soon" and several_hours:
        # The unit is not in the index of all open cases, and few of them are due soon.
        own = f"kind = kinds.kind AND {view.own(True, several_hours)}"
        return f"(SELECT COUNT(*) FROM cases INDEXED BY {view.index} WHERE {own})"
    opened = f"COUNT(CASE WHEN {view.own(True)} THEN 1 END)"
    if view.is_open is None:
        return f"{opened} + {closed}"
    return opened if view.is_open else closed


def _views_of(row: Row, facts: Facts, me: Officer) -> list[str]:
    found = [view.code for view in VIEWS if belongs(view, row, facts, me)]
    return [*found, "open"] if row.is_open and me.may_read(row.unit) else found


def _stored(connection: Connection, wanted: Sequence[int]) -> list[Row]:
    found = connection.execute(
        f"SELECT {FIELDS} FROM cases WHERE id IN (SELECT value FROM json_each(?))",
        (str(list(wanted)),),
    )
    return [Row(*line) for line in found]
