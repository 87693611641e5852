"""The questions of a kind of case, answered by keyboard: drafted, recorded, taken back, refused."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.domain.wire import CitizenReport
from tests.ui.city import DEMO_PHONES, LAKE, PASSWORD, City
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.panel.kind_form import KindForm
from ui.rehearsal.hand import until

OFFICER = "hoankiem.canbo1"
PAGES = {"procedure": Qt.Key.Key_2, "waste": Qt.Key.Key_3, "initiative": Qt.Key.Key_4}
VERDICTS = (Qt.Key.Key_K, Qt.Key.Key_K, Qt.Key.Key_D, Qt.Key.Key_D, Qt.Key.Key_K, Qt.Key.Key_L)
RIGHT, TAB, DOWN = Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_Down


async def file(city: City, kind: str, category: str) -> CitizenReport:
    """A report of a citizen whose account is verified."""
    app = CitizenApp(city.url)
    await app.sign_in(DEMO_PHONES[0], PASSWORD)
    lat, lon = LAKE
    content, title = "Vẫn bị yêu cầu nộp bản giấy.", "Khai sinh liên thông"
    report = await app.file(
        kind, category, content, title=title, place="UBND phường", lat=lat, lon=lon
    )
    await app.close()
    return report


@asynccontextmanager
async def accepted(
    take_seat: TakeSeat, city: City, kind: str, category: str
) -> AsyncIterator[tuple[Seat, KindForm]]:
    code = (await file(city, kind, category)).code
    async with take_seat(OFFICER) as seat:
        seat.press(PAGES[kind], CONTROL)
        await until(lambda: seat.page.kind == kind and seat.page.model.rowCount(), "the page")
        await until(lambda: seat.page.map.is_painted, "the map, which takes the window's focus")
        await seat.come_forward()
        seat.page.table.setFocus()
        await seat.find(code, "all")
        seat.press(Qt.Key.Key_A)
        await seat.sent()
        await seat.find(code, "mine")
        await seat.sent()
        yield seat, seat.page.panel.form


def keys(seat: Seat, *pressed: Qt.Key) -> None:
    for key in pressed:
        seat.press(key)


async def aside(seat: Seat, code: str, key: str) -> None:
    """Wait for the words of the list beside the case."""
    await until(lambda: seat.cell(code, "aside") == seat.say(key), f"{code}: {key}")


async def test_a_regulation_is_judged_by_its_criteria_with_the_keyboard_alone(
    take_seat: TakeSeat, city: City
) -> None:
    async with accepted(take_seat, city, "procedure", "certification") as (seat, form):
        code = seat.code
        assert not seat.page.panel.verbs.buttons["resolve"].isEnabled()
        assert seat.cell(code, "aside") == seat.say("queue.unclassified")
        keys(seat, Qt.Key.Key_C, RIGHT, RIGHT, TAB)
        seat.write("PAKN.20261118.0342")
        keys(seat, TAB, TAB, RIGHT, RIGHT, TAB)
        assert seat.say("panel.facts_missing", n=7) not in texts(form)
        for verdict in VERDICTS:
            keys(seat, verdict, DOWN)
        seat.press(TAB)
        seat.write("Việt Nam không ký")
        assert seat.say("panel.criteria", n=6, of=6) in texts(form)
        assert seat.say("panel.unmet", n=3) in texts(form)
        assert seat.say("panel.unrecorded", n=10) in texts(form)
        assert not seat.window.waiting
        seat.press(Qt.Key.Key_Return, CONTROL)
        await until(lambda: seat.window.waiting, "the classification in the outbox")
        await aside(seat, code, "choice.regulation")
        assert seat.say("queue.sending") in texts(form)
        await seat.sent()
        await until(lambda: seat.page.panel.verbs.buttons["resolve"].isEnabled(), "an answer")
        await until(lambda: seat.say("panel.facts_complete") in texts(form), "all classified")
        recorded = seat.page.panel.shown.doc.case.facts
        assert recorded["pakn_number"] == "PAKN.20261118.0342"
        assert (recorded["treaties"], recorded["treaties_remark"]) == (
            "irrelevant",
            "Việt Nam không ký",
        )


async def test_answers_are_kept_as_typed_and_come_back_when_taken_back(
    take_seat: TakeSeat, city: City
) -> None:
    async with accepted(take_seat, city, "waste", "idle_public_asset") as (seat, form):
        code = seat.code
        keys(seat, Qt.Key.Key_C, RIGHT, RIGHT, TAB)
        seat.write("Trường mẫu")
        written = QApplication.focusWidget()
        seat.page.refresh()
        assert QApplication.focusWidget() is written
        await seat.show("all")
        await seat.find(code)
        assert seat.say("panel.unrecorded", n=2) in texts(form)
        keys(seat, Qt.Key.Key_C)
        await until(lambda: seat.page.toast.can_undo, "a way back")
        await aside(seat, code, "choice.assets")
        seat.press(Qt.Key.Key_Z)
        await until(lambda: not seat.window.waiting, "taken back")
        await until(lambda: seat.say("panel.unrecorded", n=2) in texts(form), "the answers")
        await aside(seat, code, "queue.unclassified")
        form.discard()
        assert seat.say("panel.facts_missing", n=1) in texts(form)


async def test_what_is_missing_is_marked_and_named(take_seat: TakeSeat, city: City) -> None:
    async with accepted(take_seat, city, "initiative", "init_digital") as (seat, form):
        assert texts(form).count(seat.say("panel.fact_missing")) == 2
        refusal = seat.page.panel.verbs.buttons["resolve"].toolTip()
        for field in ("field", "assessment"):
            assert seat.say(f"fact.{field}").lower() in refusal
        await seat.show("to_classify")
        await until(lambda: seat.code, "a case to classify")
