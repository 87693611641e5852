"""The main job end to end: reports come in, an officer decides, the citizen is told."""

import json
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton

from ihanoi_desk.config import Config
from ihanoi_desk.domain.wire import DemoSignIn, InboxNotice
from ui.desk import DeskProgram
from ui.parts.sheet import Sheet
from ui.queue.page import QueuePage
from ui.rehearsal import citizen
from ui.rehearsal.citizen import Matter
from ui.rehearsal.hand import Album, NeverSeen, click, press, until, write
from ui.sign_in.page import SignInPage
from ui.window import Window

UNIT = "Phường Hoàn Kiếm"
NEIGHBOUR = "Phường Hồng Hà"
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
        self._data = tempfile.TemporaryDirectory(prefix="ihanoi-run-", ignore_cleanup_errors=True)
        config = Config(data=Path(self._data.name), undo=timedelta(seconds=1))
        self.program = DeskProgram(config, lambda: datetime.now(UTC))

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

    def close(self) -> None:
        self._data.cleanup()

    async def _step(self, name: str, step: Callable[[], Awaitable[None]]) -> bool:
        begun = time.monotonic()
        problem = ""
        try:
            await step()
        except NeverSeen as missing:
            problem = f"never seen: {missing}"
            self._album.take(self.program.front or QApplication.activeWindow(), "failure")
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

    # --- what is on the screen -------------------------------------------------------------------

    @property
    def _page(self) -> QueuePage:
        window = self.program.front
        assert isinstance(window, Window) and window.page
        return window.page

    @property
    def _window(self) -> Window:
        assert isinstance(self.program.front, Window)
        return self.program.front

    def _sheet(self) -> Sheet | None:
        open_sheets = [sheet for sheet in self._window.findChildren(Sheet) if sheet.isVisible()]
        return open_sheets[-1] if open_sheets else None

    def _on_case(self, code: str) -> bool:
        shown = self._page.panel.shown
        return shown is not None and shown.doc.case.code == code

    # --- steps -----------------------------------------------------------------------------------

    async def _start(self) -> None:
        self._demo = await until(self._offered, "sample sign-ins", patience=90)
        self._album.take(self.program.front, "01-sign-in")

    def _offered(self) -> list[DemoSignIn]:
        front = self.program.front
        ready = isinstance(front, SignInPage) and front.enter.isEnabled()
        return self.program.demo if ready else []

    async def _file(self) -> None:
        administrator = next(row for row in self._demo if row.role == "administrator")
        self._app = await citizen.register(self.program.url, administrator)
        for matter in MATTERS:
            self._codes.append((await citizen.file(self._app, matter)).code)

    async def _sign_in(self) -> None:
        person = next(
            row for row in self._demo if row.unit_name == UNIT and row.role == "coordinator"
        )
        front = self.program.front
        button = next(
            row
            for row in front.findChildren(QPushButton)
            if row.accessibleName().startswith(f"{person.name},")
        )
        click(button)
        await until(lambda: isinstance(self.program.front, Window), "the window")
        await until(lambda: self._window.rail.items["scene"].count >= len(MATTERS), "rail counts")
        await until(lambda: self._page.map.view is not None, "the map")
        await self._find(self._codes[0])
        await until(lambda: self._page.map.is_painted, "the painted map")
        await self._clear_search()
        self._album.take(self._window, "02-queue")

    async def _find(self, code: str) -> None:
        """Search a code by keyboard and stand on its row."""
        press(self._window, Qt.Key.Key_Slash)
        press(self._window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        write(self._window, code)
        await until(lambda: self._on_case(code), f"{code} in the list")
        self._page.table.setFocus()

    async def _clear_search(self) -> None:
        press(self._window, Qt.Key.Key_Escape)
        await until(lambda: self._page.model.rowCount() > 1, "the whole list")

    async def _done(self, code: str, verb: str) -> None:
        """Wait until the action left this machine and its push came back through the feed."""
        await until(lambda: not self._window.waiting, f"{verb} of {code} sent")

    async def _accept(self) -> None:
        await self._find(self._codes[0])
        press(self._window, Qt.Key.Key_A)
        await until(lambda: self._page.toast.isVisible(), "the undo toast")
        self._album.take(self._window, "03-accepted-undo")
        await self._done(self._codes[0], "accept")

    async def _resolve(self) -> None:
        await self._clear_search()
        press(self._window, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
        await self._find(self._codes[0])
        press(self._window, Qt.Key.Key_D)
        await until(self._sheet, "the resolve sheet")
        write(self._window, "Tổ hạ tầng đã vá mặt đường lúc 10:12, xe đi lại bình thường.")
        await self._add_photo()
        self._album.take(self._window, "04-resolve")
        await self._send("resolve", self._codes[0])
        self._album.take(self._window, "05-resolved")

    async def _add_photo(self) -> None:
        picture = Path(self._data.name) / "ket-qua.jpg"
        picture.write_bytes(citizen.photo("kết quả", "#9fb3a5"))
        press(self._window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
        dialog = await until(
            lambda: next((row for row in self._window.findChildren(QFileDialog)), None),
            "the file dialog",
        )
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(picture))
        dialog.accept()
        await until(lambda: self._sheet().action().attachments, "the photo in the sheet")
        # Without a window manager nobody hands the focus back after the file dialog.
        self._window.activateWindow()
        await until(self._window.isActiveWindow, "the window in front again")
        self._sheet().first_focus().setFocus()

    async def _send(self, verb: str, code: str) -> None:
        press(self._window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: self._sheet() is None, f"the {verb} sheet closed")
        await self._done(code, verb)

    async def _route(self) -> None:
        await self._find(self._codes[1])
        press(self._window, Qt.Key.Key_R)
        await until(self._sheet, "the route sheet")
        write(self._window, NEIGHBOUR)
        press(self._window, Qt.Key.Key_Tab)
        press(self._window, Qt.Key.Key_1)
        press(self._window, Qt.Key.Key_Tab)
        write(self._window, "Điểm rác nằm phía ngoài đê, thuộc địa bàn phường bạn.")
        self._album.take(self._window, "06-route")
        await self._send("route", self._codes[1])

    async def _reject(self) -> None:
        await self._find(self._codes[2])
        press(self._window, Qt.Key.Key_X)
        await until(self._sheet, "the reject sheet")
        press(self._window, Qt.Key.Key_1)
        self._album.take(self._window, "07-reject")
        await self._send("reject", self._codes[2])
        self._album.take(self._window, "08-rejected")

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
        wanted = sum(len(events) for events in EXPECTED.values())
        for _ in range(100):
            received = await self._app.notifications()
            if len(received) >= wanted:
                break
        return sorted(received, key=lambda row: row.id)
