"""The page of limits: what holds, a change with its reach, a fault, what comes and what ended."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.administration.rule_fields import RuleFields
from ui.administration.rule_page import RulePage
from ui.administration.rule_sheet import RuleSheet
from ui.administration.rule_withdrawal import WithdrawalSheet
from ui.rehearsal.hand import press, until, write
from ui.rehearsal.stage import CONTROL, Stage

Take = Callable[[str, QWidget | None], Awaitable[None]]
S = TypeVar("S", bound=RuleFields)
SOURCE = "QĐ 9999/QĐ-UBND (mẫu)"


class Rules:
    """Begins and ends in the window of an administrator of the city; what it plans it withdraws."""

    def __init__(self, stage: Stage, take: Take) -> None:
        self._stage, self._take = stage, take

    async def visit(self, unit: str) -> None:
        window = self._stage.window
        window.show_page("rules")
        page = window.rooms["rules"]
        assert page is not None
        await until(lambda: page.chosen and page.change.isEnabled(), "the table of limits")
        await self._take("17-limits", None)
        self._stand(page, "duty_alarm")
        await self._take("17-limits-more", None)
        self._stand(page, "scene.handle.normal")
        sheet = await self._open(RuleSheet, Qt.Key.Key_Return)
        write(window, "0")
        await until(lambda: "180" in sheet.effect.text(), "the fault")
        await self._take("17-limit-fault", None)
        press(window, Qt.Key.Key_A, CONTROL)
        write(window, "7")
        sheet.source.setFocus()
        write(window, SOURCE)
        sheet.why.setFocus()
        write(window, "Theo quy định mới của thành phố.")
        await until(sheet.send_button.isEnabled, "what the change would reach")
        await self._take("17-limit", None)
        press(window, Qt.Key.Key_Return, CONTROL)
        await until(lambda: not self._stage.sheet() and self._comes(page), "the planned change")
        page.toast.hide()
        await self._take("17-limits-coming", None)
        taking_back = await self._open(WithdrawalSheet, Qt.Key.Key_X)
        write(window, "Nhập nhầm.")
        await until(taking_back.send_button.isEnabled, "what the withdrawal would reach")
        await self._take("17-limit-withdrawal", None)
        press(window, Qt.Key.Key_Return, CONTROL)
        await until(lambda: not self._stage.sheet() and not self._comes(page), "nothing planned")
        page.toast.hide()
        page.ended.setChecked(True)
        page.units.setCurrentIndex(page.units.findText(unit))
        page.units.activated.emit(page.units.currentIndex())
        await self._take("17-limits-unit", None)
        page.ended.setChecked(False)
        page.units.setCurrentIndex(0)

    def _stand(self, page: RulePage, code: str) -> None:
        """On the last row of a rule."""
        table = page.table
        for row in range(table.rowCount()):
            table.setCurrentCell(row, 0)
            if page.chosen and page.chosen.rule.code == code:
                break
        table.setFocus()

    def _comes(self, page: RulePage) -> bool:
        table = page.table
        found = (table.item(row, 4) for row in range(table.rowCount()))
        coming = [item.row() for item in found if item and item.text() == SOURCE]
        if coming:
            table.setCurrentCell(coming[0], 0)
        return bool(coming)

    async def _open(self, kind: type[S], key: Qt.Key) -> S:
        press(self._stage.window, key)
        sheet = await until(self._stage.sheet, "the sheet of a rule")
        assert isinstance(sheet, kind)
        return sheet
