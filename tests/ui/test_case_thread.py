"""The panel's tabs: a message is written, stands in the thread, and says whether it arrived."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.panel.thread import Thread
from ui.rehearsal.hand import click, until

OFFICER = "hoankiem.canbo1"
WORDS = "Chiều nay 14:00 đội thoát nước đến kiểm tra."


def tab(seat: Seat, name: str) -> QPushButton:
    words = seat.window.workplace.look.say(f"panel.{name}")
    buttons = [row for row in seat.page.panel.findChildren(QPushButton) if row.isVisible()]
    return next(row for row in buttons if row.text().split(" ")[0:2] == words.split(" ")[0:2])


def in_thread(seat: Seat) -> list[str]:
    return [
        text
        for thread in seat.page.panel.findChildren(Thread)
        if thread.isVisible()
        for text in texts(thread)
    ]


async def test_a_message_is_in_the_thread_and_says_that_it_arrived(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat(OFFICER) as seat:
        await seat.find(code, "all")
        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.page.panel.verbs.buttons["message"].isEnabled(), "accepted")
        seat.press(Qt.Key.Key_M)
        await until(lambda: seat.sheet, "the message sheet")
        seat.write(WORDS)
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        click(tab(seat, "messages"))
        told = seat.window.workplace.look.say("thread.empty")
        await until(lambda: WORDS in texts(seat.page.panel), "the message")
        assert told not in texts(seat.page.panel)
        await until(
            lambda: any("Đã báo" in text for text in in_thread(seat)),
            "the citizen was told",
        )
        report = await citizen.report(code)
        assert WORDS in [step.text for step in report.steps]
