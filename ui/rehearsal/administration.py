"""The page of administrators: the calendar of the city and of a unit, and the sheets of orders."""

from collections.abc import Awaitable, Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.administration.import_sheet import ImportSheet
from ui.administration.order_sheet import OrderSheet
from ui.rehearsal.hand import press, until, write, write_over
from ui.rehearsal.rules import Rules
from ui.rehearsal.stage import CONTROL, Stage
from ui.sign_in.page import SignInPage

Take = Callable[[str, QWidget | None], Awaitable[None]]
CITY, UNIT = "Thành phố Hà Nội", "Phường Cầu Giấy"
LIMITS_OF = "Phường Hoàn Kiếm"
GOOD = """date,weekday,kind,name_vi,status
2027-02-05,Fri,public,Tết Nguyên đán – 29 tháng Chạp,official
2027-02-06,Sat,public,Tết Nguyên đán – mùng 1,official
2027-02-08,Mon,public,Tết Nguyên đán – mùng 3,official
2027-02-20,Sat,swap_work,Làm bù mẫu,
"""
WRONG = GOOD + "30/02/2027,,public,Ngày mẫu,\n2027-02-10,Mon,nghi,,\n"


class Administration:
    """Begins and ends at the sign-in page."""

    def __init__(self, stage: Stage, take: Take) -> None:
        self._stage, self._take = stage, take

    async def visit(self, other_theme: Callable[[], Awaitable[None]]) -> None:
        """The same pictures in both themes, and back to the theme that was."""
        stage = self._stage
        await stage.enter(CITY, "administrator")
        press(stage.window, Qt.Key.Key_0, CONTROL)
        for _ in range(2):
            await self._walk()
            await self._sentences()
            await Rules(stage, self._take).visit(LIMITS_OF)
            stage.window.show_page("administration")
            await other_theme()
        stage.window.rail.sign_out_asked.emit()
        await until(lambda: isinstance(stage.front, SignInPage), "the sign-in page")

    async def _walk(self) -> None:
        page = self._stage.window.rooms["administration"]
        assert page is not None
        await until(page.isVisible, "the page of calendars")
        page.month.show_day(date(2026, 8, 22))
        await self._take("17-calendar-city", None)
        page.units.setCurrentIndex(page.units.findText(UNIT))
        page.units.activated.emit(page.units.currentIndex())
        page.month.show_day(date(2026, 11, 24))
        page.month.setFocus()
        await self._take("17-calendar-unit", None)
        await self._sheet(Qt.Key.Key_D, "day", "Mất điện toàn phường")
        await self._sheet(Qt.Key.Key_G, "hours", "")
        sheet = await self._open(Qt.Key.Key_I)
        assert isinstance(sheet, ImportSheet)
        for name, text in (("wrong", WRONG), ("good", GOOD)):
            file = self._stage.data / f"lich-nghi-{name}.csv"
            file.write_text(text, encoding="utf-8")
            sheet.show_file(file)
            if name == "good":
                await until(sheet.send_button.isEnabled, "what the list would change")
            await self._take(f"17-calendar-import-{name}", None)
        await self._stage.leave_sheet()

    async def _sentences(self) -> None:
        window = self._stage.window
        window.show_page("templates")
        page = window.rooms["templates"]
        assert page is not None
        await until(lambda: page.list.count(), "the city's sentences")
        page.list.setFocus()
        await self._take("17-templates", None)
        press(window, Qt.Key.Key_T)
        sheet = await until(self._stage.sheet, "the sheet of a sentence")
        write_over(window, "Phường đã vá mặt đường tại {place} lúc {done_at}, {result_text}.")
        await self._take("17-template", None)
        write(window, " Cần báo thêm xin gọi 0912 345 678.")
        await self._take("17-template-fault", None)
        assert sheet
        await self._stage.leave_sheet()
        window.show_page("administration")

    async def _open(self, key: Qt.Key) -> OrderSheet:
        press(self._stage.window, key)
        sheet = await until(self._stage.sheet, "the sheet of an order")
        assert isinstance(sheet, OrderSheet)
        return sheet

    async def _sheet(self, key: Qt.Key, name: str, words: str) -> None:
        sheet = await self._open(key)
        write(self._stage.window, words)
        await until(sheet.send_button.isEnabled, "what the order would change")
        await self._take(f"17-calendar-{name}", None)
        await self._stage.leave_sheet()
