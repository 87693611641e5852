"""What a queue page is made of and where it lies: list over map, the case beside them."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ihanoi_desk.client import settings
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.sync import SyncStatus
from ihanoi_desk.client.views import views_of
from ihanoi_desk.domain.kind_fields import KINDS_WITH_FIELDS
from ui.bulk.bar import BulkBar
from ui.bulk.pane import BulkPane
from ui.bulk.picking import Picking
from ui.bulk.selection import Selection
from ui.panel.panel import CasePanel
from ui.parts.labels import line
from ui.parts.toast import Toast
from ui.queue.empty import EmptyList
from ui.queue.first_fill import FirstFill
from ui.queue.map_pane import MapPane
from ui.queue.model import QueueModel
from ui.queue.table import QueueTable
from ui.queue.top_bar import TopBar
from ui.queue.views_bar import ViewsBar
from ui.workplace import Workplace

LIST_AND_MAP = [415, 250]
LEFT_AND_CASE = [798, 400]
LEFT_AND_FORM = [678, 520]
"""First sizes in pixels; afterwards those the officer left."""


class QueueLayout(QWidget):
    """The pieces and their places; what they do together is the page's business."""

    def __init__(self, workplace: Workplace, kind: str) -> None:
        super().__init__(objectName="page")
        self.status = SyncStatus()
        store, me, look = workplace.store, workplace.me, workplace.look
        tasks, clock = workplace.tasks, workplace.clock
        self.model = QueueModel(store, me, look, clock, tasks)
        self.selection = Selection(self)
        self.table = QueueTable(self.model, look, self.selection)
        self.picking = Picking(self.table, self.selection)
        self.empty = EmptyList(look)
        self.first_fill = FirstFill(look)
        self.views = ViewsBar(look, kind, views_of(me, kind))
        self.top = TopBar(look, kind)
        self.map = MapPane(store, me, look, tasks, clock)
        self.panel = CasePanel(
            store, me, workplace.cache, tasks, look, clock, identity=workplace.api.identity
        )
        self.bulk_bar, self.bulk_pane = BulkBar(look), BulkPane(look, me, clock)
        self.bulk_bar.hide()
        self._beside = QStackedWidget()
        self._beside.addWidget(self.panel)
        self._beside.addWidget(self.bulk_pane)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.first_fill)
        self.halves = _splitter(Qt.Orientation.Vertical, LIST_AND_MAP, self._stack, self.map)
        left = QWidget(objectName="surface")
        _stack_up(left, self.views, line(), self.halves, self.bulk_bar)
        with_form = kind in KINDS_WITH_FIELDS
        sizes = LEFT_AND_FORM if with_form else LEFT_AND_CASE
        self.sides = _splitter(Qt.Orientation.Horizontal, sizes, left, self._beside)
        self._splitters = {
            "halves": self.halves,
            "form" if with_form else "sides": self.sides,
        }
        _stack_up(self, self.top, line(), self.sides)
        self._restore(store)
        self.toast = Toast(self, look)

    def show_status(self, status: SyncStatus) -> None:
        self.status = status
        self.top.show_online(status.online)
        self.empty.show_online(status.online)
        if status.filling:
            self.first_fill.show_progress(*status.filling)

    def notice(self, searching: bool) -> QWidget:
        """What stands where rows would: nothing is empty before it is loaded."""
        return self.first_fill if self.status.filling and not searching else self.empty

    def show_bulk(self, on: bool) -> None:
        """Many cases instead of one: the list takes the room of the map."""
        self.bulk_bar.setVisible(on)
        self.map.setVisible(not on)
        self._beside.setCurrentWidget(self.bulk_pane if on else self.panel)

    def bring_forward(self, half: QWidget) -> None:
        """Swap list and empty notice; the keys stay here, Qt would hand the focus to the rail."""
        had_focus = self._stack.currentWidget().hasFocus()
        self._stack.setCurrentWidget(half)
        if had_focus:
            half.setFocus()

    def focus_list(self) -> None:
        self._stack.currentWidget().setFocus()

    def _restore(self, store: Store) -> None:
        for name, splitter in self._splitters.items():
            kept = settings.get(store, f"splitter.{name}", "")
            if kept:
                splitter.restoreState(QByteArray.fromBase64(kept.encode()))

    def keep_sizes(self, store: Store) -> None:
        """Remember the splitters; called when the window closes."""
        for name, splitter in self._splitters.items():
            state = bytes(splitter.saveState().toBase64().data()).decode()
            settings.put(store, f"splitter.{name}", state)


def _splitter(way: Qt.Orientation, sizes: list[int], *halves: QWidget) -> QSplitter:
    splitter = QSplitter(way, childrenCollapsible=False)
    for half in halves:
        splitter.addWidget(half)
    splitter.setStretchFactor(0, 1)
    splitter.setSizes(sizes)
    return splitter


def _stack_up(box: QWidget, *parts: QWidget) -> None:
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, QSplitter) else 0)
