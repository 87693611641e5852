"""The real desk with its window and map on the screen while its empty replica is filled.

Says one line when the fill is over: seconds, the longest stall of the window, how much it grew.
"""

import asyncio
import json
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import qasync
from PySide6.QtCore import Qt, QTimer

from ihanoi_desk.client.calm import calm
from ihanoi_desk.client.session import sign_in
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.config import Config
from tests.desk_key import CHEAP
from ui.application import make_application
from ui.desk import DeskProgram
from ui.window import Window

PASSWORD = "ihanoi-demo"
TICK_MS = 2
CALM_S, LONGEST_CALM_S = 0.3, 3.0
ALL_DAYS = 3650
"""The kept server stands still in time; everything it holds is wanted."""


def now() -> datetime:
    return datetime.now(UTC)


class FillingDesk(DeskProgram):
    """The program of one officer, whose sync is started when the window has come to rest."""

    def __init__(self, folder: Path, url: str, login: str) -> None:
        super().__init__(Config(data=folder, server=url, kept_closed_days=ALL_DAYS), now)
        self._folder, self._address, self._login = folder, url, login

    def _begin(self) -> None:
        self._tasks.spawn(self._measure(), "measure")

    async def _measure(self) -> None:
        session = await sign_in(self._address, self._login, PASSWORD, self._folder, cost=CHEAP)
        shift = Shift.open(session, self._folder / "pictures", now, ALL_DAYS)
        self._shift = shift
        self._show_window()
        await self._map_ready()
        filled = asyncio.Event()
        shift.sync.on_status(
            lambda status: filled.set() if status.data_as_of and not status.filling else None
        )
        watch = Watch()
        begun, before = time.monotonic(), _megabytes("VmRSS")
        self._work.spawn(shift.sync.run(), "sync")
        await filled.wait()
        seconds = time.monotonic() - begun
        # The end of a fill is drawn beside it, and belongs to it.
        await calm(CALM_S, LONGEST_CALM_S)
        watch.stop()
        said = {
            "seconds": seconds,
            "stall_ms": watch.longest_ms,
            "grown_mb": _megabytes("VmHWM") - before,
            "store": str(session.store_path),
            "key": session.key.reveal().hex(),
        }
        print(json.dumps(said), flush=True)

    async def _map_ready(self) -> None:
        assert isinstance(self.front, Window) and self.front.page
        ready = asyncio.Event()
        self.front.page.map.ready.connect(ready.set)
        await ready.wait()


class Watch:
    """Notes how late the window's loop comes round, in milliseconds."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self._before = time.monotonic()
        # A timer of the window itself: a task that sleeps would cost the fill a tenth of its time.
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        here = time.monotonic()
        self.longest_ms = max(self.longest_ms, (here - self._before) * 1000 - TICK_MS)
        self._before = here


def _megabytes(what: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def main() -> None:
    application = make_application()
    loop = qasync.QEventLoop(application)
    program = FillingDesk(Path(sys.argv[1]), sys.argv[2], sys.argv[3])

    def leave() -> None:
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(program.leave)

    threading.Thread(target=leave, daemon=True).start()
    with loop:
        loop.run_until_complete(program.run())


if __name__ == "__main__":
    main()
