"""The main job end to end: reports come in, an officer decides, the citizen is told."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from ihanoi_desk.domain.wire import InboxNotice
from ui.rehearsal import citizen
from ui.rehearsal.citizen import Matter
from ui.rehearsal.hand import Album, NeverSeen, press, until, write
from ui.rehearsal.stage import Stage

UNIT = "Phường Hoàn Kiếm"
MATTERS = (
    Matter(
        "pothole",
        "Mặt đường vỡ một mảng lớn trước số 20, xe máy tránh rất nguy hiểm.",
        "Phố Hàng Cót",
        21.037449,
        105.846857,
    ),
    Matter(
        "garbage_uncollected",
        "Rác dồn ba ngày chưa thu ở đầu ngõ sát bờ đê, mùi rất nặng.",
        "Đường Trần Nhật Duật",
        21.037816,
        105.85259,
    ),
    Matter(
        "other_scene",
        "Hàng xóm nhà tôi tranh chấp bức tường chung, đề nghị phường phân xử.",
        "Phố Hàng Bông",
        21.029616,
        105.846354,
    ),
    Matter(
        "street_light",
        "Đèn đường tắt cả dãy từ tối hôm qua.",
        "Phố Lý Thái Tổ",
        21.028366,
        105.85549,
    ),
)
INBOX_LOOKS = 100
INBOX_PAUSE_S = 0.1
EXPECTED = {
    0: ("case_received", "case_accepted", "case_result"),
    1: ("case_received", "case_routed"),
    2: ("case_received", "case_rejected"),
    3: ("case_received",),
}


class MainJob:
    """One performance. `perform` gives the summary that is also written as JSON."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._album = Album(out)
        self._steps: list[dict[str, object]] = []
        self._pushes: list[dict[str, object]] = []
        self._codes: list[str] = []
        self._begun = time.monotonic()
        self._stage = Stage(undo=timedelta(seconds=1))
        self.program = self._stage.program
        self.close = self._stage.close

    async def perform(self) -> bool:
        """Play every step; the first that fails ends the performance. True when all held."""
        ok = True
        for name, step in (
            ("the desk starts its server and offers sample sign-ins", self._start),
            ("a citizen files four reports with photos", self._file),
            ("the officer signs in and sees them on queue and map", self._sign_in),
            ("the first is accepted", self._accept),
            ("the first is resolved with a result photo", self._resolve),
            ("the second is routed to the neighbouring ward", self._route),
            ("the third is rejected with a catalogue reason", self._reject),
            ("the citizen's inbox shows every push", self._read_inbox),
        ):
            ok = await self._step(name, step)
            if not ok:
                break
        self._write(ok)
        return ok

    async def _step(self, name: str, step: Callable[[], Awaitable[None]]) -> bool:
        begun = time.monotonic()
        problem = ""
        try:
            await step()
        except NeverSeen as missing:
            problem = f"never seen: {missing}"
            await self._album.take(self._stage.front, "failure")
        seconds = round(time.monotonic() - begun, 2)
        row: dict[str, object] = {"step": name, "ok": not problem, "seconds": seconds}
        if problem:
            row["problem"] = problem
        self._steps.append(row)
        print(
            f"{'ok' if not problem else 'FAILED':<7}{seconds:6.2f} s  {name}  {problem}", flush=True
        )
        return not problem

    def _write(self, ok: bool) -> None:
        summary = {
            "ok": ok,
            "seconds": round(time.monotonic() - self._begun, 2),
            "steps": self._steps,
            "pushes": self._pushes,
            "screens": self._album.names,
        }
        text = json.dumps(summary, ensure_ascii=False, indent=2)
        (self._out / "summary.json").write_text(text + "\n", encoding="utf-8")

    # --- steps -----------------------------------------------------------------------------------

    async def _start(self) -> None:
        await self._stage.offered()
        await self._album.take(self._stage.front, "01-sign-in")

    async def _file(self) -> None:
        offered = await self._stage.offered()
        administrator = next(row for row in offered if row.role == "administrator")
        self._app = await citizen.register(self._stage.url, administrator)
        for matter in MATTERS:
            self._codes.append((await citizen.file(self._app, matter)).code)

    async def _sign_in(self) -> None:
        stage = self._stage
        await stage.sign_in(UNIT, "coordinator")
        await stage.find(self._codes[0])
        await stage.clear_search()
        await self._album.take(stage.window, "02-queue")

    async def _accept(self) -> None:
        stage = self._stage
        await stage.find(self._codes[0])
        press(stage.window, Qt.Key.Key_A)
        await until(lambda: stage.page.toast.can_undo, "the undo toast")
        await self._album.take(stage.window, "03-accepted-undo")
        await stage.all_sent()

    async def _resolve(self) -> None:
        stage = self._stage
        await stage.clear_search()
        stage.show("all")
        await stage.find(self._codes[0])
        sheet = await stage.begin(Qt.Key.Key_D)
        write(stage.window, "Tổ hạ tầng đã vá mặt đường lúc 10:12, xe đi lại bình thường.")
        await stage.add_photo(sheet)
        await self._album.take(stage.window, "04-resolve")
        await stage.send()
        await self._album.take(stage.window, "05-resolved")

    async def _route(self) -> None:
        stage = self._stage
        await stage.find(self._codes[1])
        await stage.begin(Qt.Key.Key_R)
        press(stage.window, Qt.Key.Key_1)
        press(stage.window, Qt.Key.Key_Tab)
        press(stage.window, Qt.Key.Key_Tab)
        write(stage.window, "Điểm rác nằm phía ngoài đê, thuộc địa bàn phường bạn.")
        await self._album.take(stage.window, "06-route")
        await stage.send()

    async def _reject(self) -> None:
        stage = self._stage
        await stage.find(self._codes[2])
        await stage.begin(Qt.Key.Key_X)
        press(stage.window, Qt.Key.Key_1)
        await self._album.take(stage.window, "07-reject")
        await stage.send()
        await self._album.take(stage.window, "08-rejected")

    async def _read_inbox(self) -> None:
        received = await self._inbox()
        self._pushes = [
            {
                "event": row.event,
                "case": row.case_code,
                "title": row.title,
                "body": row.body,
                "detail": row.detail,
                "at": row.at.isoformat(),
            }
            for row in received
        ]
        for number, events in EXPECTED.items():
            got = [row.event for row in received if row.case_code == self._codes[number]]
            if sorted(got) != sorted(events):
                raise NeverSeen(f"{self._codes[number]}: told {got}, expected {list(events)}")

    async def _inbox(self) -> list[InboxNotice]:
        """Every push, waiting for those that are still on their way."""
        wanted = sum(len(events) for events in EXPECTED.values())
        for _ in range(INBOX_LOOKS):
            received = await self._app.notifications()
            if len(received) >= wanted:
                break
            await asyncio.sleep(INBOX_PAUSE_S)
        return sorted(received, key=lambda row: row.id)
