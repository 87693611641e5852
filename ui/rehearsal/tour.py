"""Every screen as a picture: Vietnamese, light and dark, 1366×768."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.dialogs.verb_sheet import VerbSheet
from ui.queue.page import QueuePage
from ui.rehearsal.administration import Administration
from ui.rehearsal.alarms import Alarms
from ui.rehearsal.deciding import Deciding
from ui.rehearsal.entry import Entry
from ui.rehearsal.files import Files
from ui.rehearsal.hand import Album, NeverSeen, press, until, write, write_over
from ui.rehearsal.kinds import Kinds
from ui.rehearsal.routes import Routes
from ui.rehearsal.settling import Settling
from ui.rehearsal.stage import Stage
from ui.rehearsal.states import States
from ui.rehearsal.trouble import Trouble
from ui.sign_in.page import SignInPage

UNIT = "Phường Hoàn Kiếm"
UNDO = timedelta(seconds=15)
CONTROL = Qt.KeyboardModifier.ControlModifier


class Tour:
    """One walk a theme; file names are the same but for the theme at their end.

    `only` names the visits to make; without any, all are made.
    """

    def __init__(self, out: Path, only: Sequence[str] = ()) -> None:
        self._only = only
        self._album = Album(out)
        self._stage = Stage(undo=UNDO)
        self.program = self._stage.program
        self.close = self._stage.close
        self._theme = "light"
        self._trouble = Trouble(self._stage, self._take)
        self._deciding = Deciding(self._stage, self._take)
        self._routes = Routes(self._stage, self._take)
        self._files = Files(self._stage, self._take)

    async def perform(self) -> bool:
        """Walk through all screens in both themes. True when every one was seen."""
        try:
            await self._stage.offered()
            await self._take("01-sign-in")
            if not self._only or "administration" in self._only:
                await Administration(self._stage, self._take).visit(self._change_theme)
            await self._stage.sign_in(UNIT, "coordinator")
            await self._walk()
            await self._other_theme()
            await self._walk()
            await self._offline()
            await self._other_theme()
            await self._offline()
            await self._leave()
        except NeverSeen as missing:
            await self._album.take(self._stage.front, "failure")
            print(f"never seen: {missing}")
            return False
        print(f"{len(self._album.names)} pictures in {self._album.folder}")
        return True

    async def _take(self, name: str, window: QWidget | None = None) -> None:
        await self._album.take(window or self._stage.front, f"{name}-{self._theme}")

    async def _walk(self) -> None:
        visits: dict[str, Callable[[], Awaitable[None]]] = {
            "views": self._views,
            "sheets": self._sheets,
            "routing": self._routes.routing,
            "merging": self._routes.merging,
            "personal-data": Settling(self._stage, self._take).personal_data,
            "identity": Settling(self._stage, self._take).identity,
            "deciding": self._deciding.deciding,
            "superior": self._deciding.superior,
            "states": States(self._stage, self._take).states,
            "kinds": Kinds(self._stage, self._take).kinds,
            "files": self._files.files,
            "covering": self._files.covering,
            "keys": self._keys,
            "undo": self._undo,
            "outbox": self._outbox,
            "refused": self._trouble.refused,
            "bulk": self._trouble.bulk,
            "presence": self._trouble.presence,
            "archive": self._trouble.archive,
            "filling": self._trouble.filling,
            "alarms": Alarms(self._stage, self._take).alarms,
            "search": self._search,
            "narrow": self._narrow,
            **Entry(self._stage, self._take).visits,
        }
        for name, visit in visits.items():
            if not self._only or name in self._only:
                await visit()

    # --- screens ---------------------------------------------------------------------------------

    async def _page(self, key: Qt.Key) -> QueuePage:
        press(self._stage.window, key, CONTROL)
        await self._stage.map_painted()
        return self._stage.page

    async def _views(self) -> None:
        await self._page(Qt.Key.Key_1)
        for view in ("all", "overdue", "closed", "waiting", "approval", "to_receive"):
            self._stage.show(view)
            await self._take(f"02-scene-{view.replace('_', '-')}")

    async def _sheets(self) -> None:
        self._stage.show("to_receive")
        for key, name, fill in (
            (Qt.Key.Key_X, "reject", self._choose_first),
            (Qt.Key.Key_R, "route", self._route_words),
            (Qt.Key.Key_N, "note", lambda: self._words("Đã hẹn đội vệ sinh 14:00.")),
        ):
            await self._sheet(key, name, fill)
        await self._stage.stand_on_mine()
        for key, name, fill in (
            (Qt.Key.Key_D, "resolve", self._result),
            (Qt.Key.Key_G, "assign", self._choose_first),
        ):
            await self._sheet(key, name, fill)

    async def _sheet(self, key: Qt.Key, name: str, fill: Callable[[], Awaitable[None]]) -> None:
        await self._stage.begin(key)
        await fill()
        await self._take(f"03-{name}")
        await self._stage.leave_sheet()

    async def _choose_first(self) -> None:
        press(self._stage.window, Qt.Key.Key_1)

    async def _words(self, text: str) -> None:
        write_over(self._stage.window, text)

    async def _route_words(self) -> None:
        press(self._stage.window, Qt.Key.Key_1)
        press(self._stage.window, Qt.Key.Key_Tab)
        press(self._stage.window, Qt.Key.Key_Tab)
        await self._words("Điểm phản ánh nằm sát ranh giới, đề nghị đơn vị bạn xử lý.")

    async def _result(self) -> None:
        sheet = self._stage.sheet()
        assert isinstance(sheet, VerbSheet)
        await self._words("Tổ hạ tầng đã xử lý xong lúc 10:12, có ảnh kèm theo.")
        if not sheet.action().attachments:
            await self._stage.add_photo(sheet)

    async def _keys(self) -> None:
        press(self._stage.window, Qt.Key.Key_Question)
        await until(self._stage.sheet, "the keys")
        await self._take("06-keys")
        await self._stage.leave_sheet()

    async def _undo(self) -> None:
        page = self._stage.show("to_receive")
        normal = next(
            number
            for number in range(page.model.rowCount())
            if page.model.row(number).urgency == "normal"
        )
        page.table.select_position(normal)
        press(self._stage.window, Qt.Key.Key_A)
        await until(lambda: page.toast.can_undo, "the undo toast")
        await self._take("07-undo")

    async def _outbox(self) -> None:
        press(self._stage.window, Qt.Key.Key_B, CONTROL)
        await self._take("08-outbox")
        page = await self._page(Qt.Key.Key_1)
        press(self._stage.window, Qt.Key.Key_Z)
        await until(lambda: not self._stage.window.waiting, "the action taken back")
        page.toast.hide()

    async def _search(self) -> None:
        stage = self._stage
        self._stage.show("all")
        press(stage.window, Qt.Key.Key_Slash)
        write(stage.window, "pho hang")
        await until(lambda: stage.page.query.search, "the search")
        await self._take("09-search")
        write(stage.window, " zzzz")
        await until(lambda: stage.page.model.rowCount() == 0, "an empty list")
        await self._take("09-no-match")
        stage.page.table.setFocus()
        await stage.clear_search()

    async def _narrow(self) -> None:
        window = self._stage.window
        size = window.size()
        for width, height in ((1093, 614), (1920, 1080)):
            window.resize(width, height)
            await self._take(f"10-{width}x{height}")
        window.resize(size)

    # --- the other looks -------------------------------------------------------------------------

    async def _other_theme(self) -> None:
        await self._change_theme()
        await self._stage.map_painted()

    async def _change_theme(self) -> None:
        self._theme = "light" if self._theme == "dark" else "dark"
        self._stage.window.rail.theme_asked.emit()
        await self._stage.in_front()

    async def _leave(self) -> None:
        """Signed out: the sign-in page in the theme the officer chose."""
        self._stage.window.rail.sign_out_asked.emit()
        if self._stage.window.waiting:
            await until(self._stage.sheet, "the question")
            press(self._stage.window, Qt.Key.Key_Return)
        await until(lambda: isinstance(self._stage.front, SignInPage), "the sign-in page")
        await self._take("01-sign-in")

    async def _offline(self) -> None:
        """The server is gone: a word on the status line, and work goes on."""
        await self.program.lose_server()
        await until(lambda: not self._stage.window.status.is_online, "the offline word")
        await self._take("11-offline")
        if not self._only or "offline" in self._only:
            await self._trouble.offline()
