"""An escalation reaches the desk and is opened by keyboard; a night alarm stands over pages."""

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from ihanoi_desk.citizen.app import CitizenApp
from ihanoi_desk.config import Config
from ihanoi_desk.server.app import create_app
from ihanoi_desk.server.serving import listen, serve
from ihanoi_desk.server.settings import Settings
from ihanoi_desk.server.tables import sms_outbox
from tests.clock import Clock
from tests.ui.city import act, colleague_at, file_scene
from tests.ui.conftest import SHORT
from tests.ui.seat import CONTROL, Seat, texts
from ui.bell.sheet import BellSheet
from ui.desk import DeskProgram
from ui.rehearsal.hand import until

COORDINATOR = "hoankiem.daumoi"


@dataclass
class Night:
    """A city whose clock the test turns, desks and server alike."""

    server: Any
    url: str
    clock: Clock

    def turn(self, **amount: float) -> None:
        """Later; the server does what fell due meanwhile."""
        self.clock.advance(**amount)
        self.server.duty.run()

    async def citizen(self) -> CitizenApp:
        app = CitizenApp(self.url)
        await app.request_otp("0900700001")
        with self.server.database.read() as connection:
            newest = select(sms_outbox.c.text).order_by(sms_outbox.c.id.desc())
            code = connection.execute(newest).scalars().first()[:6]
        await app.register("0900700001", code, "Trần Thị Mẫu", "mat-khau-mau")
        return app


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    clock = Clock()
    app = create_app(Settings(data=tmp_path / "server", demo=True, demo_cases=0, clock=clock))
    listener, over = listen("127.0.0.1", 0), threading.Event()
    serving = threading.Thread(target=serve, args=(app, listener, over.wait))
    serving.start()
    yield Night(app.state.server, f"http://127.0.0.1:{listener.getsockname()[1]}", clock)
    over.set()
    serving.join()


@asynccontextmanager
async def at_desk(night: Night, folder: Path) -> AsyncIterator[Seat]:
    config = Config(data=folder / "desk", server=night.url, undo=SHORT, lock_after=timedelta())
    seat = Seat(DeskProgram(config, night.clock))
    try:
        await seat.sign_in(COORDINATOR)
        yield seat
    finally:
        await seat.leave()


async def test_what_was_escalated_rings_and_is_opened_by_keyboard(
    night: Night, tmp_path: Path
) -> None:
    app = await night.citizen()
    late = (await file_scene(app)).code
    night.clock.advance(hours=7, minutes=20)
    other = (await file_scene(app)).code
    async with at_desk(night, tmp_path) as seat:
        bell = seat.window.status.bell
        assert bell.text() == seat.say("bell.none")

        seat.press(Qt.Key.Key_H, CONTROL)
        await until(lambda: seat.sheet, "the sheet of alarms")
        assert seat.say("bell.nothing") in texts(seat.open_sheet())
        seat.press(Qt.Key.Key_Escape)
        await until(lambda: not seat.sheet, "the sheet closed")

        # Filed on Monday at 9:00, Tuesday is off: two working hours before the limit is 16:30.
        night.turn(minutes=10)
        await until(lambda: bell.text() == seat.say("bell.unseen", n=1), "the alarm")
        assert bell.accessibleName().startswith(bell.text())
        await seat.find(other)
        seat.press(Qt.Key.Key_H, CONTROL)
        sheet = await until(lambda: seat.sheet, "the sheet of alarms")
        assert isinstance(sheet, BellSheet)
        (row,) = [sheet.list.item(at).text() for at in range(sheet.list.count())]
        left = seat.say(
            "alarm.receive_before", time=seat.program.look.working_time(timedelta(hours=2))
        )
        assert row.startswith(f"{late} · {left} · Hồ Hoàn Kiếm\n")
        seat.press(Qt.Key.Key_Return)
        await until(lambda: seat.code == late, "the case in its queue")
        assert bell.text() == seat.say("bell.none")
        told = seat.say("timeline.alarm", role=seat.say("role.coordinator").lower(), what=left)
        assert told in texts(seat.page.panel)
    await app.close()


async def test_an_urgent_case_at_night_stands_over_every_page(night: Night, tmp_path: Path) -> None:
    night.clock.advance(hours=12)
    app = await night.citizen()
    code = (await file_scene(app)).code
    async with colleague_at(night.url) as desk:
        number = int(code.partition("-")[2])
        await act(desk, number, "urgency", urgency="urgent", note="Hố sâu giữa đường.")
    async with at_desk(night, tmp_path) as seat:
        seat.press(Qt.Key.Key_B, CONTROL)
        await until(seat.window.rooms["outbox"].isVisible, "another page")
        night.turn(minutes=31)
        await until(seat.window.banner.isVisible, "the strip over the page")
        assert seat.say("bell.duty", code=code) in texts(seat.window.banner)
        assert seat.window.status.bell.text() == seat.say("bell.unseen", n=1)

        seat.press(Qt.Key.Key_H, CONTROL)
        await until(lambda: seat.sheet, "the sheet of alarms")
        seat.press(Qt.Key.Key_D)
        await until(lambda: not seat.window.banner.isVisible(), "known: the strip gone")
        sheet = seat.open_sheet()
        assert isinstance(sheet, BellSheet)
        (row,) = sheet.entries
        assert not row.is_unseen
        seat.press(Qt.Key.Key_Return)
        await until(lambda: seat.window.page and seat.code == code, "the case")
    await app.close()
