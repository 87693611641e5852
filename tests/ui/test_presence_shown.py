"""Two officers of one ward on one case see each other, and no longer when one goes on."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.rehearsal.hand import until


def picture(seat: Seat, code: str) -> QImage:
    """The row of `code` as it stands on the screen."""
    table, model = seat.page.table, seat.page.model
    place = table.visualRect(model.index(model.position(seat.row(code).id), 0))
    row = QRect(0, place.top(), table.viewport().width(), place.height())
    return table.viewport().grab(row).toImage()


async def test_who_else_has_the_case_open(citizen: CitizenApp, take_seat: TakeSeat) -> None:
    code = (await file_scene(citizen)).code
    async with (
        take_seat("hoankiem.canbo1", folder="one") as one,
        take_seat("hoankiem.canbo2", folder="two") as two,
    ):
        for seat in (one, two):
            await seat.come_forward()
            await seat.find(code)
        for seat, other in ((one, two), (two, one)):
            name = other.window.workplace.me.name
            said = seat.say("panel.open_by", names=name)
            await until(lambda s=seat, w=said: w in texts(s.page.panel), "the colleague")
            assert seat.page.model.open_by[seat.row(code).id] == [name]
        marked = picture(one, code)
        await two.come_forward()
        two.press(Qt.Key.Key_B, CONTROL)
        await until(lambda: not one.page.model.open_by, "the colleague gone on")
        assert picture(one, code) != marked
        await until(
            lambda: not any("đang mở" in text for text in texts(one.page.panel)), "no longer said"
        )
