"""Screens before and between shifts: unlocking, the lock, passwords, every trouble as a card."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.rehearsal.hand import press, until, write
from ui.rehearsal.stage import CONTROL, Stage
from ui.sign_in.locked_out_page import LockedOutPage
from ui.sign_in.password_sheet import PasswordSheet
from ui.sign_in.standing import Kept, Person, Reason, Standing
from ui.sign_in.trouble_card import LOOKS
from ui.sign_in.unlock_page import UnlockPage
from ui.trouble import Trouble
from ui.window import Window

Visits = dict[str, Callable[[], Awaitable[None]]]
Take = Callable[[str, QWidget | None], Awaitable[None]]
PASSWORD = "ihanoi-demo"
NAME = "Nguyễn Thị Mẫu"
KEY_FILE = Path("/home/canbo/.local/share/ihanoi-desk/desks/may-chu-thanh-pho-12.key")
FACTS = {
    "detail": "Tên đăng nhập hoặc mật khẩu không đúng.",
    "problem": "cổng mạng đang được dùng",
    "days": 7,
    "reference": "7F3A09",
    "path": KEY_FILE,
}
OF_THE_DISK = {"disk_trouble": {"problem": "lỗi vào/ra"}}


class Entry:
    """`visits` begin and end at the signed-in window; pages that need a broken machine to come up
    are shown with sample values."""

    def __init__(self, stage: Stage, take: Take) -> None:
        self._stage, self._take = stage, take

    @property
    def visits(self) -> Visits:
        return {
            "password": self._password,
            "renew": self._renew,
            "lock": self._lock,
            "unlock": self._unlock_pages,
            "locked_out": self._locked_out,
            "troubles": self._troubles,
        }

    async def _password(self) -> None:
        """The sheet with the rule told while typing."""
        stage = self._stage
        stage.window.rail.password_asked.emit()
        sheet = await until(stage.sheet, "the password sheet")
        assert isinstance(sheet, PasswordSheet)
        for name, text in (("old", PASSWORD), ("new", "phuong-nam-1900"), ("again", "phuong-bac")):
            sheet.fields[name].setFocus()
            write(stage.window, text)
        await self._take("12-password", None)
        await stage.leave_sheet()

    async def _renew(self) -> None:
        self._stage.window.sign_in_again_asked.emit()
        await until(self._stage.sheet, "the sheet")
        await self._take("12-sign-in-again", None)
        await self._stage.leave_sheet()

    async def _lock(self) -> None:
        """Locked, a wrong password, and back."""
        stage = self._stage
        size = stage.window.size()
        press(stage.window, Qt.Key.Key_L, CONTROL)
        page = stage.front
        assert isinstance(page, UnlockPage)
        await until(page.enter.isEnabled, "an unlock page that takes a password")
        await self._take("13-locked", None)
        page.entered.emit("sai mat khau")
        await until(lambda: not page.enter.isEnabled(), "the try")
        await until(page.enter.isEnabled, "the answer")
        await self._take("13-wrong-password", None)
        page.entered.emit(PASSWORD)
        await until(lambda: isinstance(stage.front, Window), "the window")
        # The screen of a rehearsal is smaller than the window, which comes back fitted into it.
        stage.window.resize(size)
        await stage.map_painted()

    async def _unlock_pages(self) -> None:
        now = datetime.now(UTC)
        for kind, kept in (
            ("offline", None),
            ("no_server", None),
            ("too_old", None),
            ("idle", Kept(now, waiting=3)),
        ):
            page = self._page(Reason(kind, {"minutes": 15}), kept)
            await self._show(f"15-unlock-{kind.replace('_', '-')}", page)

    async def _locked_out(self) -> None:
        look = self._stage.program.look
        await self._show("16-old-password", LockedOutPage(look, NAME))
        await self._show("16-key-file-lost", LockedOutPage(look, NAME, KEY_FILE))

    async def _troubles(self) -> None:
        """Each card, on the page where an officer meets most of them."""
        for kind in LOOKS:
            page = self._page(Reason(), None)
            page.show_trouble(Trouble(kind, FACTS | OF_THE_DISK.get(kind, {})))
            await self._show(f"14-trouble-{kind.replace('_', '-')}", page)

    def _page(self, reason: Reason, kept: Kept | None) -> UnlockPage:
        person = Person("1", NAME, "handler", "Phường Hoàn Kiếm")
        other = Person("2", "Trần Văn Thử", "coordinator", "Phường Hoàn Kiếm")
        until = datetime.now(UTC) + timedelta(days=7)
        return UnlockPage(self._stage.program.look, Standing(person, (other,), reason, until, kept))

    async def _show(self, name: str, page: QWidget) -> None:
        page.show()
        await self._take(name, page)
        page.hide()
        page.deleteLater()
        await self._stage.in_front()
