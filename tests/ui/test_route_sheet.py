"""Routing by keyboard: proposals, old names, the warning before a second hop, the city's turn."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from ihanoi_desk.citizen.app import CitizenApp
from tests.ui.city import City, act, colleague_at, file_scene
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from tests.ui.test_dialogs import leave_for_later, open_sheet
from ui.dialogs.border_map import BorderMap
from ui.dialogs.hop_card import HopCard
from ui.dialogs.route import RouteSheet
from ui.rehearsal.hand import until

OURS, THEIRS = (21.035711, 105.85432), (21.0358, 105.8545)
"""Eleven metres this side of the border of Hoàn Kiếm and Hồng Hà, and ten beyond."""
HOAN_KIEM, HONG_HA = "00070@2025-07-01", "00097@2025-07-01"
CUA_NAM, POLICE = "00082@2025-07-01", "CATP@2025-07-01"
NOTE = "Thuộc thẩm quyền của nơi nhận."


def offered(sheet: RouteSheet) -> list[str]:
    """Names and reasons of the choices from top to bottom, as a screen reader says them."""
    buttons = sheet.findChildren(QPushButton, "choice")
    return [row.accessibleName() for row in buttons if row.isVisible()]


def warning(sheet: RouteSheet) -> str:
    return " ".join(texts(sheet.findChild(HopCard)))


async def route_sheet(seat: Seat) -> RouteSheet:
    sheet = await open_sheet(seat, Qt.Key.Key_R)
    assert isinstance(sheet, RouteSheet)
    return sheet


async def send_on(city: City, code: str, login: str, target: str) -> None:
    async with colleague_at(city.url, login) as desk:
        case_id = (await desk.archive(code)).cases[0].case.id
        await act(desk, case_id, "route", note=NOTE, target_unit=target)


async def test_a_report_by_the_border_is_routed_by_keyboard(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen, category="illegal_parking", at=OURS)).code
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(code)
        sheet = await route_sheet(seat)
        police, neighbour, keep = offered(sheet)
        assert police.startswith("Công an Thành phố Hà Nội") and "Thẩm quyền" in police
        assert neighbour.startswith("Phường Hồng Hà") and "11 m" in neighbour
        assert keep.startswith("Giữ lại ở Phường Hoàn Kiếm")
        borders = sheet.findChild(BorderMap)
        assert borders.accessibleName() == "Cách Phường Hồng Hà 11 m"
        picture = borders.grab().toImage()
        line = {picture.pixelColor(x, 90).name() for x in range(picture.width())}
        assert len(line) > 2
        seat.press(Qt.Key.Key_3)
        assert sheet.action().target_unit is None and seat.send_button().isEnabled()
        seat.press(Qt.Key.Key_Backtab)
        seat.write("hang trong")
        (former,) = offered(sheet)
        assert former.startswith("Phường Cửa Nam") and "Phường Hàng Trống" in former
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.press(Qt.Key.Key_Delete)
        assert len(offered(sheet)) == 3
        seat.press(Qt.Key.Key_Tab)
        seat.press(Qt.Key.Key_2)
        assert seat.say("refusal.needs_note") in texts(sheet)
        seat.press(Qt.Key.Key_Tab)
        seat.press(Qt.Key.Key_Plus)
        seat.press(Qt.Key.Key_Tab)
        drawn = sheet.findChild(HopCard).findChildren(QLabel)
        seat.write(NOTE)
        assert sheet.findChild(HopCard).findChildren(QLabel) == drawn, "drawn anew by a letter"
        assert sheet.action().target_unit == HONG_HA
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        await seat.sent()
    async with colleague_at(city.url, "hongha.canbo") as desk:
        (there,) = (await desk.archive(code)).cases
        assert (there.case.unit, there.case.hops) == (HONG_HA, (HOAN_KIEM,))


async def test_keeping_the_case_sends_nothing(citizen: CitizenApp, take_seat: TakeSeat) -> None:
    code = (await file_scene(citizen, at=OURS)).code
    async with take_seat("hoankiem.canbo1") as seat:
        await seat.find(code)
        sheet = await route_sheet(seat)
        seat.press(Qt.Key(Qt.Key.Key_0 + len(offered(sheet))))
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        assert not seat.window.waiting
        assert seat.code == code


async def test_the_second_hop_is_warned_of_and_the_third_is_the_citys(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    code = (await file_scene(citizen, at=THEIRS)).code
    await send_on(city, code, "hongha.canbo", HOAN_KIEM)
    async with take_seat("hoankiem.daumoi") as seat:
        await seat.find(code)
        sheet = await route_sheet(seat)
        back = next(row for row in offered(sheet) if row.startswith("Phường Hồng Hà"))
        assert seat.say("route.goes_back") in back
        seat.press(Qt.Key(Qt.Key.Key_1 + offered(sheet).index(back)))
        await until(lambda: seat.say("route.circles") in warning(sheet), "the warning")
        assert seat.say("route.hop", n=2, limit=2) in warning(sheet)
        assert seat.say("route.rises") in warning(sheet)
        await leave_for_later(seat)
        circled = (await file_scene(citizen, at=THEIRS)).code
        await send_on(city, circled, "hongha.canbo", POLICE)
        await send_on(city, circled, "congan.canbo", HOAN_KIEM)
        await seat.find(circled)
        refusal = seat.say("refusal.city_routes", n=2)
        button = seat.page.panel.verbs.buttons["route"]
        assert not button.isEnabled() and button.toolTip() == refusal
        seat.press(Qt.Key.Key_R)
        await until(seat.page.toast.isVisible, "the refusal")
        assert refusal in texts(seat.page.toast) and not seat.sheet
        assert not seat.page.views.holds("circling")
    async with take_seat("thanhpho.daumoi") as seat:
        await seat.find(circled, "circling")
        assert code not in seat.codes()
        sheet = await route_sheet(seat)
        seat.press(Qt.Key.Key_Backtab)
        seat.write("cua nam")
        seat.press(Qt.Key.Key_Tab)
        seat.press(Qt.Key.Key_1)
        await until(lambda: "Cửa Nam" in warning(sheet), "the way drawn anew")
        assert seat.say("route.rises") not in warning(sheet)
        for _ in range(2):
            seat.press(Qt.Key.Key_Tab)
        seat.write(NOTE)
        assert sheet.action().target_unit == CUA_NAM
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: not seat.sheet, "the sheet closed")
        await until(lambda: circled not in seat.codes(), "the case out of the view")
        await seat.sent()
