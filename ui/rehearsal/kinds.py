"""Screens of the kinds of case that ask more than the report: procedures, waste, initiatives."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt

from ui.rehearsal.hand import press, until, write
from ui.rehearsal.stage import CONTROL, Stage

Take = Callable[[str], Awaitable[None]]
JUDGED = (Qt.Key.Key_K, Qt.Key.Key_K, Qt.Key.Key_D, Qt.Key.Key_D, None, Qt.Key.Key_L)


class Kinds:
    """Each method is one visit of the tour."""

    def __init__(self, stage: Stage, take: Take) -> None:
        self._stage, self._take = stage, take

    async def kinds(self) -> None:
        """The lists of each kind with its form."""
        for key, name in (
            (Qt.Key.Key_2, "procedure"),
            (Qt.Key.Key_3, "waste"),
            (Qt.Key.Key_4, "initiative"),
        ):
            press(self._stage.window, key, CONTROL)
            await self._stage.map_painted()
            self._stage.show("all")
            await until(self._has_case, "a case")
            await self._take(f"04-{name}")
            if name == "procedure":
                await self._regulation()
        press(self._stage.window, Qt.Key.Key_1, CONTROL)
        await self._stage.map_painted()

    def _has_case(self) -> bool:
        panel = self._stage.page.panel
        return panel.shown is not None and panel.is_whole

    async def _regulation(self) -> None:
        """A regulation under its criteria, then recorded and taken back."""
        stage = self._stage
        window, form = stage.window, stage.page.panel.form
        press(window, Qt.Key.Key_C)
        for _ in range(2):
            press(window, Qt.Key.Key_Right)
        for _ in range(3):
            press(window, Qt.Key.Key_Tab)
        for _ in range(2):
            press(window, Qt.Key.Key_Right)
        press(window, Qt.Key.Key_Tab)
        for judgement in JUDGED:
            if judgement:
                press(window, judgement)
            press(window, Qt.Key.Key_Down)
        for _ in JUDGED[1:]:
            press(window, Qt.Key.Key_Up)
        press(window, Qt.Key.Key_Tab)
        write(window, "Dữ liệu cư trú đã có trong hệ thống")
        await self._take("04-procedure-criteria")
        press(window, Qt.Key.Key_Return, CONTROL)
        await until(lambda: stage.page.toast.can_undo, "the undo toast")
        await self._take("04-procedure-recorded")
        press(window, Qt.Key.Key_Escape)
        press(window, Qt.Key.Key_Z)
        await until(lambda: not window.waiting, "the classification taken back")
        stage.page.toast.hide()
        form.discard()
