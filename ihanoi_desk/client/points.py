"""The positions of a query as arrays, for the map."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ihanoi_desk.client.folding import fitting, folded
from ihanoi_desk.client.query import numbers
from ihanoi_desk.client.queues import Query, facts_at
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import State, Urgency
from ihanoi_desk.domain.officers import Officer

STATES = tuple(state.value for state in State)
NOWHERE = "9e999"
"""Infinity in SQL: a case without a position, which numpy then takes for NaN."""
FIELDS = (
    f"id, IFNULL(lat, {NOWHERE}), IFNULL(lon, {NOWHERE}), CASE state "
    + " ".join(f"WHEN '{state}' THEN {number}" for number, state in enumerate(STATES))
    + f" END, is_open AND sort_us < :now, urgency = '{Urgency.URGENT}'"
)


@dataclass(frozen=True, slots=True)
class Points:
    """One entry per case in every array; `state` indexes STATES. Without a position: NaN."""

    ids: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    state: NDArray[np.int8]
    late: NDArray[np.bool_]
    urgent: NDArray[np.bool_]


def points(store: Store, query: Query, me: Officer, now: datetime) -> Points:
    """Every point of `query`; meant for a worker thread."""
    facts = facts_at(store, me, now)
    with store.read() as connection:
        changed = folded(connection, store, me)
        stored = numbers(connection, FIELDS, query, facts, list(changed))
        added = chain.from_iterable(
            (
                row.id,
                np.inf if row.lat is None else row.lat,
                np.inf if row.lon is None else row.lon,
                STATES.index(row.state),
                row.is_open and row.sort_us < facts.now_us,
                row.urgency == Urgency.URGENT,
            )
            for row in fitting(connection, query, facts, changed, me)
        )
        table = np.fromiter(chain(stored, added), dtype=np.float64).reshape(-1, 6)
    places = np.where(np.isfinite(table[:, 1:3]), table[:, 1:3], np.nan)
    return Points(
        ids=table[:, 0].astype(np.int64),
        lat=np.ascontiguousarray(places[:, 0]),
        lon=np.ascontiguousarray(places[:, 1]),
        state=table[:, 3].astype(np.int8),
        late=table[:, 4] > 0,
        urgent=table[:, 5] > 0,
    )
