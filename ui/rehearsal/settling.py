"""Screens where somebody's data is pointed out, or shown for a reason."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.verb_sheet import VerbSheet
from ui.panel.sender_line import SenderLine
from ui.rehearsal.hand import click, press, until, write
from ui.rehearsal.stage import CONTROL, Stage

Take = Callable[[str], Awaitable[None]]
WORDS = (
    "Tổ đô thị đã rào chắn lúc 10:12 và thay nắp cống mới lúc 10:36. "
    "Cần báo thêm xin gọi anh Thử, 0912 345 678, hoặc xe trực 29A-123.45."
)


class Settling:
    """Each method is one visit of the tour."""

    def __init__(self, stage: Stage, take: Take) -> None:
        self._stage, self._take = stage, take

    async def personal_data(self) -> None:
        """A phone number in a result: pointed out, kept for a reason, taken out again."""
        stage = self._stage
        await stage.stand_on_mine()
        sheet = await stage.begin(Qt.Key.Key_D)
        box = sheet.findChild(CitizenBox)
        kept_before = box.text
        box.edit.setFocus()
        press(stage.window, Qt.Key.Key_A, CONTROL)
        write(stage.window, WORDS)
        await self._take("13-personal-data")
        self._press(sheet, "guard.replace")
        self._press(sheet, "guard.keep")
        write(stage.window, "Xe công vụ của phường")
        await self._take("13-personal-data-reason")
        press(stage.window, Qt.Key.Key_Return)
        await self._take("13-personal-data-settled")
        box.set_text(kept_before)
        await stage.leave_sheet()

    async def identity(self) -> None:
        """Who sent a case: the question why, and the answer in its place."""
        stage = self._stage
        stage.show("all")
        await until(lambda: stage.page.panel.shown, "a case")
        await self._take("01-identity-masked")
        self._sender().pressed.emit()
        await until(stage.sheet, "the question")
        press(stage.window, Qt.Key.Key_1)
        await self._take("01-identity-why")
        press(stage.window, Qt.Key.Key_Return, CONTROL)
        await until(lambda: stage.sheet() is None, "the answer")
        await self._take("01-identity-seen")
        self._sender().pressed.emit()

    def _sender(self) -> SenderLine:
        """The line as it stands now: the panel may be drawn anew at any time."""
        lines = self._stage.page.panel.findChildren(SenderLine)
        return next(line for line in lines if line.isVisible())

    def _press(self, sheet: VerbSheet, key: str) -> None:
        words = sheet.look.say(key)
        click(next(row for row in sheet.findChildren(QPushButton) if row.text() == words))
