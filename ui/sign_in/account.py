"""What an officer does about the own account while signed in: each an order to the server."""

from ihanoi_desk.client.shift import Shift
from ui.parts.sheet import Sheet
from ui.sign_in.password_sheet import PasswordSheet
from ui.sign_in.renew_sheet import RenewSheet
from ui.window import Window


async def change_password(shift: Shift, window: Window) -> None:
    place = window.workplace
    sheet = PasswordSheet(window, place.look, place.tasks, shift.change_password)
    await _ask(sheet, window, "password.changed")


async def sign_in_again(shift: Shift, window: Window) -> None:
    """The session has ended: a new one, and the sync goes on."""
    place = window.workplace

    async def renew(password: str) -> None:
        await shift.renew(password)
        place.tasks.spawn(shift.sync.run(), "sync")

    await _ask(
        RenewSheet(window, place.look, place.tasks, place.me.name, renew), window, "renew.done"
    )


async def _ask(sheet: Sheet, window: Window, words: str) -> None:
    if await sheet.ask() and window.page:
        window.page.toast.tell("key-round", "accent", window.workplace.look.say(words))
