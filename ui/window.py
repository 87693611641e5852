"""The one window of a signed-in officer: rail, pages, status line."""

import contextlib
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ihanoi_desk.client import queues, reference, settings
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.store import Changed, StoreDamaged
from ihanoi_desk.client.sync import Sync, SyncStatus
from ui.banner import Banner
from ui.bell.bell import Bell
from ui.collector import settle
from ui.counting import Counting
from ui.errands import Errands, Printer
from ui.leaving import Exit
from ui.parts.labels import line
from ui.queue.page import QueuePage
from ui.rail import QUEUES, Rail
from ui.rooms import OF_ADMINISTRATORS, OUTBOX, Rooms
from ui.status_line import StatusLine
from ui.watch import Condition
from ui.workplace import Workplace


class Window(QMainWindow):
    look_asked = Signal(str, str)
    """Theme and language the officer wants instead."""
    sign_out_asked = Signal()
    lock_asked = Signal()
    password_asked = Signal()
    sign_in_again_asked = Signal()
    """The session has ended and the officer wants another one."""
    closed = Signal()
    """The officer wants to leave, and knows what has not been sent."""

    def __init__(self, workplace: Workplace, sync: Sync, print_case: Printer) -> None:
        super().__init__()
        self.workplace, self._sync = workplace, sync
        self.errands = Errands(self, workplace, sync, print_case, lambda: self.page)
        self._counting = Counting(workplace, self)
        self.setWindowTitle("iHanoi Desk")
        self.setMinimumSize(960, 560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        role = workplace.look.say(f"role.{workplace.me.grants[0].role}")
        self.rooms = Rooms(self, workplace, sync)
        administers = "administration" in self.rooms.names
        self.rail = Rail(workplace.look, workplace.me.name, role, administers)
        self.pages: dict[str, QueuePage] = {}
        self._queue = "scene"
        """The queue page to come back to."""
        self._stack = QStackedWidget()
        self.status = StatusLine(workplace.look, workplace.clock)
        self.banner = Banner(workplace.look, workplace.clock, workplace.store.folder.parent)
        self.bell = Bell(self, workplace, self.status.bell, self.banner)
        self._exit = Exit(self, workplace, sync)
        self._lay_out()
        self._connect()
        self._add_keys()
        kept = settings.get(workplace.store, "window.geometry", "")
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(1366, 768)

    def _lay_out(self) -> None:
        central = QWidget(objectName="central")
        outer = QVBoxLayout(central)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(line(vertical=True))
        pages = QVBoxLayout()
        pages.setSpacing(0)
        pages.addWidget(self.banner)
        pages.addWidget(self._stack, 1)
        row.addLayout(pages, 1)
        outer.addLayout(row, 1)
        outer.addWidget(self.status)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        look = self.workplace.look
        self.rail.chosen.connect(self.show_page)
        self.rail.theme_asked.connect(
            lambda: self.look_asked.emit("light" if look.theme == "dark" else "dark", look.language)
        )
        self.rail.language_asked.connect(
            lambda: self.look_asked.emit(look.theme, "vi" if look.language == "en" else "en")
        )
        self.rail.sign_out_asked.connect(
            lambda: self._exit.go("sign_out", self.sign_out_asked.emit)
        )
        self.rail.lock_asked.connect(self.lock_asked)
        self.rail.password_asked.connect(self.password_asked)
        self.status.outbox_asked.connect(lambda: self.show_page(OUTBOX))
        self.status.retry_asked.connect(self._sync.kick)
        self.status.stop_asked.connect(self._sync.cancel_fill)
        self.bell.case_asked.connect(self._show_case)
        self.banner.retry_asked.connect(self._sync.kick)
        self.banner.sign_in_asked.connect(self.sign_in_again_asked)
        self.status.keys_asked.connect(self.errands.show_keys)
        self.rooms.built.connect(self._furnish)
        self._counting.counted.connect(self._show_counts)
        self._leave_store = self.workplace.store.subscribe(self._changed)
        self._leave_sync = self._sync.on_status(self._show_status)
        self._show_status(self._sync.status)

    def _add_keys(self) -> None:
        for position, entry in enumerate(QUEUES):
            self._key(f"Ctrl+{position + 1}", partial(self.show_page, entry.page))
        self._key("Ctrl+B", lambda: self.show_page(OUTBOX))
        if "administration" in self.rooms.names:
            self._key("Ctrl+0", lambda: self.show_page("administration"))
        self._key("Ctrl+Shift+F", self.errands.show_archive)
        self._key("Ctrl+H", self.bell.open)
        lock = self._key("Ctrl+L", self.lock_asked.emit)
        lock.setProperty("always", True)

    def _key(self, key: str, act: Callable[[], object]) -> QShortcut:
        return QShortcut(QKeySequence(key), self, act)

    # --- pages ---------------------------------------------------------------------------------

    @property
    def page(self) -> QueuePage | None:
        """The queue page in front; None while another room is."""
        here = self._stack.currentWidget()
        return here if isinstance(here, QueuePage) else None

    @property
    def waiting(self) -> int:
        """How many actions have not left this machine."""
        return self._sync.status.waiting

    @property
    def refused(self) -> int:
        """How many actions the server refused and the officer has not dealt with."""
        return self._sync.status.refused

    def show_page(self, name: str) -> None:
        """Bring a page to the front; queue pages are built when first asked for."""
        if name in self.rooms.names:
            room = self.rooms[name]
            self._stack.setCurrentWidget(room)
            room.open()
            self._sync.open_case(0)
        else:
            self._queue = name
            page = self.pages.get(name) or self._build(name)
            self._stack.setCurrentWidget(page)
            page.open()
            # Two turns of the loop: the list is on the screen before the map engine starts.
            QTimer.singleShot(0, lambda: QTimer.singleShot(0, page.map.start))
        self.rail.mark("administration" if name in OF_ADMINISTRATORS else name)
        settings.put(self.workplace.store, "window.page", name)

    def open(self) -> None:
        """Show the page the officer left, if the roles held now still open it."""
        self._show_hours()
        kept = settings.get(self.workplace.store, "window.page", "scene")
        known = {*self.rooms.names, *(entry.page for entry in QUEUES)}
        self.show_page(kept if kept in known else "scene")
        if self.page is None:
            self._counting.ask()

    def _show_hours(self) -> None:
        place = self.workplace
        self.status.show_calendar(reference.working_time(place.store).of(place.me.home))

    def _build(self, kind: str) -> QueuePage:
        page = self.pages[kind] = QueuePage(self.workplace, kind, self._counting)
        page.print_asked.connect(self.errands.print)
        page.photo_asked.connect(self.errands.show_photo)
        page.keys_asked.connect(self.errands.show_keys)
        page.case_opened.connect(self._sync.open_case)
        page.stop_asked.connect(self._sync.cancel_fill)
        page.archive_asked.connect(self.errands.show_archive)
        page.show_status(self._sync.status)
        page.map.ready.connect(settle)
        self._stack.addWidget(page)
        return page

    def _furnish(self, name: str, room: Any) -> None:
        """A room was built: what it asks for and where its door leads."""
        self._stack.addWidget(room)
        room.left.connect(lambda: self.show_page(self._queue))
        if name == OUTBOX:
            room.retry_asked.connect(self._sync.kick)
            room.case_asked.connect(self._show_case)
            room.photo_asked.connect(self.errands.show_photo)
        else:
            room.turned.connect(self.show_page)

    def _show_case(self, case_id: int) -> None:
        kind = self._kind_of(case_id)
        self.show_page(kind)
        self.pages[kind].show_case(case_id)

    def _kind_of(self, case_id: int) -> str:
        rows = queues.rows(self.workplace.store, [case_id], self.workplace.me)
        return rows[0].kind if rows else "scene"

    # --- live ----------------------------------------------------------------------------------

    def _changed(self, change: Changed) -> None:
        for page in self.pages.values():
            if page is self.page or change.catalogue:
                page.changed(change)
        if change.catalogue:
            self._show_hours()
        for room in self.rooms.standing():
            room.changed(change)
        if self.page is None:
            self._counting.ask()

    def _show_counts(self, counts: queues.Counts) -> None:
        for entry in QUEUES:
            self.rail.items[entry.page].set_count(counts.kind(entry.page))

    def _show_status(self, status: SyncStatus) -> None:
        self.status.show_status(status)
        self.banner.show_status(status)
        for page in self.pages.values():
            page.show_status(status)
        self.rail.set_online(status.online)
        for room in self.rooms.standing():
            room.show_status(status)
        self.rail.items[OUTBOX].set_count(status.waiting + status.refused, status.refused > 0)

    def tell_once(self, condition: Condition) -> None:
        """Something that happened and is over; it stays until the officer has seen it."""
        self.banner.tell_once(condition)

    # --- leaving -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_width(self.width())

    def leave(self) -> None:
        """Keep sizes and stop listening; the window may then be replaced or dropped."""
        self._leave_store()
        self._leave_sync()
        self.bell.rest()
        self._counting.rest()
        # A full disk or a broken file must not keep anybody here.
        with contextlib.suppress(EnvironmentProblem, StoreDamaged):
            self._keep_sizes()
        for page in (*self.pages.values(), *self.rooms.standing()):
            page.rest()

    def _keep_sizes(self) -> None:
        for page in self.pages.values():
            page.keep_sizes(self.workplace.store)
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        settings.put(self.workplace.store, "window.geometry", geometry)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self._exit.go("close", self.closed.emit)
