"""What happens elsewhere shows by itself; a lost server stops nobody."""

import uuid
from datetime import UTC, datetime

from PySide6.QtCore import Qt

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.domain.cases import Action
from tests.ui.city import PASSWORD, City, file_scene, register
from tests.ui.conftest import TakeSeat
from tests.ui.seat import texts
from ui.rehearsal.hand import until

HONG_HA = "00097@2025-07-01"


async def test_a_filed_report_appears_and_a_routed_one_leaves(
    city: City, citizen: CitizenApp, take_seat: TakeSeat
) -> None:
    async with take_seat("hoankiem.canbo1") as seat:
        name = seat.say("view.to_receive")
        # The first page is on the screen before the whole list is read.
        await until(
            lambda: seat.button(name).accessibleName() == f"{name}, {len(seat.codes())}",
            "the whole list",
        )
        before = seat.window.rail.items["scene"].count
        listed = len(seat.codes())
        here = seat.code
        code = (await file_scene(citizen)).code
        await until(lambda: code in seat.codes(), "the new report in the list")
        assert len(seat.codes()) == listed + 1
        await until(lambda: seat.window.rail.items["scene"].count == before + 1, "rail count")
        assert seat.button(name).accessibleName() == f"{name}, {listed + 1}"
        assert seat.code == here

        colleague = DeskApi(city.url)
        await colleague.sign_in("hoankiem.canbo2", PASSWORD)
        action = Action(
            id=uuid.uuid4().hex,
            case_id=seat.row(code).id,
            verb="route",
            at=datetime.now(UTC),
            target_unit=HONG_HA,
            note="Thuộc địa bàn phường bạn.",
        )
        (answer,) = await colleague.act([action])
        assert answer.outcome
        assert answer.outcome.outcome == "applied"
        await colleague.close()
        await until(lambda: code not in seat.codes(), "the routed report gone")
        await until(lambda: seat.window.rail.items["scene"].count == before, "rail count back")


async def test_work_goes_on_without_the_server_and_is_sent_once(
    own_city: City, take_seat: TakeSeat
) -> None:
    app = await register(own_city.url)
    code = (await file_scene(app)).code
    async with take_seat("hoankiem.canbo1", url=own_city.url) as seat:
        await seat.find(code)
        own_city.kill()
        offline = seat.say("status.offline")
        await until(lambda: offline in seat.status, "offline in the status line")
        seat.press(Qt.Key.Key_A)
        await until(seat.page.toast.isVisible, "the toast")
        await seat.find(code, "mine")
        await until(lambda: not seat.page.toast.can_undo, "the undo window over")
        assert seat.cell(code, "left") == seat.say("queue.sending")
        waiting = seat.say("status.waiting", n=1)
        assert waiting in texts(seat.window.status)

        own_city.start()
        seat.button(seat.say("status.retry")).click()
        await seat.sent()
        await until(lambda: seat.status.endswith(seat.say("status.online")), "online again")
        await until(
            lambda: seat.cell(code, "left") not in ("", seat.say("queue.sending")),
            "the time left in the row again",
        )
    verbs = [step.verb for step in (await app.report(code)).steps]
    events = [row.event for row in await app.notifications() if row.case_code == code]
    await app.close()
    assert verbs == ["file", "accept"]
    assert sorted(events) == ["case_accepted", "case_received"]
