"""The panel names reports that may be about the same thing, and leads to them."""

from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import LAKE, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import texts
from ui.queue.model import PAGE
from ui.rehearsal.hand import until

NEAR = (LAKE[0] + 60 / 111_320, LAKE[1])


async def two_alike(citizen: CitizenApp, words: str, category: str) -> tuple[str, str]:
    """The codes of two reports about one thing, sixty metres apart."""
    one = await file_scene(citizen, words, category=category, at=LAKE)
    other = await file_scene(citizen, words, category=category, at=NEAR)
    return one.code, other.code


async def test_a_similar_report_is_named_and_opened(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    words = "Biển hiệu rơi xuống vỉa hè trước số nhà mẫu."
    one, other = await two_alike(citizen, words, "heritage_public_works")
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(one)
        assert seat.say("panel.similar", n=1, metres=60) in texts(seat.page.panel)
        seat.button(other, seat.page.panel).click()
        await until(lambda: seat.code == other, "the similar report")
        assert seat.page.query.view == "all" and not seat.page.query.search
        seat.button(one, seat.page.panel).click()
        await until(lambda: seat.code == one, "the first report again")


async def test_keys_given_to_a_list_still_being_read_leave_the_officer_where_he_was_led(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    words = "Cột đèn mẫu nghiêng ra lòng đường."
    one, other = await two_alike(citizen, words, "street_light")
    # The city has more cases than a ward: the order of a long list is read behind its first page.
    async with take_seat("thanhpho.daumoi") as seat:
        await seat.find(one, "all")
        seat.press(Qt.Key.Key_Slash)
        seat.button(other, seat.page.panel).click()
        table = seat.page.table
        await until(lambda: table.hasFocus() and table.currentIndex().isValid(), "the whole list")
        assert seat.row(other).id == seat.page.model.case_at(table.currentIndex().row())
        assert seat.page.model.rowCount() > PAGE
        seat.press(Qt.Key.Key_J)
        seat.press(Qt.Key.Key_K)
        await until(lambda: seat.code == other, "the similar report")
