"""Screens of a bad day: the outbox, outages, two officers at once, leaving with work unsent."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.domain.cases import Action
from ui.rehearsal.hand import press, until, write
from ui.rehearsal.stage import CONTROL, Stage

ALT = Qt.KeyboardModifier.AltModifier
COLLEAGUE = "hoankiem.canbo1"
Take = Callable[[str], Awaitable[None]]


class Trouble:
    """Each method is one visit of the tour."""

    def __init__(self, stage: Stage, take: Take) -> None:
        self._stage, self._take = stage, take

    async def refused(self) -> None:
        """A colleague is faster; both versions on one card."""
        stage = self._stage
        page = stage.page
        press(stage.window, Qt.Key.Key_1, ALT)
        code = await until(self._normal_code, "a case to accept")
        await stage.find(code)
        case_id = page.panel.shown.doc.case.id
        press(stage.window, Qt.Key.Key_A)
        await until(lambda: page.toast.can_undo, "the undo toast")
        press(stage.window, Qt.Key.Key_7, ALT)
        await stage.find(code)
        press(stage.window, Qt.Key.Key_N)
        await until(stage.sheet, "the note sheet")
        write(stage.window, "Đã hẹn tổ vệ sinh 14:00, thông đường lúc 10:05.")
        press(stage.window, Qt.Key.Key_Return, CONTROL)
        await until(lambda: stage.window.waiting == 2, "two wait")
        press(stage.window, Qt.Key.Key_B, CONTROL)
        await self._take("08-outbox-waiting")
        await self._be_faster(case_id)
        await until(lambda: stage.window.refused, "the refusal", patience=60)
        await self._take("08-outbox-refused")
        outbox = stage.window.outbox
        press(stage.window, Qt.Key(Qt.Key.Key_0 + len(outbox.card.ways)))
        press(stage.window, Qt.Key.Key_Return)
        await until(lambda: not stage.window.refused, "the refusal dropped")
        await self._take("08-outbox-sent")
        press(stage.window, Qt.Key.Key_Escape)
        await stage.clear_search()

    async def bulk(self) -> None:
        """Monday morning: what came in over the weekend, accepted together."""
        stage = self._stage
        press(stage.window, Qt.Key.Key_1, ALT)
        page = stage.page
        page.table.setFocus()
        press(stage.window, Qt.Key.Key_A, CONTROL)
        await until(lambda: page.bulk.is_on and page.bulk_bar.isVisible(), "the bulk bar")
        await self._take("15-bulk")
        press(stage.window, Qt.Key.Key_A)
        await until(lambda: page.toast.can_undo, "one toast for all")
        await self._take("15-bulk-undo")
        press(stage.window, Qt.Key.Key_Z)
        await until(lambda: not stage.window.waiting, "all taken back")
        page.toast.hide()

    async def _be_faster(self, case_id: int) -> None:
        """The colleague at the next desk accepts the case."""
        desk = DeskApi(self._stage.url)
        offered = {row.login: row for row in self._stage.program.demo}
        await desk.sign_in(COLLEAGUE, offered[COLLEAGUE].password)
        act = Action(id=uuid.uuid4().hex, case_id=case_id, verb="accept", at=datetime.now(UTC))
        await desk.act([act])
        await desk.close()

    def _normal_code(self) -> str:
        model = self._stage.page.model
        rows = (model.row(position) for position in range(model.rowCount()))
        return next((row.code for row in rows if row and row.urgency == "normal"), "")
