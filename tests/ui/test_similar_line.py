"""The panel names reports that may be about the same thing, and leads to them."""

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import LAKE, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import texts
from ui.rehearsal.hand import until

NEAR = (LAKE[0] + 60 / 111_320, LAKE[1])


async def test_a_similar_report_is_named_and_opened(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    words = "Biển hiệu rơi xuống vỉa hè trước số nhà mẫu."
    one = (await file_scene(citizen, words, category="heritage_public_works", at=LAKE)).code
    other = (await file_scene(citizen, words, category="heritage_public_works", at=NEAR)).code
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(one)
        assert seat.say("panel.similar", n=1, metres=60) in texts(seat.page.panel)
        seat.button(other, seat.page.panel).click()
        await until(lambda: seat.code == other, "the similar report")
        assert seat.page.query.view == "all" and not seat.page.query.search
        seat.button(one, seat.page.panel).click()
        await until(lambda: seat.code == one, "the first report again")
