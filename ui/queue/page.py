"""The queue page of one kind of case: views, list, map and panel, linked both ways."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut

from ihanoi_desk.client import reference, settings
from ihanoi_desk.client.cases import Shown
from ihanoi_desk.client.queues import Box, Query
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.client.sync import SyncStatus
from ui.counting import Counting
from ui.parts.later import later
from ui.parts.turn import Turn
from ui.pictures.album import album_of
from ui.queue.hands import Hands
from ui.queue.layout import QueueLayout
from ui.queue.map_link import MapLink
from ui.verbs import VERB_LOOKS
from ui.workplace import Workplace

SEARCH_DELAY_MS = 200
REFRESH_DELAY_MS = 40
PANEL_DELAY_MS = 15
REMEMBER_DELAY_MS = 500
MINUTE_MS = 60_000
FIRST_VIEW = "to_receive"


class QueuePage(QueueLayout):
    """Coming back finds row, view and search as they were left."""

    print_asked = Signal(object)
    photo_asked = Signal(object, int)
    """Album, position."""
    keys_asked = Signal()
    case_opened = Signal(int)
    """The case the officer looks at now; 0 for none."""
    stop_asked = Signal()
    archive_asked = Signal()

    def __init__(self, workplace: Workplace, kind: str, counting: Counting) -> None:
        super().__init__(workplace, kind)
        self._workplace, self.kind, self._counting = workplace, kind, counting
        view = self._remembered("view", FIRST_VIEW)
        self.query = Query(kind=kind, view=view if self.views.holds(view) else FIRST_VIEW)
        self._wanted = int(self._remembered("case", 0))
        self._position = 0
        self._same_query = False
        self._owes_focus = False
        self.hands = Hands(workplace, self, lambda: self.shown)
        self.bulk = self.hands.bulk
        self._link = MapLink(self.map)
        self._set_timers()
        self._connect()
        self._add_keys()

    def _set_timers(self) -> None:
        self._search_later = later(self, SEARCH_DELAY_MS, self._search)
        self._refresh_later = later(self, REFRESH_DELAY_MS, self._read_again)
        self._redraw_later = later(self, 0, lambda: self.panel.keep_current(self._wanted))
        self._centre_later = later(self, SEARCH_DELAY_MS, self._centre)
        # The row is marked first and the case drawn behind it: a held-down J stays smooth, and at
        # the start the list is on the screen before the first case is decoded.
        self._draw_later = Turn(self, self._show_panel_beside)
        self._panel_later = later(self, PANEL_DELAY_MS, self._draw_later.start)
        self._remember_later = later(self, REMEMBER_DELAY_MS, self._remember_beside)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._read_again)
        self._minute.start()

    def _connect(self) -> None:
        self.views.chosen.connect(self.show_view)
        self.top.typed.connect(self._search_later.start)
        self.table.picked.connect(self._picked)
        self.model.loaded.connect(self._loaded)
        self.map.picked.connect(self._picked_on_map)
        self._link.narrowed.connect(self._narrow)
        self.panel.verbs.print_asked.connect(self._print)
        self.panel.photo_opened.connect(self._open_photo)
        self.panel.similar_chosen.connect(self.show_case)
        self.hands.done.connect(self.refresh)
        self.hands.undone.connect(self._undone)
        self.empty.cleared.connect(self._clear_filter)
        self.empty.archive_asked.connect(self.archive_asked)
        self.top.archive_asked.connect(self.archive_asked)
        self.first_fill.stopped.connect(self.stop_asked)
        self._counting.counted.connect(self.views.show_counts)

    def _add_keys(self) -> None:
        for verb, shown in VERB_LOOKS.items():
            self._key(shown.key, partial(self.hands.act, verb))
        self._key("J", lambda: self.table.step(1))
        self._key("K", lambda: self.table.step(-1))
        self._key("P", self._print)
        self._key(".", self.panel.verbs.open_menu)
        self._key("/", self.top.focus_search)
        self._key("?", self.keys_asked.emit)
        self._key("Z", self.hands.take_back)
        self._key("F5", self.refresh)
        self._key("Escape", self._leave_search)

    def _key(self, key: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self, act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen case stays in sight on the map when the window changes its size."""
        super().resizeEvent(event)
        self._centre_later.start()

    def _centre(self) -> None:
        here = self.table.currentIndex().row()
        if here >= 0:
            self._link.choose(self.model.row(here))

    # --- showing -------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the page's view; called when the page is first seen and on return."""
        self._read_reference()
        self._owes_focus = True
        self.show_view(self.query.view)
        self.case_opened.emit(self._wanted)

    def show_view(self, view: str) -> None:
        self.query = replace(self.query, view=view)
        self.views.mark(view)
        self._show_query()

    def changed(self, change: Changed) -> None:
        """Data changed: read again, a moment later so that a burst costs one reading."""
        if change.catalogue:
            self._read_reference()
        self._refresh_later.start()

    def _show_query(self) -> None:
        self._remember("view", self.query.view)
        self.hands.show_view(self.query.view)
        self._same_query, self._position = False, 0
        self.model.show_query(self.query)
        self._draw_points()
        self._counting.ask()

    def refresh(self) -> None:
        """Read the same list again; rows, marks and numbers follow, the place is kept."""
        self._read_again()
        self._redraw_later.stop()
        self.panel.show_case(self._wanted)

    def _read_again(self) -> None:
        # The case in the next turn of the loop: with list and numbers it would be a pause.
        self._same_query = True
        self.model.refresh()
        self._draw_points()
        self._counting.ask()
        self._redraw_later.start()

    def _draw_points(self) -> None:
        """The map shows what lies beyond its edges too: the officer drags it there."""
        self.map.show_query(replace(self.query, box=None))

    def _read_reference(self) -> None:
        store, look = self._workplace.store, self._workplace.look
        self.model.calendars = reference.working_time(store)
        self.model.category_names = {
            code: look.name(*both) for code, both in reference.names(store).categories.items()
        }
        home = self._workplace.me.home
        self.top.show_unit(reference.names(store).units.get(home, home))

    def _loaded(self) -> None:
        """The list has its rows: stand where the officer stood. When that case is gone, on the row
        that took its place, and in another list on the first."""
        self.selection.keep(self.model.case_ids)
        self.bulk.refresh()
        empty = self.model.rowCount() == 0
        self.bring_forward(self.notice(bool(self.query.search)) if empty else self.table)
        if empty:
            self.empty.explain(self.query.view, bool(self.query.search or self.query.box))
            self._picked(0)
        elif self._wanted and self.table.select(self._wanted):
            if self._same_query:
                self.table.restore_scroll()
        else:
            self.table.select_position(self._position)
        if self._owes_focus and not empty:
            self._owes_focus = False
            self.table.setFocus()

    def show_status(self, status: SyncStatus) -> None:
        """The way to the server changed; what may be done and what the list says depends on it."""
        before = self.status
        super().show_status(status)
        if self.isVisible() and _matters(status) != _matters(before):
            self._read_again()

    # --- linking -------------------------------------------------------------------------------

    def _picked(self, case_id: int) -> None:
        if case_id:
            self._position = max(0, self.table.currentIndex().row())
            self._remember_later.start()
        if case_id == self._wanted and self.panel.shown:
            return
        self._wanted = case_id
        self._panel_later.start()
        self._link.choose(self.model.row(self._position) if case_id else None)

    def _show_panel_beside(self) -> None:
        # What is left of the list and a case in one turn are a pause.
        if self.table.is_whole:
            self._show_panel()
        else:
            self._draw_later.start()

    def _show_panel(self) -> None:
        self.panel.show_case(self._wanted)
        self.case_opened.emit(self._wanted)

    @property
    def shown(self) -> Shown | None:
        """The case of the marked row, drawn now if it was still to be drawn."""
        if self._panel_later.isActive() or self._draw_later.is_asked:
            self._panel_later.stop()
            self._draw_later.stop()
            self._show_panel()
        return self.panel.shown

    def _picked_on_map(self, case_id: int) -> None:
        if self.table.select(case_id):
            self.table.setFocus()

    def show_case(self, case_id: int) -> None:
        """Stand on a case of this kind; one that the list does not hold is looked for among all."""
        if not self.table.select(case_id):
            self._wanted = case_id
            self.top.clear()
            self._link.stop()
            self.query = replace(self.query, search="", box=None)
            self.show_view("all")
        self.focus_list()

    def _narrow(self, box: Box | None) -> None:
        self.query = replace(self.query, box=box)
        self.model.show_query(self.query)

    # --- acting ---------------------------------------------------------------------------------

    def _undone(self, case_id: int) -> None:
        self._wanted = case_id
        self.refresh()

    def _print(self) -> None:
        shown = self.shown
        if shown:
            self.print_asked.emit(shown)

    def _open_photo(self, position: int) -> None:
        shown = self.panel.shown
        if shown:
            self.photo_asked.emit(album_of(shown.doc), position)

    # --- searching -----------------------------------------------------------------------------

    def _search(self) -> None:
        self.query = replace(self.query, search=self.top.text)
        self._show_query()

    def _leave_search(self) -> None:
        if self.bulk.is_on:
            self.selection.clear()
        elif self.top.text:
            self._clear_filter()
        self.focus_list()

    def _clear_filter(self) -> None:
        self.top.clear()
        self._link.stop()
        self.query = replace(self.query, search="", box=None)
        self._show_query()
        self.focus_list()

    # --- remembering ---------------------------------------------------------------------------

    def _remembered(self, what: str, default: Any) -> Any:
        return settings.get(self._workplace.store, f"queue.{self.kind}.{what}", default)

    def _remember(self, what: str, value: object) -> None:
        settings.put(self._workplace.store, f"queue.{self.kind}.{what}", value)

    def _remember_beside(self) -> None:
        # A fill may hold the file, and rows go by while a key is held down.
        keep = partial(asyncio.to_thread, self._remember, "case", self._wanted)
        self._workplace.tasks.spawn(keep(), "remember the case")

    def keep_sizes(self, store: Store) -> None:
        super().keep_sizes(store)
        self._remember("case", self._wanted)

    def rest(self) -> None:
        """Read nothing more by itself: the data is about to be let go."""
        for timer in self.findChildren(QTimer):
            timer.stop()
        self.map.rest()
        self.panel.rest()


def _matters(status: SyncStatus) -> tuple[bool, bool]:
    return status.is_read_only, status.filling is not None
