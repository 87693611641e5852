"""The case panel in every state, and the small sheets that belong to one of them."""

from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtCore import Qt

from ihanoi_desk.domain.cases import State
from ui.rehearsal.citizen import Matter
from ui.rehearsal.hand import until, write_over
from ui.rehearsal.others import COORDINATOR, Others
from ui.rehearsal.stage import Stage

MATTER = Matter(
    "street_light",
    "Ba bóng đèn đường tắt liền nhau, đoạn vòng xuyến rất tối.",
    "Phố Hàng Đào",
    21.0333,
    105.8508,
)
RESULT = "Tổ chiếu sáng đã thay ba bóng đèn lúc 19:20, đoạn đường sáng lại bình thường."
Deed = tuple[str, dict[str, Any]]
ACCEPT: Deed = ("accept", {})
RESOLVE: Deed = ("resolve", {"text": RESULT, "waiver": "Trời tối, ảnh chụp không rõ."})
WAYS: dict[State, tuple[Deed, ...]] = {
    State.NEW: (),
    State.ACCEPTED: (ACCEPT,),
    State.ASSIGNED: (ACCEPT, ("assign", {"by": COORDINATOR})),
    State.WAITING: (ACCEPT, ("ask_citizen", {"text": "Xin ông/bà cho biết số cột đèn gần nhất."})),
    State.APPROVAL: (ACCEPT, ("propose", RESOLVE[1])),
    State.RESOLVED: (ACCEPT, RESOLVE),
    State.REOPENED: (ACCEPT, RESOLVE, ("reopen", {"note": "Đèn lại tắt.", "by": COORDINATOR})),
    State.REJECTED: (("reject", {"reason": "unclear_content", "text": "Xin gửi ảnh rõ hơn."}),),
}
"""What is done to a report until it is in a state. The closed one is of the demo city."""
SHEETS = (
    (State.ACCEPTED, Qt.Key.Key_M, "message", "Tổ chiếu sáng sẽ đến trước 19:00 hôm nay."),
    (State.WAITING, Qt.Key.Key_T, "resume", "Đã gọi điện, người dân cho biết cột số 12."),
)


class States:
    """Each method is one visit of the tour."""

    def __init__(self, stage: Stage, take: Callable[[str], Awaitable[None]]) -> None:
        self._stage, self._take = stage, take
        self._others = Others(stage)

    async def states(self) -> None:
        codes = {}
        for state, deeds in WAYS.items():
            code = codes[state] = await self._others.file(MATTER)
            for verb, facts in deeds:
                await self._others.do(code, verb, **facts)
            await self._others.stand_on(code)
            await self._take(f"18-{state}")
        for state, key, name, words in SHEETS:
            await self._others.stand_on(codes[state])
            await self._sheet(key, name, words)
        await self._stage.clear_search()
        await self._closed()
        await self._sent_here()

    async def _closed(self) -> None:
        self._stage.show("closed")
        page = self._stage.page
        rows = range(page.model.rowCount())
        closed = next(number for number in rows if page.model.row(number).state == State.CLOSED)
        page.table.select_position(closed)
        case_id = page.model.case_at(closed)
        await until(lambda: page.panel.shown and page.panel.shown.doc.case.id == case_id, "closed")
        await self._take(f"18-{State.CLOSED}")

    async def _sent_here(self) -> None:
        """Another unit sent it, and it is not ours either."""
        page = self._stage.show("moved_in")
        page.table.select_position(0)
        case_id = page.model.case_at(0)
        await until(lambda: page.panel.shown and page.panel.shown.doc.case.id == case_id, "sent")
        await self._take("18-moved-in")
        await self._sheet(Qt.Key.Key_B, "return", "Vị trí thuộc phường bên, đề nghị nhận lại.")
        self._stage.show("all")

    async def _sheet(self, key: Qt.Key, name: str, words: str) -> None:
        await self._stage.begin(key)
        write_over(self._stage.window, words)
        await self._take(f"18-{name}")
        await self._stage.leave_sheet()
