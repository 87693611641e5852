"""A program under rehearsal: what stands on its screen, and the moves several scripts share."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from ihanoi_desk.client.views import views_of
from ihanoi_desk.config import Config
from ihanoi_desk.domain.transitions import IN_WORK
from ihanoi_desk.domain.wire import DemoSignIn
from ui.desk import DeskProgram
from ui.dialogs.verb_sheet import VerbSheet
from ui.parts.sheet import Sheet
from ui.queue.page import QueuePage
from ui.rehearsal import citizen
from ui.rehearsal.hand import click, press, until, write
from ui.sign_in.page import SignInPage
from ui.window import Window

Modifier = Qt.KeyboardModifier
NONE, ALT, CONTROL = Modifier.NoModifier, Modifier.AltModifier, Modifier.ControlModifier


class Stage:
    """The real program over data of its own that vanishes with the rehearsal."""

    def __init__(self, undo: timedelta) -> None:
        self._folder = tempfile.TemporaryDirectory(
            prefix="ihanoi-rehearsal-", ignore_cleanup_errors=True
        )
        self.data = Path(self._folder.name)
        self.program = DeskProgram(Config(data=self.data, undo=undo), lambda: datetime.now(UTC))

    def close(self) -> None:
        self._folder.cleanup()

    # --- what is on the screen -------------------------------------------------------------------

    @property
    def front(self) -> QWidget:
        assert self.program.front is not None
        return self.program.front

    @property
    def url(self) -> str:
        assert self.program.url is not None
        return self.program.url

    @property
    def window(self) -> Window:
        assert isinstance(self.front, Window)
        return self.front

    @property
    def page(self) -> QueuePage:
        page = self.window.page
        assert page is not None
        return page

    def sheet(self) -> Sheet | None:
        """The open sheet, if any."""
        shown = [sheet for sheet in self.window.findChildren(Sheet) if sheet.isVisible()]
        return shown[-1] if shown else None

    def stands_on(self, code: str) -> bool:
        shown = self.page.panel.shown
        whole = self.page.panel.is_whole
        return whole and shown is not None and shown.doc.case.code == code

    # --- moves -----------------------------------------------------------------------------------

    async def offered(self) -> list[DemoSignIn]:
        """Wait for the server; the sample officers it offers."""
        return await until(self._offered, "sample sign-ins", patience=90)

    def _offered(self) -> list[DemoSignIn]:
        front = self.program.front
        ready = isinstance(front, SignInPage) and front.enter.isEnabled()
        return self.program.demo if ready else []

    async def sign_in(self, unit: str, role: str) -> None:
        """Enter as an officer who works on cases, and wait for list and map."""
        await self.enter(unit, role)
        await until(lambda: self.window.rail.items["scene"].count, "rail counts")
        await self.map_painted()

    async def enter(self, unit: str, role: str) -> None:
        """Click the first sample officer of `role` at `unit`, and wait for the window."""
        person = next(
            row for row in await self.offered() if row.unit_name == unit and row.role == role
        )
        button = next(
            row
            for row in self.front.findChildren(QPushButton)
            if row.accessibleName().startswith(f"{person.name},")
        )
        click(button)
        await until(lambda: isinstance(self.program.front, Window), "the window")
        await self.in_front()
        await until(lambda: self.window.status.is_online, "online")

    async def map_painted(self) -> None:
        """The map is there, and the window in front."""
        await until(lambda: self.page.map.is_painted, "the painted map")
        await self.in_front()

    async def in_front(self) -> None:
        """The window takes keys again: no window manager hands them back."""
        self.window.activateWindow()
        await until(self.window.isActiveWindow, "the window in front")

    def show(self, view: str) -> QueuePage:
        """Choose a view of the page by its key."""
        codes = [row.code for row in views_of(self.window.workplace.me, self.page.kind)]
        press(self.window, Qt.Key(Qt.Key.Key_0 + (codes.index(view) + 1) % 10), ALT)
        return self.page

    async def find(self, code: str) -> None:
        """Search a code by keyboard and stand on its row."""
        press(self.window, Qt.Key.Key_Slash)
        press(self.window, Qt.Key.Key_A, CONTROL)
        write(self.window, code)
        await until(lambda: self.stands_on(code), f"{code} in the list")
        self.page.table.setFocus()

    async def stand_on_mine(self) -> None:
        """Stand on a case of mine that is in work; one that waits for the citizen has no result."""
        page = self.show("mine")
        place = await until(lambda: self._place_in_work() + 1, "a case of mine in work") - 1
        page.table.select_position(place)
        code = page.model.row(place).code
        await until(lambda: self.stands_on(code), f"{code} in the panel")

    def _place_in_work(self) -> int:
        """The first row in work, or -1."""
        model = self.page.model
        rows = (model.row(place) for place in range(model.rowCount()))
        return next((n for n, row in enumerate(rows) if row and row.state in IN_WORK), -1)

    async def clear_search(self) -> None:
        press(self.window, Qt.Key.Key_Escape)
        await until(lambda: self.page.model.rowCount() > 1, "the whole list")

    async def begin(self, key: Qt.Key, modifier: Modifier = NONE) -> VerbSheet:
        """Press a verb's key and wait for its sheet."""
        press(self.window, key, modifier)
        sheet = await until(self.sheet, "the sheet of the verb")
        assert isinstance(sheet, VerbSheet)
        await until(lambda: sheet.is_drawn, "the whole sheet")
        return sheet

    async def add_photo(self, sheet: VerbSheet) -> None:
        """Choose a result photo through the file dialog."""
        picture = self.data / "ket-qua.jpg"
        picture.write_bytes(citizen.photo("kết quả", "#9fb3a5"))
        press(self.window, Qt.Key.Key_O, CONTROL)
        dialog = await until(
            lambda: next(iter(self.window.findChildren(QFileDialog)), None), "the file dialog"
        )
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.setText(str(picture))
        dialog.accept()
        await until(lambda: sheet.action().attachments, "the photo in the sheet")
        await self.in_front()
        sheet.first_focus().setFocus()

    async def send(self) -> None:
        """Send the open sheet and wait until its action has left this machine."""
        press(self.window, Qt.Key.Key_Return, CONTROL)
        await until(lambda: self.sheet() is None, "the sheet closed")
        await self.all_sent()

    async def all_sent(self) -> None:
        await until(lambda: not self.window.waiting, "everything sent")

    async def leave_sheet(self) -> None:
        press(self.window, Qt.Key.Key_Escape)
        await until(lambda: self.sheet() is None, "the sheet closed")
