"""The audit trail proves itself, and shows where it was touched."""

import pytest
from sqlalchemy import delete, update

from ihanoi_desk.server.audit import ChainBroken, verify
from ihanoi_desk.server.tables import audit, counters
from tests.server.conftest import City


def check(city: City) -> int:
    with city.server.database.read() as connection:
        return verify(connection)


async def test_a_touched_line_breaks_the_chain(city: City) -> None:
    case_id = await city.scene(await city.citizen())
    await (await city.desk("hoankiem.canbo1")).act(case_id, "accept")
    lines = check(city)
    assert lines == city.count(audit)
    with city.server.database.write() as connection:
        connection.execute(update(audit).where(audit.c.n == 2).values(actor="officer:99"))
    with pytest.raises(ChainBroken) as broken:
        check(city)
    assert broken.value.n == 2


@pytest.mark.parametrize("n", [1, 2])
async def test_a_missing_line_breaks_the_chain(city: City, n: int) -> None:
    await city.scene(await city.citizen())
    assert check(city) == 2
    with city.server.database.write() as connection:
        connection.execute(delete(audit).where(audit.c.n == n))
    with pytest.raises(ChainBroken):
        check(city)


async def test_a_trail_cut_short_is_noticed_even_with_its_end_gone(city: City) -> None:
    await city.citizen()
    with city.server.database.write() as connection:
        connection.execute(delete(audit))
    with pytest.raises(ChainBroken):
        check(city)
    with city.server.database.write() as connection:
        connection.execute(delete(counters).where(counters.c.name == "audit"))
    assert check(city) == 0
