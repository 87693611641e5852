"""The sheets of a decision in pictures, on reports of their own."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from ihanoi_desk.domain.cases import Urgency
from ui.dialogs.verb_sheet import VerbSheet
from ui.rehearsal.citizen import Matter
from ui.rehearsal.hand import click, press, until, write
from ui.rehearsal.others import COORDINATOR, Others
from ui.rehearsal.stage import Stage

UNIT = "Phường Hoàn Kiếm"
MATTER = Matter(
    "manhole_cover",
    "Nắp cống vỡ giữa lòng đường, xe máy vừa ngã, đề nghị rào chắn ngay.",
    "Phố Đường Thành",
    21.02912,
    105.85212,
)
RESULT = (
    "Tổ đô thị đã rào chắn lúc 10:12 và thay nắp cống gang mới lúc 10:36 trước số nhà mẫu, "
    "mặt đường đi lại được."
)
UNCLEAR = "Ảnh chưa rõ vị trí, xin ông/bà gửi lại ảnh thấy rõ số nhà."
WHY = "Phải chờ đơn vị điện lực cắt điện mới đào được."
SHIFT = Qt.KeyboardModifier.ShiftModifier
Take = Callable[[str], Awaitable[None]]


class Deciding:
    """Each method is one visit of the tour."""

    def __init__(self, stage: Stage, take: Take) -> None:
        self._stage, self._take = stage, take
        self._others = Others(stage)

    async def deciding(self) -> None:
        """What a handler or coordinator decides, sheet by sheet."""
        other = await self._file()
        code = await self._file()
        await self._others.do(code, "accept")
        await self._on(code, Qt.Key.Key_U, "16-urgency", "3", WHY)
        await self._on(code, Qt.Key.Key_L, "16-categorize", "", "nuoc")
        await self._on(code, Qt.Key.Key_Q, "16-ask-citizen", "", "Xin ảnh rõ số nhà gần nhất.")
        await self._on(code, Qt.Key.Key_G, "16-merge", "1", "", SHIFT)
        await self._on(code, Qt.Key.Key_S, "16-propose", "", RESULT)
        await self._others.do(other, "merge", master_id=int(code.partition("-")[2]))
        await self._on(other, Qt.Key.Key_T, "16-separate", "", "Hai nắp cống khác nhau.", SHIFT)
        for key, name in ((Qt.Key.Key_1, "complaint"), (Qt.Key.Key_2, "unclear")):
            await self._others.stand_on(code)
            await self._stage.begin(Qt.Key.Key_X)
            press(self._stage.window, key)
            await self._leave(f"16-reject-{name}")
        await self._others.do(code, "urgency", urgency=Urgency.COMPLEX, note=WHY)
        await self._on(code, Qt.Key.Key_E, "16-ask-extension", "4", WHY)
        waiver = "Trời tối, ảnh chụp không rõ."
        await self._others.do(code, "resolve", text=RESULT, waiver=waiver)
        await self._on(code, Qt.Key.Key_F, "16-reopen", "", "Người dân gọi báo nắp cống lại lún.")
        mistaken = await self._file()
        await self._others.do(mistaken, "reject", reason="unclear_content", text=UNCLEAR)
        await self._on(mistaken, Qt.Key.Key_F, "16-reopen-rejected", "", "Ảnh đã rõ, từ chối nhầm.")
        await self._others.stand_on(code)
        sheet = await self._stage.begin(Qt.Key.Key_W)
        click(sheet.findChildren(QCheckBox)[0])
        await until(lambda: sheet.action().attachments, "the copy")
        await self._leave("16-publish")
        await self._others.do(code, "publish", by=COORDINATOR, text=RESULT)
        await self._on(code, Qt.Key.Key_Y, "16-unpublish", "", "Ảnh còn thấy biển số xe.")
        await self._stage.clear_search()

    async def superior(self) -> None:
        """What waits for a superior: a result, and more time."""
        proposed, asked = await self._file(), await self._file()
        for code in (proposed, asked):
            await self._others.do(code, "accept")
        await self._others.do(
            proposed, "propose", text=RESULT, waiver="Trời tối, ảnh chụp không rõ."
        )
        await self._others.do(asked, "urgency", urgency=Urgency.COMPLEX, note=WHY)
        await self._others.do(asked, "ask_extension", days=4, note=WHY)
        await self._become("supervisor")
        await self._others.stand_on(asked)
        await self._stage.clear_search()
        self._stage.show("approval")
        await self._take("17-to-decide")
        await self._on(proposed, Qt.Key.Key_V, "17-approve", "", "")
        await self._on(proposed, Qt.Key.Key_H, "17-send-back", "", "Ghi rõ giờ thông xe.")
        await self._on(asked, Qt.Key.Key_I, "17-extend", "", "Gia hạn để chờ cắt điện.")
        await self._on(asked, Qt.Key.Key_O, "17-deny-extension", "", "Đổi lịch cắt điện sớm hơn.")
        await self._become("coordinator")

    async def _become(self, role: str) -> None:
        size = self._stage.window.size()
        self._stage.window.rail.sign_out_asked.emit()
        await self._stage.sign_in(UNIT, role)
        self._stage.window.resize(size)

    async def _on(
        self,
        code: str,
        key: Qt.Key,
        name: str,
        choice: str,
        words: str,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """The sheet of `key` on the case `code`, filled in; its picture, and away again."""
        stage = self._stage
        await self._others.stand_on(code)
        press(stage.window, key, modifier)
        sheet = await until(stage.sheet, f"the sheet {name}")
        assert isinstance(sheet, VerbSheet)
        if choice:
            press(stage.window, Qt.Key(ord(choice)))
            press(stage.window, Qt.Key.Key_Tab)
        write(stage.window, words)
        await self._leave(name)

    async def _leave(self, name: str) -> None:
        await self._take(name)
        await self._stage.leave_sheet()

    async def _file(self) -> str:
        return await self._others.file(MATTER)
