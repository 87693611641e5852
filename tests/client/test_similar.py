"""Similar cases are found among the open ones of this machine."""

from dataclasses import replace
from datetime import timedelta

from ihanoi_desk.client.similar import similar
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import State
from tests.client.replica_rows import numbered, put
from tests.unit.town import FILED

METRE = 1 / 111_320


def test_only_open_cases_near_by_and_of_one_kind_are_offered(store: Store) -> None:
    here = numbered(1)
    assert here.lat and here.lon
    near = replace(numbered(2), lat=here.lat + 92 * METRE, content="Ổ gà to")
    put(
        store,
        here,
        near,
        replace(numbered(3), lat=here.lat + 120 * METRE),
        replace(numbered(4), state=State.RESOLVED, closed_at=FILED),
        replace(numbered(5), filed_at=FILED - timedelta(hours=49)),
        replace(numbered(6), category="garbage"),
        replace(numbered(7), lat=None, lon=None),
        numbered(8, kind="waste"),
        replace(numbered(9), lat=here.lat - 10 * METRE, filed_at=FILED + timedelta(hours=3)),
    )
    found = similar(store, here)
    assert [(row.id, round(row.metres)) for row in found] == [(9, 10), (2, 92)]
    assert similar(store, replace(here, lat=None, lon=None)) == ()
