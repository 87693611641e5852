"""Two ends of the wire: what was done arrives once, what others did is seen, whatever happens."""

from ihanoi_desk.domain.cases import State
from tests.client.wire.conftest import Town


async def test_first_fill_brings_cases_and_catalogue(town: Town) -> None:
    case_id = await town.report("Đường\u2028ngập\u0085nước")
    desk = await town.desk("hoankiem.canbo1")
    async with desk.working():
        await desk.settled()
    assert desk.state(case_id) is State.NEW
    assert desk.sync.status.online
