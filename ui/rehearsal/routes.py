"""Where reports go, in pictures: routing by a border, the second hop, the third, and merging."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt

from ui.rehearsal.citizen import Matter
from ui.rehearsal.hand import press, until, write
from ui.rehearsal.others import Others
from ui.rehearsal.stage import Stage

ACROSS, POLICE = "hongha.canbo", "congan.canbo"
HOAN_KIEM, CITY_POLICE = "00070@2025-07-01", "CATP@2025-07-01"
ON_OUR_SIDE, ON_THEIR_SIDE = (21.035711, 105.85432), (21.0358, 105.8545)
TREE_SPOT, NEXT_DOOR = (21.0360, 105.8462), (21.03604, 105.84623)
TREE = "Cây đổ chắn nửa đường, đè lên dây điện, xe không đi được."
TREE_TOO = "Phường cho người dọn cây đổ trước số 14, cành đè lên dây điện."
NOTE = "Xe khách dừng đón trả ngay điểm cấm dừng, ảnh có biển số rõ."
Take = Callable[[str], Awaitable[None]]


class Routes:
    """Each method is one visit of the tour."""

    def __init__(self, stage: Stage, take: Take) -> None:
        self._stage, self._take = stage, take
        self._others = Others(stage)

    async def routing(self) -> None:
        """The sheet by the border, before the second hop, and the button that says no."""
        press(self._stage.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        await self._sheet("14-route-border", await self._file(ON_OUR_SIDE), 1)
        again = await self._file(ON_THEIR_SIDE)
        await self._send_on(again, ACROSS, HOAN_KIEM)
        await self._sheet("14-route-second-hop", again, 2)
        round_about = await self._file(ON_THEIR_SIDE)
        await self._send_on(round_about, ACROSS, CITY_POLICE)
        await self._send_on(round_about, POLICE, HOAN_KIEM)
        await self._stage.find(round_about)
        press(self._stage.window, Qt.Key.Key_R)
        await until(self._stage.page.toast.isVisible, "the refusal")
        await self._take("14-route-refused")
        self._stage.page.toast.hide()
        await self._stage.clear_search()

    async def merging(self) -> None:
        """Two people report one tree: what agrees, and what the second one will read."""
        stage = self._stage
        press(stage.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        await self._file(TREE_SPOT, TREE)
        code = await self._file(NEXT_DOOR, TREE_TOO)
        await stage.find(code)
        sheet = await stage.begin(Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
        press(stage.window, Qt.Key.Key_1)
        await until(lambda: sheet.action().master_id, "the main report")
        await self._take("19-merge")
        await stage.leave_sheet()
        await stage.clear_search()

    async def _sheet(self, name: str, code: str, choice: int) -> None:
        stage = self._stage
        await stage.find(code)
        sheet = await stage.begin(Qt.Key.Key_R)
        press(stage.window, Qt.Key(Qt.Key.Key_0 + choice))
        press(stage.window, Qt.Key.Key_Tab)
        press(stage.window, Qt.Key.Key_Tab)
        write(stage.window, NOTE)
        await until(lambda: sheet.action().note == NOTE, "the note")
        await self._take(name)
        await stage.leave_sheet()

    async def _send_on(self, code: str, login: str, target: str) -> None:
        note = "Điểm nằm bên kia ranh giới."
        await self._others.do(code, "route", by=login, note=note, target_unit=target)

    async def _file(self, spot: tuple[float, float], words: str = "") -> str:
        return await self._others.file(
            Matter("fallen_tree", words, "Phố Lý Nam Đế", *spot)
            if words
            else Matter("illegal_parking", NOTE, "Đường Trần Nhật Duật", *spot)
        )
