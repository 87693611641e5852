"""The positions of a query as arrays, for the map."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ihanoi_desk.client import queues
from ihanoi_desk.client.queues import Query
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import State
from ihanoi_desk.domain.officers import Officer

STATES = tuple(state.value for state in State)


@dataclass(frozen=True, slots=True)
class Points:
    """One entry per case in every array; `state` indexes STATES. Without a position: NaN."""

    ids: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    state: NDArray[np.int64]
    late: NDArray[np.bool_]
    urgent: NDArray[np.bool_]


def points(store: Store, query: Query, me: Officer, now: datetime) -> Points:
    """Every point of `query`; meant for a worker thread."""
    lines = queues.positions(store, query, me, now)
    table = np.array(lines, dtype=np.float64).reshape(len(lines), 6)
    return Points(
        ids=table[:, 0].astype(np.int64),
        lat=table[:, 1],
        lon=table[:, 2],
        state=table[:, 3].astype(np.int64),
        late=table[:, 4] > 0,
        urgent=table[:, 5] > 0,
    )
