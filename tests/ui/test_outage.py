"""What the window says while the server is gone, too new, or slow to be filled from."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt

from ihanoi_desk.client.status import SyncStatus
from ihanoi_desk.client.waiting import Reason
from ihanoi_desk.domain.calendar import HANOI
from tests.ui.city import City, file_scene, register
from tests.ui.conftest import TakeSeat
from tests.ui.seat import CONTROL, Seat, texts
from ui.rehearsal.hand import until
from ui.watch import Condition

OFFICER = "hoankiem.canbo1"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def banner(seat: Seat) -> str:
    return " ".join(texts(seat.window.banner)) if seat.window.banner.isVisible() else ""


async def test_line_and_banner_are_true_through_an_outage(
    own_city: City, take_seat: TakeSeat
) -> None:
    app = await register(own_city.url)
    code = (await file_scene(app)).code
    async with take_seat(OFFICER, url=own_city.url) as seat:
        await seat.find(code)
        assert not banner(seat)
        own_city.kill()
        about = seat.say("condition.offline_about")
        await until(lambda: about in banner(seat), "the banner")
        assert seat.say("status.offline") in seat.status
        seat.press(Qt.Key.Key_A)
        line = seat.window.status
        await until(lambda: line.waiting.text() == seat.say("status.waiting", n=1), "one waits")
        offline = seat.say(f"waits.{Reason.OFFLINE}")
        await until(lambda: offline in line.why.text(), "why it waits")
        seat.press(Qt.Key.Key_B, CONTROL)
        await until(
            lambda: offline in " ".join(texts(seat.window.rooms["outbox"])), "the same reason"
        )

        own_city.start()
        seat.button(seat.say("condition.way_retry")).click()
        await seat.sent()
        await until(lambda: not banner(seat), "the banner gone")
        await until(lambda: seat.status.endswith(seat.say("status.online")), "online again")
        assert line.waiting.text() == seat.say("status.waiting", n=0)
        assert not line.why.isVisible()
    assert (await app.report(code)).state == "accepted"
    await app.close()


async def test_old_data_says_of_which_day_it_is(own_city: City, take_seat: TakeSeat) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        line = seat.window.status
        now = datetime.now(UTC)
        line.show_status(SyncStatus(data_as_of=now))
        assert line.as_of.text() == seat.say("status.as_of", at=f"{now.astimezone(HANOI):%H:%M:%S}")
        friday = now - timedelta(days=3)
        line.show_status(SyncStatus(data_as_of=friday))
        at = f"{friday.astimezone(HANOI):%d/%m %H:%M}"
        assert line.as_of.text() == seat.say("status.as_of", at=at)


async def test_an_alarm_does_not_hide_the_way_to_sign_in_again(
    own_city: City, take_seat: TakeSeat
) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        strip = seat.window.banner
        strip.show_alarm(Condition("siren", "red", "Mất nắp hố ga", "", "open_case"), 1)
        for problem, way in (("signed_out", "sign_in"), ("disk_full", "retry")):
            strip.show_status(SyncStatus(problem=f"sync.{problem}"))
            assert seat.say(f"condition.way_{way}") in texts(strip)
        strip.show_status(SyncStatus(online=True))
        assert "Mất nắp hố ga" in texts(strip)


async def test_a_desk_too_old_only_reads_and_says_so(own_city: City, take_seat: TakeSeat) -> None:
    async with take_seat(OFFICER, url=own_city.url) as seat:
        await until(lambda: seat.code, "a case")
        assert seat.page.panel.verbs.buttons["note"].isEnabled()
        own_city.kill()
        own_city.least_desk = 99
        own_city.start()
        seat.window.status.retry.click()
        await until(lambda: seat.say("condition.too_old") in banner(seat), "read-only")
        why = seat.say("refusal.desk_too_old")
        buttons = seat.page.panel.verbs.buttons.values()
        await until(lambda: not any(button.isEnabled() for button in buttons), "verbs shut")
        assert {button.toolTip() for button in buttons} == {why}
        seat.press(Qt.Key.Key_N)
        await until(lambda: why in texts(seat.page.toast), "the reason")
        assert not seat.sheet
        assert not seat.window.waiting


async def test_the_archive_is_searched_and_needs_the_connection(
    own_city: City, take_seat: TakeSeat
) -> None:
    app = await register(own_city.url)
    code = (await file_scene(app, "Hàng cây khôngaibiết đổ ngang đường.")).code
    await app.close()
    async with take_seat(OFFICER, url=own_city.url) as seat:
        seat.press(Qt.Key.Key_F, CONTROL | SHIFT)
        sheet = await until(lambda: seat.sheet, "the archive")
        seat.write("khongaibiet")
        seat.press(Qt.Key.Key_Return)
        shown = await until(lambda: sheet.panel.shown, "the found case")
        assert shown.doc.case.code == code
        assert sheet.results.said == seat.say("archive.found", n=1)
        assert not sheet.panel.verbs.isVisible()
        seat.press(Qt.Key.Key_A, CONTROL)
        seat.write("zzzz")
        seat.press(Qt.Key.Key_Return)
        nothing = seat.say("archive.found_none")
        await until(lambda: sheet.results.said == nothing, "nothing found")
        own_city.kill()
        needs = seat.say("archive.needs_connection")
        await until(lambda: sheet.results.said == needs, "said that it needs the connection")
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: not seat.sheet, "closed")
        button = seat.button(seat.say("archive.button"))
        assert not button.isEnabled()
        assert button.toolTip() == needs
