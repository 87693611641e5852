"""The page of working calendars: by keyboard, told what it changes, and only for administrators."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ihanoi_desk.client import reference
from ihanoi_desk.domain.calendar import HANOI
from tests.ui.city import City
from tests.ui.conftest import TakeSeat
from tests.ui.seat import Seat, texts
from ui.administration.import_sheet import ImportSheet
from ui.administration.order_sheet import OrderSheet
from ui.administration.page import AdministrationPage
from ui.rehearsal.hand import until

OFFICER, ADMINISTRATOR = "hoankiem.canbo1", "quantri2"
CONTROL = Qt.KeyboardModifier.ControlModifier
HOAN_KIEM = "00070@2025-07-01"


def page_of(seat: Seat) -> AdministrationPage:
    assert seat.window.administration
    return seat.window.administration


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


async def test_a_day_is_closed_and_opened_again_by_keyboard(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(ADMINISTRATOR, url=own_city.url) as seat:
        page = await go_there(seat)
        page.month.show_day(monday())
        sheet = await sheet_of(seat, Qt.Key.Key_D)
        seat.write("Mất điện toàn phường")
        await apply(seat, sheet)
        assert seat.say("administration.done") in texts(page)
        store = seat.window.workplace.store

        def hours() -> object:
            return reference.working_time(store).of(HOAN_KIEM).hours(monday())

        await until(lambda: not hours(), "the new day in the catalogue")
        await until(lambda: "Mất điện toàn phường" in texts(page), "the day on the card")
        assert not reference.working_time(store).of("00082@2025-07-01").special
        sheet = await sheet_of(seat, Qt.Key.Key_X)
        await apply(seat, sheet)
        await until(hours, "the ordinary day")


async def test_other_hours_for_a_unit_and_wrong_ones_told_in_place(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(ADMINISTRATOR, url=own_city.url) as seat:
        page = await go_there(seat)
        sheet = await sheet_of(seat, Qt.Key.Key_G)
        saturday = sheet.findChildren(QLineEdit)[5]
        saturday.setFocus()
        seat.write("12:00-08:00")
        await until(lambda: "12:00-08:00" in sheet.effect.text(), "the fault")
        assert not sheet.send_button.isEnabled()
        saturday.clear()
        seat.write("08:00-11:30")
        await apply(seat, sheet)
        name = seat.say("weekday.long_5")
        await until(lambda: "08:00–11:30" in texts(page), f"the new hours of {name}")


async def test_a_list_with_a_wrong_line_is_told_and_a_good_one_taken(
    own_city: City, take_seat: TakeSeat, tmp_path: Path
) -> None:
    good = "date,kind,name_vi,status\n2027-02-04,public,Tết mẫu,official\n"
    wrong = good + "2027-02-05,nghi,Tết mẫu,\n"
    async with take_seat(ADMINISTRATOR, url=own_city.url) as seat:
        await go_there(seat)
        sheet = await sheet_of(seat, Qt.Key.Key_I)
        assert isinstance(sheet, ImportSheet)
        for name, text in (("sai.csv", wrong), ("dung.csv", good)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        sheet.show_file(tmp_path / "sai.csv")
        said = [sheet.lines.item(row).text() for row in range(sheet.lines.count())]
        assert len(said) == 1 and said[0].startswith("Dòng 3:") and "nghi" in said[0]
        assert not sheet.send_button.isEnabled()
        sheet.show_file(tmp_path / "dung.csv")
        await apply(seat, sheet)
        store = seat.window.workplace.store
        known = await until(
            lambda: [
                row
                for row in reference.catalogue(store).days
                if row.day == date(2027, 2, 4) and row.verified
            ],
            "the list in the catalogue",
        )
        assert [row.name_vi for row in known] == ["Tết mẫu"]


async def test_officers_have_no_such_page(take_seat: TakeSeat) -> None:
    async with take_seat(OFFICER) as seat:
        assert seat.window.administration is None
        assert "administration" not in seat.window.rail.items
        seat.press(Qt.Key.Key_0, CONTROL)
        assert seat.page.isVisible()
