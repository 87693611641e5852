"""The server of a test as a process of its own, and the citizens who write to it."""

import io
import itertools
import json
import os
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from ihanoi_desk.citizen.app import CitizenApp, Upload
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.text import mask_phone
from ihanoi_desk.domain.wire import CitizenReport
from ihanoi_desk.resources import ROOT

PASSWORD = "ihanoi-demo"
ADMINISTRATOR = "quantri"
DEMO_PHONES = [f"0{900_000_001 + turn}" for turn in range(30)]
LAKE = (21.0287, 105.8524)
STOP_S = 20
PHONES = itertools.count(900_600_001)


class City:
    """A running server over the files in `data`; `kill` and `start` again as often as wanted."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = 0
        self.url = ""
        self.least_desk = 0
        """The oldest version of the desk it speaks with; 0 leaves that to the server."""
        self.start()

    def start(self) -> None:
        """Come up on the same port as before."""
        # The console script would do the same; this one works in a bare checkout too.
        code = "import sys; from ihanoi_desk.server.__main__ import main; sys.exit(main())"
        least = {"IHANOI_DESK_API_MINIMUM": str(self.least_desk)} if self.least_desk else {}
        options = ["serve", "--embedded", "--demo", "--data", str(self.data)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *options, "--port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, **least},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout
        self.url = json.loads(self.process.stdout.readline())["url"]
        self.port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """Gone without a word, as after a power cut."""
        self.process.kill()
        self._close()

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(STOP_S)
        self._close()

    def _close(self) -> None:
        self.process.wait(STOP_S)
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()


async def register(url: str) -> CitizenApp:
    """A new citizen; the texted code is read where an administrator reads it."""
    phone = f"0{next(PHONES)}"
    app = CitizenApp(url)
    await app.request_otp(phone)
    desk = DeskApi(url)
    await desk.sign_in(ADMINISTRATOR, PASSWORD)
    text = max((row for row in await desk.sms() if row.phone == phone), key=lambda row: row.id).text
    await desk.close()
    await app.register(phone, text[:6], "Trần Thị Mẫu", "mat-khau-mau")
    return app


async def sender_of(url: str, code: str, masked_phone: str) -> CitizenApp:
    """The demo citizen who filed case `code`."""
    for phone in DEMO_PHONES:
        if mask_phone(phone) == masked_phone:
            app = CitizenApp(url)
            await app.sign_in(phone, PASSWORD)
            if code in [report.code for report in await app.reports()]:
                return app
            await app.close()
    raise LookupError(code)


async def file_scene(
    app: CitizenApp,
    content: str = "Ổ gà sâu giữa đường.",
    category: str = "pothole",
    at: tuple[float, float] = LAKE,
) -> CitizenReport:
    """A report from the middle of phường Hoàn Kiếm unless told otherwise."""
    return await app.file(
        "scene",
        category,
        content,
        place="Hồ Hoàn Kiếm",
        lat=at[0],
        lon=at[1],
        photos=[Upload("anh.jpg", jpeg())],
    )


def jpeg(colour: str = "#8b98a5") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(held, "JPEG")
    return held.getvalue()


@asynccontextmanager
async def colleague_at(url: str, login: str = "hoankiem.canbo2") -> AsyncIterator[DeskApi]:
    """Another officer, who needs no window to be faster."""
    desk = DeskApi(url)
    try:
        await desk.sign_in(login, PASSWORD)
        yield desk
    finally:
        await desk.close()


async def act(desk: DeskApi, case_id: int, verb: str, **facts: Any) -> None:
    """Do `verb`; it has to be applied."""
    action = Action(id=uuid.uuid4().hex, case_id=case_id, verb=verb, at=datetime.now(UTC), **facts)
    (answer,) = await desk.act([action])
    assert answer.outcome and answer.outcome.outcome == "applied", answer
