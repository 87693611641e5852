"""The queue page of one kind of case: views, list, map and panel, linked both ways."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ihanoi_desk.client import queues, reference, settings
from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.cases import Shown
from ihanoi_desk.client.queues import Box, Query, Row
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain.officers import Officer
from ui.dialogs.route import Neighbours
from ui.look.look import Look
from ui.panel.panel import CasePanel
from ui.parts.labels import line
from ui.parts.toast import Toast
from ui.queue.acts import Acts
from ui.queue.empty import EmptyList
from ui.queue.map_pane import MapPane
from ui.queue.model import QueueModel
from ui.queue.table import QueueTable
from ui.queue.top_bar import TopBar
from ui.queue.views_bar import ViewsBar
from ui.tasks import Tasks
from ui.verbs import VERB_LOOKS

SEARCH_DELAY_MS = 200
REFRESH_DELAY_MS = 40
PANEL_DELAY_MS = 15
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page works with: the officer's own data and the means to act on it."""

    store: Store
    me: Officer
    cache: Cache
    tasks: Tasks
    look: Look
    clock: Callable[[], datetime]
    undo: timedelta
    neighbours: Neighbours


class QueuePage(QWidget):
    """Coming back finds row, view and search as they were left."""

    counted = Signal(object)
    """Counts: read once for the views here and the rail beside."""
    print_asked = Signal(object)
    photo_asked = Signal(object, int)
    keys_asked = Signal()

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__(objectName="page")
        self._desk, self.kind = desk, kind
        self.query = Query(kind=kind, view=self._remembered("view", "to_receive"))
        self._wanted = int(self._remembered("case", 0))
        self._position = 0
        self._following = False
        self._same_query = False
        self._owes_focus = False
        self.model = QueueModel(desk.store, desk.me, desk.look, desk.clock, desk.tasks)
        self.table = QueueTable(self.model, desk.look)
        self.views = ViewsBar(desk.look, kind)
        self.top = TopBar(desk.look, kind, self._unit_name())
        self.map = MapPane(desk.store, desk.me, desk.look, desk.tasks, desk.clock)
        self.panel = CasePanel(desk.store, desk.me, desk.cache, desk.tasks, desk.look, desk.clock)
        self._empty = EmptyList(desk.look)
        self._lay_out()
        self.toast = Toast(self, desk.look)
        self.acts = Acts(
            desk.store,
            desk.me,
            desk.look,
            desk.tasks,
            desk.clock,
            desk.undo,
            self.toast,
            desk.neighbours,
        )
        self._connect()
        self._add_keys()

    # --- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        left = QWidget(objectName="surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.views)
        column.addWidget(line())
        self.halves = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self.halves.addWidget(self._stack)
        self.halves.addWidget(self.map)
        self.halves.setStretchFactor(0, 1)
        self.halves.setSizes([415, 250])
        column.addWidget(self.halves, 1)
        self.sides = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        self.sides.addWidget(left)
        self.sides.addWidget(self.panel)
        self.sides.setStretchFactor(0, 1)
        self.sides.setSizes([798, 400])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.top)
        page.addWidget(line())
        page.addWidget(self.sides, 1)
        for name in ("halves", "sides"):
            kept = settings.get(self._desk.store, f"splitter.{name}", "")
            if kept:
                getattr(self, name).restoreState(QByteArray.fromBase64(kept.encode()))

    def _connect(self) -> None:
        self._search_later = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._search_later.timeout.connect(self._search)
        self._refresh_later = QTimer(self, singleShot=True, interval=REFRESH_DELAY_MS)
        self._refresh_later.timeout.connect(self._refresh)
        self._centre_later = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._centre_later.timeout.connect(self._centre)
        # The row is marked first and the case drawn behind it: a held-down J stays smooth, and at
        # the start the list is on the screen before the first case is decoded.
        self._panel_later = QTimer(self, singleShot=True, interval=PANEL_DELAY_MS)
        self._panel_later.timeout.connect(self._show_panel)
        self._count_later = QTimer(self, singleShot=True, interval=PANEL_DELAY_MS)
        self._count_later.timeout.connect(self._count)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()
        self.views.chosen.connect(self.show_view)
        self.top.typed.connect(lambda: self._search_later.start())
        self.table.picked.connect(self._picked)
        self.model.loaded.connect(self._loaded)
        self.map.picked.connect(self._picked_on_map)
        self.map.moved.connect(self._map_moved)
        self.map.follow_toggled.connect(self._follow)
        self.panel.verbs.chosen.connect(self.act)
        self.panel.verbs.print_asked.connect(self._print)
        self.panel.photo_opened.connect(self._open_photo)
        self.acts.done.connect(self._acted)
        self.acts.undone.connect(self._undone)
        self._empty.cleared.connect(self._clear_filter)

    def _add_keys(self) -> None:
        for verb, shown in VERB_LOOKS.items():
            self._key(shown.key, partial(self.act, verb))
        self._key("J", lambda: self.table.step(1))
        self._key("K", lambda: self.table.step(-1))
        self._key("P", self._print)
        self._key("/", self.top.focus_search)
        self._key("?", self.keys_asked.emit)
        self._key("Z", self.acts.take_back)
        self._key("F5", self.refresh)
        self._key("Escape", self._leave_search)

    def _key(self, key: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self, act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen case stays in sight on the map when the window changes its size."""
        super().resizeEvent(event)
        self._centre_later.start()

    def _centre(self) -> None:
        if self._wanted:
            self._choose_on_map(self.model.row(self._position))

    # --- showing -------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the page's view; called when the page is first seen and on return."""
        self._read_reference()
        self._owes_focus = True
        self.show_view(self.query.view)

    def show_view(self, view: str) -> None:
        self.query = replace(self.query, view=view)
        self.views.mark(view)
        self._show_query()

    def changed(self, change: Changed) -> None:
        """Data changed: read again, a moment later so that a burst costs one reading."""
        if change.catalogue:
            self._read_reference()
        self._refresh_later.start()

    def refresh(self) -> None:
        self._refresh()

    def _show_query(self) -> None:
        self._remember("view", self.query.view)
        self._same_query = False
        self.model.show_query(self.query)
        self._draw_points()
        self._count_later.start()

    def _refresh(self) -> None:
        self._same_query = True
        self.model.refresh()
        self._draw_points()
        self.panel.show_case(self._wanted)
        self._count()

    def _draw_points(self) -> None:
        """The map shows what lies beyond its edges too: the officer drags it there."""
        self.map.show_query(replace(self.query, box=None))

    def _count(self) -> None:
        counts = queues.counts(self._desk.store, self._desk.me, self._desk.clock())
        self.views.show_counts(counts)
        self.counted.emit(counts)

    def _read_reference(self) -> None:
        store, look = self._desk.store, self._desk.look
        self.model.calendar = reference.calendar(store)
        self.model.category_names = {
            code: look.name(*both) for code, both in reference.names(store).categories.items()
        }
        self.top.show_unit(self._unit_name())

    def _unit_name(self) -> str:
        home = self._desk.me.home
        return reference.names(self._desk.store).units.get(home, home)

    def _loaded(self) -> None:
        """The list has its rows: stand where the officer stood, or on the first row."""
        empty = self.model.rowCount() == 0
        self._bring_forward(self._empty if empty else self.table)
        if empty:
            self._empty.explain(self.query.view, bool(self.query.search or self.query.box))
            self._picked(0)
        elif self._wanted and self.table.select(self._wanted):
            if self._same_query:
                self.table.restore_scroll()
        else:
            self.table.select_position(max(0, self._position))
        if self._owes_focus and not empty:
            self._owes_focus = False
            self.table.setFocus()

    def _bring_forward(self, half: QWidget) -> None:
        """Swap list and empty notice; the keys stay here, Qt would hand the focus to the rail."""
        had_focus = self._stack.currentWidget().hasFocus()
        self._stack.setCurrentWidget(half)
        if had_focus:
            half.setFocus()

    # --- linking -------------------------------------------------------------------------------

    def _picked(self, case_id: int) -> None:
        if case_id:
            self._position = max(0, self.table.currentIndex().row())
            self._remember("case", case_id)
        if case_id == self._wanted and self.panel.shown:
            return
        self._wanted = case_id
        self._panel_later.start()
        self._choose_on_map(self.model.row(self._position) if case_id else None)

    def _choose_on_map(self, row: Row | None) -> None:
        """A list that follows the map must not lead it: every row of it is in view."""
        self.map.choose(row, centre=self.query.box is None)

    def _show_panel(self) -> None:
        self.panel.show_case(self._wanted)

    @property
    def shown(self) -> Shown | None:
        """The case of the marked row, drawn now if it was still to be drawn."""
        if self._panel_later.isActive():
            self._panel_later.stop()
            self._show_panel()
        return self.panel.shown

    def _picked_on_map(self, case_id: int) -> None:
        if self.table.select(case_id):
            self.table.setFocus()

    def _map_moved(self, box) -> None:
        if self._following:
            self.query = replace(self.query, box=Box(box.south, box.west, box.north, box.east))
            self.model.show_query(self.query)

    def _follow(self, on: bool) -> None:
        self._following = on
        if not on:
            self.query = replace(self.query, box=None)
            self.model.show_query(self.query)

    # --- acting --------------------------------------------------------------------------------

    def act(self, verb: str) -> None:
        shown = self.shown
        if shown:
            self.acts.start(verb, shown, self.window())

    def _acted(self, case_id: int) -> None:
        """Stay on the row's place: the next case slides under the officer's finger."""
        self._refresh()

    def _undone(self, case_id: int) -> None:
        self._wanted = case_id
        self._refresh()

    def _print(self) -> None:
        shown = self.shown
        if shown:
            self.print_asked.emit(shown)

    def _open_photo(self, position: int) -> None:
        if self.panel.shown:
            self.photo_asked.emit(self.panel.shown, position)

    # --- searching -----------------------------------------------------------------------------

    def _search(self) -> None:
        self.query = replace(self.query, search=self.top.text)
        self._show_query()

    def _leave_search(self) -> None:
        if self.top.text:
            self._clear_filter()
        self._stack.currentWidget().setFocus()

    def _clear_filter(self) -> None:
        self.top.clear()
        self.query = replace(self.query, search="", box=None)
        self._show_query()
        self._stack.currentWidget().setFocus()

    # --- remembering ---------------------------------------------------------------------------

    def _remembered(self, what: str, default: object):
        return settings.get(self._desk.store, f"queue.{self.kind}.{what}", default)

    def _remember(self, what: str, value: object) -> None:
        settings.put(self._desk.store, f"queue.{self.kind}.{what}", value)

    def rest(self) -> None:
        """Read nothing more by itself: the data is about to be let go."""
        for timer in (
            self._search_later,
            self._refresh_later,
            self._centre_later,
            self._panel_later,
            self._count_later,
            self._minute,
        ):
            timer.stop()
        self.map.rest()

    def keep_layout(self) -> None:
        """Store the splitters; called when the window closes."""
        for name in ("halves", "sides"):
            state = bytes(getattr(self, name).saveState().toBase64().data()).decode()
            settings.put(self._desk.store, f"splitter.{name}", state)
