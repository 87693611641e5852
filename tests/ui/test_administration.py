"""The page of working calendars: by keyboard, told what it changes, and only for administrators."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ihanoi_desk.client import reference
from ihanoi_desk.domain.calendar import HANOI
from tests.ui.city import City
from tests.ui.conftest import TakeSeat
from tests.ui.seat import Seat, texts
from tests.unit.town import ADMINISTRATOR as ADMINISTRATOR_OF_LAKE
from tests.unit.town import CATALOGUE, HANDLER, hanoi
from ui.administration.import_sheet import ImportSheet
from ui.administration.order_sheet import OrderSheet
from ui.administration.page import AdministrationPage
from ui.administration.whose import is_administrator
from ui.look.look import Look
from ui.rail import Rail
from ui.rehearsal.hand import until
from ui.status_line import StatusLine

ADMINISTRATOR = "quantri2"
CONTROL = Qt.KeyboardModifier.ControlModifier
HOAN_KIEM = "00070@2025-07-01"


def page_of(seat: Seat) -> AdministrationPage:
    return seat.window.rooms["administration"]


async def go_there(seat: Seat) -> AdministrationPage:
    seat.press(Qt.Key.Key_0, CONTROL)
    page = page_of(seat)
    await until(page.isVisible, "the page of calendars")
    page.units.setCurrentIndex(page.units.findData(HOAN_KIEM))
    page.units.activated.emit(page.units.currentIndex())
    page.month.setFocus()
    return page


def monday() -> date:
    """The first Monday after a fortnight: no case of the demo city is due so late."""
    day = datetime.now(UTC).astimezone(HANOI).date() + timedelta(14)
    return day + timedelta((7 - day.weekday()) % 7)


async def sheet_of(seat: Seat, key: Qt.Key) -> OrderSheet:
    seat.press(key)
    sheet = await until(lambda: seat.sheet, "the sheet")
    assert isinstance(sheet, OrderSheet)
    return sheet


async def apply(seat: Seat, sheet: OrderSheet) -> None:
    await until(sheet.send_button.isEnabled, "what the order would change")
    assert "hồ sơ đang mở" in sheet.effect.text()
    seat.press(Qt.Key.Key_Return, CONTROL)
    await until(lambda: seat.sheet is None, "the order given")


async def test_an_administrator_changes_the_calendar_by_keyboard(
    own_city: City, take_seat: TakeSeat, tmp_path: Path
) -> None:
    async with take_seat(ADMINISTRATOR, url=own_city.url) as seat:
        await go_there(seat)
        await close_a_day(seat)
        await give_other_hours(seat)
        await take_in_a_list(seat, tmp_path)


async def close_a_day(seat: Seat) -> None:
    """A day of one unit is closed, and opened again."""
    page, store = page_of(seat), seat.window.workplace.store
    page.month.show_day(monday())
    sheet = await sheet_of(seat, Qt.Key.Key_D)
    seat.write("Mất điện toàn phường")
    await apply(seat, sheet)
    assert seat.say("administration.done") in texts(page)

    def hours() -> object:
        return reference.working_time(store).of(HOAN_KIEM).hours(monday())

    await until(lambda: not hours(), "the new day in the catalogue")
    await until(lambda: "Mất điện toàn phường" in texts(page), "the day on the card")
    assert not reference.working_time(store).of("00082@2025-07-01").special
    await apply(seat, await sheet_of(seat, Qt.Key.Key_X))
    await until(hours, "the ordinary day")


async def give_other_hours(seat: Seat) -> None:
    """Saturday mornings; wrong hours are told before anything is sent."""
    sheet = await sheet_of(seat, Qt.Key.Key_G)
    saturday = sheet.findChildren(QLineEdit)[5]
    saturday.setFocus()
    seat.write("12:00-08:00")
    await until(lambda: "12:00-08:00" in sheet.effect.text(), "the fault")
    assert not sheet.send_button.isEnabled()
    saturday.clear()
    seat.write("08:00-11:30")
    await apply(seat, sheet)
    await until(lambda: "08:00–11:30" in texts(page_of(seat)), "the new hours on the card")


async def take_in_a_list(seat: Seat, folder: Path) -> None:
    """One wrong line is named and nothing is sent; the mended list is taken in."""
    good = "date,kind,name_vi,status\n2027-02-04,public,Tết mẫu,official\n"
    wrong = good + "2027-02-05,nghi,Tết mẫu,\n"
    sheet = await sheet_of(seat, Qt.Key.Key_I)
    assert isinstance(sheet, ImportSheet)
    for name, text in (("sai.csv", wrong), ("dung.csv", good)):
        (folder / name).write_text(text, encoding="utf-8")
    sheet.show_file(folder / "sai.csv")
    said = [sheet.lines.item(row).text() for row in range(sheet.lines.count())]
    assert len(said) == 1 and said[0].startswith("Dòng 3:") and "nghi" in said[0]
    assert not sheet.send_button.isEnabled()
    sheet.show_file(folder / "dung.csv")
    await apply(seat, sheet)
    store = seat.window.workplace.store

    def known() -> list[str]:
        days = reference.catalogue(store).days
        return [row.name_vi for row in days if row.day == date(2027, 2, 4) and row.verified]

    assert await until(known, "the list in the catalogue") == ["Tết mẫu"]


async def test_only_administrators_have_the_page_in_their_rail() -> None:
    assert "administration" in Rail(Look(), "Mẫu", "Quản trị", administers=True).items
    assert "administration" not in Rail(Look(), "Mẫu", "Cán bộ xử lý").items
    assert is_administrator(ADMINISTRATOR_OF_LAKE) and not is_administrator(HANDLER)


@pytest.mark.parametrize(
    ("unit", "at", "said"),
    [
        ("", "2026-11-27 09:00", "Giờ làm việc 08:00–12:00 · 13:30–17:30"),
        ("", "2026-11-28 09:00", "Hôm nay nghỉ"),
        ("", "2026-11-24 09:00", "Hôm nay nghỉ (chưa xác minh)"),
        (
            *("00166@2025-07-01", "2026-11-27 09:00"),
            "Giờ làm việc 08:00–12:00 · 13:30–17:30, thứ Bảy 08:00–12:00 (chưa xác minh)",
        ),
        ("00166@2025-07-01", "2026-11-28 09:00", "Giờ làm việc 08:00–12:00 (chưa xác minh)"),
    ],
)
async def test_the_status_line_says_the_hours_of_the_unit(unit: str, at: str, said: str) -> None:
    line = StatusLine(Look(), lambda: hanoi(at))
    line.show_calendar(CATALOGUE.calendar_for(unit))
    assert line.hours.text() == said
