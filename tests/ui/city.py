"""The server of a test as a process of its own, and the citizens who write to it."""

import io
import itertools
import json
import subprocess
import sys
from pathlib import Path

from PIL import Image

from ihanoi_desk.citizen.app import CitizenApp, Upload
from ihanoi_desk.client.api import DeskApi
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
        self.start()

    def start(self) -> None:
        """Come up on the same port as before."""
        # The console script would do the same; this one works in a bare checkout too.
        code = "import sys; from ihanoi_desk.server.__main__ import main; sys.exit(main())"
        options = ["serve", "--embedded", "--demo", "--data", str(self.data)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *options, "--port", str(self.port)],
            cwd=ROOT,
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
