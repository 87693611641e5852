"""Administrators' ready sentences: written with a preview, told beside the field, never lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from tests.ui.city import City, colleague_at
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.administration.template_page import TemplatePage
from ui.administration.template_sheet import TemplateSheet
from ui.rehearsal.hand import until

ADMINISTRATOR = "quantri2"
HOAN_KIEM = "00070@2025-07-01"
SHIFT = Qt.KeyboardModifier.ShiftModifier


async def go_there(seat: Seat, unit: str = HOAN_KIEM) -> TemplatePage:
    seat.press(Qt.Key.Key_0, CONTROL)
    seat.press(Qt.Key.Key_2, CONTROL | SHIFT)
    page = seat.window.rooms["templates"]
    assert page
    await until(page.isVisible, "the page of ready sentences")
    page.units.setCurrentIndex(page.units.findData(unit))
    page.units.activated.emit(page.units.currentIndex())
    await until(page.add.isEnabled, "a page that takes orders")
    page.list.setFocus()
    return page


async def open_sheet(seat: Seat, key: Qt.Key) -> TemplateSheet:
    seat.press(key)
    sheet = await until(lambda: seat.sheet, "the sheet")
    assert isinstance(sheet, TemplateSheet)
    return sheet


def rows(shown: QListWidget) -> list[str]:
    return [shown.item(number).text() for number in range(shown.count())]


def listed(page: TemplatePage, words: str) -> bool:
    return any(words in row for row in rows(page.list))


async def test_written_replaced_and_withdrawn_by_keyboard(city: City, take_seat: TakeSeat) -> None:
    async with take_seat(ADMINISTRATOR) as seat, colleague_at(city.url) as colleague:
        page = await go_there(seat)
        sheet = await open_sheet(seat, Qt.Key.Key_T)
        assert not sheet.send_button.isEnabled()
        seat.write("Phường đã xong ")
        sheet.insert("case_code")
        seat.write(": ")
        sheet.insert("result_text")
        assert sheet.preview.text() == "Phường đã xong HT-018734: […]"
        assert seat.say("templates.gaps", names=seat.say("placeholder.result_text")) in texts(sheet)
        seat.press(Qt.Key.Key_Return, CONTROL)
        words = "Phường đã xong {case_code}: {result_text}"
        await until(lambda: not seat.sheet and listed(page, words), "the sentence in the list")
        told = (await colleague.catalogue()).responses
        assert [row.unit for row in told if row.text_vi == words] == [HOAN_KIEM]
        assert page.chosen and page.chosen.template.text_vi == words
        sheet = await open_sheet(seat, Qt.Key.Key_Return)
        assert not sheet.send_button.isEnabled()
        seat.press(Qt.Key.Key_End, CONTROL)
        seat.write(".")
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet and listed(page, words + "."), "the other sentence")
        page.list.setFocus()
        assert page.chosen and page.chosen.template.text_vi == words + "."
        seat.press(Qt.Key.Key_X)
        await until(lambda: not listed(page, words), "the sentence withdrawn")
        page.ended.setChecked(True)
        assert listed(page, words + ".") and listed(page, words)
        told = (await colleague.catalogue()).responses
        assert not any(row.text_vi.startswith(words) for row in told)


@pytest.mark.parametrize(
    ("typed", "key", "what"),
    [
        ("Gửi {ten_dan}.", "unknown_placeholder", "{ten_dan}"),
        ("Gửi {case_code.", "stray_brace", ""),
        ("Gọi 0912 345 678.", "personal_data", "09••••678"),
    ],
)
async def test_a_fault_is_told_beside_the_words(
    take_seat: TakeSeat, typed: str, key: str, what: str
) -> None:
    async with take_seat(ADMINISTRATOR) as seat:
        await go_there(seat)
        sheet = await open_sheet(seat, Qt.Key.Key_T)
        seat.write(typed)
        assert seat.say(f"template.{key}", what=what) in texts(sheet)
        assert not sheet.send_button.isEnabled()
        seat.press(Qt.Key.Key_Return, CONTROL)
        assert seat.sheet is sheet


async def test_without_the_server_the_words_stay_in_the_sheet(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(ADMINISTRATOR, url=own_city.url) as seat:
        page = await go_there(seat, "")
        await until(lambda: page.list.count() == 40, "the city's sentences")
        sheet = await open_sheet(seat, Qt.Key.Key_T)
        seat.write("Xong {case_code}.")
        own_city.kill()
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: seat.say("trouble.offline") in texts(sheet), "told")
        assert sheet.template.text_vi == "Xong {case_code}."
        seat.press(Qt.Key.Key_Escape)
        own_city.start()
        await until(page.add.isEnabled, "orders again")
        page.list.setFocus()
        again = await open_sheet(seat, Qt.Key.Key_T)
        assert again.template.text_vi == "Xong {case_code}."
        seat.press(Qt.Key.Key_Escape)
        own_city.kill()
        needs = seat.say("templates.needs_connection")
        await until(lambda: page.add.toolTip() == needs, "orders rest")
        assert not page.add.isEnabled()
