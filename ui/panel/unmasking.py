"""A sender's identity on the screen: asked for with a reason, in memory only, and not for long."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.identities import SHOWN_FOR
from ihanoi_desk.domain.wire import Identity, IdentityQuestion
from ui.late import late
from ui.look.look import Look
from ui.parts.sheet import Sheet
from ui.tasks import Tasks

AskIdentity = Callable[[int, IdentityQuestion], Awaitable[Identity]]
"""Asks the server who sent a case; an order, so it needs the connection."""


class Unmasking(QObject):
    """Holds at most one identity, that of the case in the panel. Nothing of it is ever written."""

    changed = Signal()

    def __init__(self, panel: QWidget, look: Look, tasks: Tasks, ask: AskIdentity) -> None:
        super().__init__(panel)
        self._look, self._tasks, self._ask = look, tasks, ask
        self._case_id = 0
        self._identity: Identity | None = None
        self._end = QTimer(self, objectName="unmasked", singleShot=True)
        self._end.setInterval(int(SHOWN_FOR.total_seconds() * 1000))
        self._end.timeout.connect(self.hide)

    def seen(self, case_id: int) -> Identity | None:
        return self._identity if case_id == self._case_id else None

    def show_case(self, case_id: int) -> None:
        """The panel draws `case_id` now; what was seen of another one is let go."""
        if case_id != self._case_id:
            self._identity = None
            self._end.stop()
        self._case_id = case_id

    def hide(self) -> None:
        self._end.stop()
        if self._identity:
            self._identity = None
            self.changed.emit()

    def toggle(self, case: Case, catalogue: Catalogue, window: QWidget) -> None:
        """Hide what is seen, or ask for the reason to see it."""
        if self.seen(case.id):
            self.hide()
            return
        sheet = late("ui.panel.identity_sheet:IdentitySheet")(
            window, self._look, self._tasks, case, catalogue, self._ask
        )
        self._tasks.spawn(self._wait_for(sheet, case.id), "identity")

    async def _wait_for(self, sheet: Sheet, case_id: int) -> None:
        answer = await sheet.ask()
        if isinstance(answer, Identity) and case_id == self._case_id:
            self._identity = answer
            self._end.start()
            self.changed.emit()
