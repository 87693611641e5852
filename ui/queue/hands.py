"""What can be done from a queue page: a verb on the chosen case or on all picked, and back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ihanoi_desk.client.cases import Shown
from ui.bulk.bulk import Bulk
from ui.panel.kind_draft import VERB as CLASSIFY
from ui.queue.acts import Acts
from ui.queue.layout import QueueLayout
from ui.queue.way_back import WayBack
from ui.workplace import Workplace

UNHELD = ("to_receive", "moved_in", "circling")
"""Views whose cases nobody holds yet: the boxes stand where the holder would."""


class Hands(QObject):
    done = Signal()
    undone = Signal(int)

    def __init__(
        self, workplace: Workplace, page: QueueLayout, shown: Callable[[], Shown | None]
    ) -> None:
        super().__init__(page)
        self._page, self._shown = page, shown
        self._view = ""
        self._way_back = WayBack(workplace.store, workplace.look, page.toast)
        self._acts = Acts(workplace, page.toast, self._way_back)
        self.bulk = Bulk(workplace, page, self._way_back)
        self.take_back = self._way_back.take_back
        self._way_back.undone.connect(self.undone)
        self._acts.done.connect(self.done)
        self.bulk.done.connect(self.done)
        self.bulk.toggled.connect(self._toggled)
        page.bulk_bar.chosen.connect(self.act)
        page.panel.verbs.chosen.connect(self.act)

    def act(self, verb: str) -> None:
        if self.bulk.is_on:
            self.bulk.act(verb, self._page.window())
        elif verb == CLASSIFY and self._page.panel.form.begin():
            return
        elif shown := self._shown():
            self._acts.start(verb, shown, self._page.window())

    def show_view(self, view: str) -> None:
        """Boxes to pick by stand where cases wait for somebody, elsewhere while rows are picked."""
        self._view = view
        self._page.table.show_boxes(self.bulk.is_on or view in UNHELD)

    def _toggled(self, on: bool) -> None:
        self._page.show_bulk(on)
        self.show_view(self._view)
