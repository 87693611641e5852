"""Where the officer stands in a list that changes under him."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from tests.ui.conftest import TakeSeat
from ui.rehearsal.hand import until


async def test_another_view_begins_with_its_most_pressing_case(take_seat: TakeSeat) -> None:
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.show("closed")
        await until(lambda: len(seat.codes()) > 3, "what is done")
        for _ in range(3):
            seat.press(Qt.Key.Key_J)
        await until(lambda: seat.code == seat.codes()[3], "the fourth")
        await seat.show("to_receive")
        await until(lambda: seat.code in seat.codes(), "a case of the view")
        assert seat.code == seat.codes()[0]


async def test_another_case_is_read_from_its_top(take_seat: TakeSeat) -> None:
    async with take_seat("hoankiem.canbo1") as seat:
        seat.window.resize(1366, 600)
        await seat.show("closed")
        await until(lambda: len(seat.codes()) > 1 and seat.code == seat.codes()[0], "the first")
        bar = seat.page.panel.findChild(QScrollArea).verticalScrollBar()
        await until(bar.maximum, "more than fits")
        bar.setValue(bar.maximum())
        seat.page.refresh()
        await until(lambda: seat.code == seat.codes()[0], "the same case")
        assert bar.value() == bar.maximum()
        seat.press(Qt.Key.Key_J)
        await until(lambda: seat.code == seat.codes()[1], "the second")
        assert bar.value() == 0
