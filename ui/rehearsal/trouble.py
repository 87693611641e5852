"""Screens of a bad day: the outbox, outages, two officers at once, leaving with work unsent."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.domain.cases import Action
from ui.archive.sheet import ArchiveSheet
from ui.rehearsal.hand import press, until, write
from ui.rehearsal.stage import CONTROL, Stage

SHIFT = Qt.KeyboardModifier.ShiftModifier
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
        stage.show("to_receive")
        page.table.setFocus()
        code = await until(self._normal_code, "a case to accept")
        await stage.find(code)
        case_id = page.panel.shown.doc.case.id
        press(stage.window, Qt.Key.Key_A)
        await until(lambda: page.toast.can_undo, "the undo toast")
        stage.show("all")
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
        outbox = stage.window.rooms["outbox"]
        press(stage.window, Qt.Key.Key_J)
        await self._take("08-outbox-fallen")
        press(stage.window, Qt.Key.Key_K)
        press(stage.window, Qt.Key(Qt.Key.Key_0 + len(outbox.card.ways)))
        press(stage.window, Qt.Key.Key_Return)
        await until(lambda: not stage.window.refused, "the refusal dropped")
        await self._take("08-outbox-dropped")
        press(stage.window, Qt.Key.Key_Escape)
        await stage.clear_search()
        page.toast.hide()

    async def bulk(self) -> None:
        """Monday morning: what came in over the weekend, accepted together."""
        stage = self._stage
        stage.show("to_receive")
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

    async def presence(self) -> None:
        """A colleague has the case open: said over the case, marked in the list."""
        stage = self._stage
        stage.show("all")
        shown = await until(lambda: stage.page.panel.shown, "a case")
        case = shown.doc.case
        desk = await self._colleague()
        await desk.open_case(case.id)
        await until(lambda: case.id in stage.page.model.open_by, "the mark in the list")
        await self._take("12-presence")
        await desk.open_case(0)
        await desk.close()

    async def archive(self) -> None:
        """Beyond this machine: an order, read-only."""
        stage = self._stage
        press(stage.window, Qt.Key.Key_F, CONTROL | SHIFT)
        await until(stage.sheet, "the archive")
        sheet = stage.sheet()
        assert isinstance(sheet, ArchiveSheet)
        write(stage.window, "pho")
        press(stage.window, Qt.Key.Key_Return)
        await until(lambda: sheet.results.list.count() and sheet.panel.shown, "found cases")
        await self._take("13-archive")
        await stage.leave_sheet()

    async def offline(self) -> None:
        """No server: work goes on, everything says so, and nobody leaves without a word."""
        stage = self._stage
        stage.show("to_receive")
        page = stage.page
        page.table.setFocus()
        for _ in range(3):
            waiting = stage.window.waiting
            page.table.select_position(self._normal())
            press(stage.window, Qt.Key.Key_A)
            await until(partial(self._more_wait_than, waiting), "one more waits")
        stage.show("mine")
        page.toast.hide()
        await self._take("11-offline-waiting")
        press(stage.window, Qt.Key.Key_B, CONTROL)
        await self._take("11-offline-outbox")
        press(stage.window, Qt.Key.Key_Escape)
        press(stage.window, Qt.Key.Key_F, CONTROL | SHIFT)
        await until(stage.sheet, "the archive")
        await self._take("13-archive-offline")
        await stage.leave_sheet()
        stage.window.close()
        await until(stage.sheet, "the question")
        await self._take("14-leaving")
        await stage.leave_sheet()

    async def filling(self) -> None:
        """The first minute on this machine, as a large ward sees it."""
        page = self._stage.page
        page.first_fill.show_progress(12480, 18300)
        page.bring_forward(page.first_fill)
        await self._take("11-first-fill")
        page.bring_forward(page.table)

    async def _be_faster(self, case_id: int) -> None:
        """The colleague at the next desk accepts the case."""
        desk = await self._colleague()
        act = Action(id=uuid.uuid4().hex, case_id=case_id, verb="accept", at=datetime.now(UTC))
        await desk.act([act])
        await desk.close()

    def _more_wait_than(self, before: int) -> bool:
        return self._stage.window.waiting > before

    async def _colleague(self) -> DeskApi:
        desk = DeskApi(self._stage.url)
        offered = {row.login: row for row in self._stage.program.demo}
        await desk.sign_in(COLLEAGUE, offered[COLLEAGUE].password)
        return desk

    def _normal(self) -> int:
        """Where the first case stands that can be taken back; -1 while there is none."""
        model = self._stage.page.model
        found = (model.row(position) for position in range(model.rowCount()))
        return next((at for at, row in enumerate(found) if row and row.urgency == "normal"), -1)

    def _normal_code(self) -> str:
        row = self._stage.page.model.row(self._normal())
        return row.code if row else ""
