"""An officer at a real window: what is on the screen, and fingers on keys and mouse."""

import asyncio
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from shiboken6 import delete

from ihanoi_desk.client.queues import Row
from ihanoi_desk.client.views import views_of
from tests.ui.city import PASSWORD
from ui.desk import DeskProgram
from ui.parts.sheet import Sheet
from ui.queue.page import QueuePage
from ui.rehearsal.hand import press, until, write
from ui.sign_in.page import SignInPage
from ui.sign_in.unlock_page import UnlockPage
from ui.window import Window

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class Seat:
    """One program with its window, from start to end of work."""

    def __init__(self, program: DeskProgram) -> None:
        self.program = program
        self._running = asyncio.ensure_future(program.run())

    async def leave(self) -> None:
        """End the program as the closing window does."""
        self.program.leave()
        await self._running
        if self.program.front is not None:
            delete(self.program.front)
            self.program.front = None

    # --- on the screen ---------------------------------------------------------------------------

    @property
    def window(self) -> Window:
        assert isinstance(self.program.front, Window)
        return self.program.front

    @property
    def unlocking(self) -> UnlockPage:
        """The unlock page, which has to be in front."""
        assert isinstance(self.program.front, UnlockPage)
        return self.program.front

    @property
    def page(self) -> QueuePage:
        assert self.window.page
        return self.window.page

    @property
    def code(self) -> str:
        """The case in the panel; empty when there is none, or half of it is still to be drawn."""
        panel = self.page.panel
        return panel.shown.doc.case.code if panel.shown and panel.is_whole else ""

    @property
    def status(self) -> str:
        """What the foot of the window says about the network."""
        return self.window.status.online.text()

    def codes(self) -> list[str]:
        """The cases of the list from top to bottom."""
        return [row.code for row in self.rows()]

    def rows(self) -> Iterator[Row]:
        model = self.page.model
        found = (model.row(position) for position in range(model.rowCount()))
        return (row for row in found if row)

    def row(self, code: str) -> Row | None:
        return next((row for row in self.rows() if row.code == code), None)

    def cell(self, code: str, column: str) -> str:
        """The words a column shows for a case."""
        row = self.row(code)
        return self.page.model.words(row, column) if row else ""

    @property
    def sheet(self) -> Sheet | None:
        sheets = [sheet for sheet in self.window.findChildren(Sheet) if sheet.isVisible()]
        return sheets[-1] if sheets else None

    def open_sheet(self) -> Sheet:
        assert self.sheet
        return self.sheet

    def button(self, name: str, within: QWidget | None = None) -> QPushButton:
        """The visible button whose name, as a screen reader says it, begins with `name`."""
        return next(
            row
            for row in (within or self.window).findChildren(QPushButton)
            if row.isVisible() and named(row).startswith(name)
        )

    def send_button(self) -> QPushButton:
        return next(
            row for row in self.open_sheet().findChildren(QPushButton) if "Ctrl ⏎" in named(row)
        )

    # --- fingers ---------------------------------------------------------------------------------

    async def come_forward(self) -> None:
        """Without a window manager nobody else puts a window in front."""
        assert self.program.front
        self.program.front.activateWindow()
        await until(self.program.front.isActiveWindow, "the window in front")

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier(0)) -> None:
        assert self.program.front
        press(self.program.front, key, modifier)

    def write(self, words: str) -> None:
        assert self.program.front
        write(self.program.front, words)

    async def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Type name and password; back when list and panel are filled from the server."""
        await self.enter(login, password)
        await until(lambda: self.window.page and self.page.model.rowCount(), "a filled list")
        await until(lambda: self.code, "a case in the panel")
        await until(lambda: self.status.endswith(self.say("status.online")), "online")

    async def enter(self, login: str, password: str = PASSWORD) -> None:
        """Type name and password; back with the window, which may have nothing to list."""
        await until(self._may_sign_in, "the sign-in page")
        await self.come_forward()
        self.write(login)
        self.press(Qt.Key.Key_Tab)
        self.write(password)
        self.press(Qt.Key.Key_Return)
        await until(lambda: isinstance(self.program.front, Window), "the window")
        await self.come_forward()

    async def unlock(self, password: str = PASSWORD) -> None:
        """Type the password; back when the window shows the data of this machine."""
        await self.may_unlock()
        self.write(password)
        self.press(Qt.Key.Key_Return)
        await until(lambda: isinstance(self.program.front, Window), "the window")
        await self.come_forward()

    async def may_unlock(self) -> None:
        """Wait for the unlock page to take a password."""
        await until(self._may_unlock, "the unlock page")
        await self.come_forward()
        self.unlocking.password.setFocus()

    def _may_unlock(self) -> bool:
        front = self.program.front
        return isinstance(front, UnlockPage) and front.enter.isEnabled()

    def _may_sign_in(self) -> bool:
        front = self.program.front
        return isinstance(front, SignInPage) and front.enter.isEnabled()

    async def find(self, code: str, view: str = "") -> None:
        """Search a code and stand on its row, by keyboard."""
        if view:
            await self.show(view)
        self.press(Qt.Key.Key_Slash)
        self.press(Qt.Key.Key_A, CONTROL)
        self.write(code)
        await until(lambda: self.codes() == [code] and self.code == code, f"{code} in the list")
        self.page.table.setFocus()

    async def clear_search(self) -> None:
        self.press(Qt.Key.Key_Escape)
        await until(lambda: self.page.model.rowCount() > 1, "the whole list")

    async def show(self, view: str) -> None:
        """Choose a view by its key."""
        codes = [row.code for row in views_of(self.window.workplace.me, self.page.kind)]
        self.press(Qt.Key(Qt.Key.Key_0 + (codes.index(view) + 1) % 10), ALT)
        await until(lambda: self.page.query.view == view, f"view {view}")

    async def left(self) -> None:
        """Wait until the program has ended by itself."""
        await until(self._running.done, "the end of the program")

    async def sent(self) -> None:
        await until(lambda: not self.window.waiting, "everything sent")

    def say(self, key: str, **facts: object) -> str:
        return self.program.look.say(key, **facts)


def texts(widget: QWidget) -> list[str]:
    """Everything `widget` says in words where it can be seen."""
    found: list[str] = []
    for kind in (QLabel, QPushButton):
        found += [row.text() for row in widget.findChildren(kind) if row.isVisible()]
    return [text for text in found if text]


def fields(widget: QWidget) -> list[QWidget]:
    return [*widget.findChildren(QLineEdit), *widget.findChildren(QPlainTextEdit)]


def named(widget: QWidget) -> str:
    return widget.accessibleName() or getattr(widget, "text", str)()
