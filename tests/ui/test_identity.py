"""Who sent a case, on the screen: for a reason, in place, not for long, and never on the disk."""

import re
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import City, file_scene, register
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.panel.identity_sheet import IdentitySheet
from ui.rehearsal.hand import until

PHONE = re.compile(r"09[0-9]{8}")
COORDINATOR = "hoankiem.daumoi"


def shows(seat: Seat, words: str) -> bool:
    return any(words in text for text in texts(seat.page.panel))


async def ask(seat: Seat) -> IdentitySheet:
    """Press the link; the sheet that asks why."""
    seat.button(seat.say("identity.title"), seat.page.panel).click()
    sheet = await until(lambda: seat.sheet, "the question")
    assert isinstance(sheet, IdentitySheet)
    return sheet


async def see(seat: Seat, name: str) -> None:
    await ask(seat)
    seat.press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_Return, CONTROL)
    await until(lambda: not seat.sheet and shows(seat, name), "the identity")


async def test_seen_for_a_reason_and_gone_with_the_view(
    citizen: CitizenApp, take_seat: TakeSeat, tmp_path: Path
) -> None:
    assert citizen.session
    name = citizen.session.name
    codes = [(await file_scene(citizen)).code for _ in range(2)]
    async with take_seat(COORDINATOR) as seat:
        await seat.find(codes[0])
        assert not shows(seat, name)
        sheet = await ask(seat)
        assert not seat.send_button().isEnabled()
        assert seat.say("identity.kept", minutes=5) in texts(sheet)
        seat.press(Qt.Key.Key_7)
        assert seat.say("refusal.identity_needs_note") in texts(sheet)
        field = sheet.findChild(QLineEdit)
        field.setFocus()
        seat.write("Gọi 0912 345 678")
        assert not seat.send_button().isEnabled()
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.write("Hỏi số nhà.")
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: shows(seat, name), "the identity")
        phone = PHONE.search(" ".join(texts(seat.page.panel)))[0]
        assert shows(seat, seat.say("identity.shown", minutes=5))
        seat.button(seat.say("identity.hide_name"), seat.page.panel).click()
        assert not shows(seat, name)
        await see(seat, name)
        await seat.find(codes[1])
        assert not shows(seat, name)
        await seat.find(codes[0])
        assert not shows(seat, name)
        await see(seat, name)
        timer = seat.page.panel.findChild(QTimer, "unmasked")
        assert timer.interval() == 300_000
        timer.setInterval(1)
        await until(lambda: not shows(seat, name), "hidden by itself")
        timer.setInterval(300_000)
        await see(seat, name)
        seat.window.show_page("outbox")
        seat.window.show_page("scene")
        assert not shows(seat, name)
        await see(seat, name)
        seat.press(Qt.Key.Key_L, CONTROL)
        await seat.unlock()
        await until(lambda: seat.code == codes[0], "the case again")
        assert not shows(seat, name)
        assert not seat.sheet
    for file in tmp_path.rglob("*"):
        if file.is_file() and "desk" in file.parts:
            body = file.read_bytes()
            assert name.encode() not in body, file
            assert phone.encode() not in body, file


async def test_a_handler_is_not_offered_what_is_in_other_hands(
    citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen)).code
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(code)
        assert seat.say("identity.see") not in texts(seat.page.panel)
        seat.press(Qt.Key.Key_A)
        await seat.find(code, "mine")
        link = seat.say("identity.see")
        await until(lambda: link in texts(seat.page.panel), "the link, once the server knows")
        await see(seat, citizen.session.name)


async def test_without_the_server_it_says_so_and_keeps_the_reason(
    own_city: City, take_seat: TakeSeat
) -> None:
    app = await register(own_city.url)
    code = (await file_scene(app)).code
    await app.close()
    async with take_seat(COORDINATOR, url=own_city.url) as seat:
        await seat.find(code)
        sheet = await ask(seat)
        seat.press(Qt.Key.Key_1)
        own_city.kill()
        seat.press(Qt.Key.Key_Return, CONTROL)
        words = seat.say("identity.needs_connection")
        await until(lambda: words in texts(sheet), "told that it needs the connection")
        assert seat.sheet is sheet
        assert seat.send_button().isEnabled()
