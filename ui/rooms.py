"""The pages beside the queues: the outbox, and what administrators have."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ihanoi_desk.client.sync import Sync
from ui.administration.whose import is_administrator
from ui.late import late
from ui.workplace import Workplace

OUTBOX = "outbox"
OF_ADMINISTRATORS = {
    "administration": "ui.administration.page:AdministrationPage",
    "templates": "ui.administration.template_page:TemplatePage",
    "rules": "ui.administration.rule_page:RulePage",
}


class Rooms(QObject):
    """Each page is built, and what it needs is loaded, when it is first entered."""

    built = Signal(str, QWidget)

    def __init__(self, window: QWidget, workplace: Workplace, sync: Sync) -> None:
        super().__init__(window)
        self._workplace, self._sync = workplace, sync
        self.names = (OUTBOX, *(OF_ADMINISTRATORS if is_administrator(workplace.me) else ()))
        """What this officer may enter."""
        self._standing: dict[str, Any] = {}

    def standing(self) -> Iterator[Any]:
        """The pages that were entered already."""
        yield from self._standing.values()

    def __getitem__(self, name: str) -> Any:
        page = self._standing.get(name)
        if page is None:
            page = self._standing[name] = self._build(name)
            page.show_status(self._sync.status)
            self.built.emit(name, page)
        return page

    def _build(self, name: str) -> Any:
        if name == OUTBOX:
            return late("ui.outbox.page:OutboxPage")(self._workplace, self._sync.waiting)
        return late(OF_ADMINISTRATORS[name])(self._workplace)
