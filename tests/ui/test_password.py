"""Changing the password, here and elsewhere; a session that ended."""

from PySide6.QtCore import Qt

from ihanoi_desk.client.api import DeskApi
from tests.ui.city import PASSWORD, City
from tests.ui.conftest import TakeSeat
from tests.ui.seat import Seat, texts
from ui.rehearsal.hand import click, until
from ui.sign_in.locked_out_page import LockedOutPage
from ui.sign_in.password_sheet import PasswordSheet
from ui.sign_in.renew_sheet import RenewSheet
from ui.window import Window

OFFICER = "hoankiem.canbo1"
NEW = "phuong-nam-1900"
CONTROL = Qt.KeyboardModifier.ControlModifier


async def open_sheet(seat: Seat) -> PasswordSheet:
    seat.window.rail.password_asked.emit()
    sheet = await until(lambda: seat.sheet, "the password sheet")
    assert isinstance(sheet, PasswordSheet)
    return sheet


def fill(seat: Seat, sheet: PasswordSheet, **words: str) -> None:
    for name, text in words.items():
        sheet.fields[name].setFocus()
        sheet.fields[name].clear()
        seat.write(text)


async def change(seat: Seat, old: str, new: str) -> None:
    fill(seat, await open_sheet(seat), old=old, new=new, again=new)
    seat.press(Qt.Key.Key_Return, CONTROL)
    await until(lambda: seat.sheet is None, "the sheet closed")


async def change_elsewhere(city: City) -> None:
    other = DeskApi(city.url)
    await other.sign_in(OFFICER, PASSWORD)
    await other.change_password(PASSWORD, NEW)
    await other.close()


async def lock(seat: Seat) -> None:
    seat.press(Qt.Key.Key_L, CONTROL)
    await seat.may_unlock()


async def test_the_new_password_unlocks_and_signs_in(own_city: City, take_seat: TakeSeat) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        await change(seat, PASSWORD, NEW)
        await until(lambda: seat.say("password.changed") in texts(seat.window), "the toast")
        await lock(seat)
        seat.write(PASSWORD)
        seat.press(Qt.Key.Key_Return)
        wrong = seat.say("trouble.wrong_password_title")
        await until(lambda: wrong in texts(seat.unlocking), wrong)
        seat.unlocking.password.clear()
        await seat.unlock(NEW)
        await until(lambda: seat.status.endswith(seat.say("status.online")), "online")
        assert not seat.window.waiting
    async with take_seat(url=own_city.url) as seat:
        await seat.sign_in(OFFICER, NEW)


async def test_the_rule_is_told_while_typing_and_the_refusal_at_its_field(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        sheet = await open_sheet(seat)
        assert not seat.send_button().isEnabled()
        fill(seat, sheet, old=PASSWORD, new="ngan")
        assert seat.say("password.too_short", n=4, least=12) in texts(sheet)
        fill(seat, sheet, new="chi-co-chu-thoi")
        assert seat.say("password.weak") in texts(sheet)
        fill(seat, sheet, new=NEW, again="khac")
        assert seat.say("password.differs") in texts(sheet)
        assert not seat.send_button().isEnabled()
        fill(seat, sheet, old="sai-mat-khau-1", again=NEW)
        assert seat.send_button().isEnabled()
        seat.press(Qt.Key.Key_Return, CONTROL)
        refusal = seat.say("problem.wrong_old_password")
        await until(lambda: refusal in texts(sheet), refusal)
        assert sheet.fields["old"].hasFocus() and sheet.fields["new"].text() == NEW


async def test_offline_the_order_is_grey_and_says_why(own_city: City, take_seat: TakeSeat) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        entry = seat.window.rail._password
        assert entry.isEnabled()
        sheet = await open_sheet(seat)
        own_city.kill()
        await until(lambda: not entry.isEnabled(), "the order greyed")
        assert entry.text() == seat.say("rail.password_offline")
        fill(seat, sheet, old=PASSWORD, new=NEW, again=NEW)
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: seat.say("trouble.offline") in texts(sheet), "why not")


async def test_a_session_ended_elsewhere_is_renewed_without_leaving_the_page(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        await change_elsewhere(own_city)
        seat.press(Qt.Key.Key_A)
        await until(lambda: seat.window._sync.status.problem == "sync.signed_out", "signed out")
        assert seat.window.waiting == 1
        seat.window.sign_in_again_asked.emit()
        sheet = await until(lambda: seat.sheet, "the sheet")
        assert isinstance(sheet, RenewSheet)
        seat.write(PASSWORD)
        seat.press(Qt.Key.Key_Return)
        wrong = seat.say("problem.wrong_password")
        await until(lambda: wrong in texts(sheet), wrong)
        seat.write(NEW)
        seat.press(Qt.Key.Key_Return)
        await until(lambda: seat.sheet is None, "the sheet closed")
        await seat.sent()
        await lock(seat)
        await seat.unlock(NEW)


async def arrive(seat: Seat) -> LockedOutPage:
    await until(seat._may_sign_in, "the sign-in page")
    await seat.come_forward()
    seat.write(OFFICER)
    seat.press(Qt.Key.Key_Tab)
    seat.write(NEW)
    seat.press(Qt.Key.Key_Return)
    await until(lambda: isinstance(seat.program.front, LockedOutPage), "the page")
    await seat.come_forward()
    assert isinstance(seat.program.front, LockedOutPage)
    return seat.program.front


async def test_a_password_changed_elsewhere_asks_once_for_the_old_one(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        listed = seat.codes()
    await change_elsewhere(own_city)
    async with take_seat(url=own_city.url) as seat:
        page = await arrive(seat)
        seat.write("khong-phai-1")
        seat.press(Qt.Key.Key_Return)
        wrong = seat.say("trouble.wrong_password_title")
        await until(lambda: wrong in texts(page), wrong)
        page.old.selectAll()
        seat.write(PASSWORD)
        seat.press(Qt.Key.Key_Return)
        await until(lambda: isinstance(seat.program.front, Window), "the window")
        assert seat.codes() == listed
    own_city.kill()
    async with take_seat(url=own_city.url) as seat:
        await seat.unlock(NEW)


async def test_without_the_old_password_the_old_file_is_set_aside_after_a_second_question(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url):
        pass
    await change_elsewhere(own_city)
    async with take_seat(url=own_city.url) as seat:
        page = await arrive(seat)
        click(seat.button(seat.say("locked_out.without"), page))
        assert seat.say("locked_out.sure") in texts(page)
        click(seat.button(seat.say("locked_out.no"), page))
        assert seat.say("locked_out.sure") not in texts(page)
        click(seat.button(seat.say("locked_out.without"), page))
        click(seat.button(seat.say("locked_out.yes"), page))
        await until(lambda: isinstance(seat.program.front, Window), "the window")
        await until(lambda: seat.page.model.rowCount(), "the list, filled anew")
