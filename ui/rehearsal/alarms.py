"""What was escalated: the number at the foot, the list, one known of, the line of the history."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt

from ui.rehearsal.hand import press, until
from ui.rehearsal.stage import CONTROL, Stage


class Alarms:
    def __init__(self, stage: Stage, take: Callable[[str], Awaitable[None]]) -> None:
        self._stage, self._take = stage, take

    async def alarms(self) -> None:
        stage = self._stage
        stage.show("all")
        bell = stage.window.status.bell
        await until(lambda: bell.text() != stage.program.look.say("bell.none"), "an alarm")
        press(stage.window, Qt.Key.Key_H, CONTROL)
        await until(stage.sheet, "the list of alarms")
        await self._take("22-alarms")
        press(stage.window, Qt.Key.Key_D)
        await self._take("22-alarms-known")
        press(stage.window, Qt.Key.Key_Return)
        await until(lambda: stage.sheet() is None, "the list closed")
        await stage.map_painted()
        await self._take("22-alarm-opened")
