"""The way from start to signed-in window and back: entrance, shift, lock, leaving."""

import asyncio
import contextlib
import gc
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from ihanoi_desk.client.key import KeyDropped
from ihanoi_desk.client.last_words import last_words
from ihanoi_desk.client.prefetch import Prefetch
from ihanoi_desk.client.salvage import Salvaged
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.client.store import Changed, StoreDamaged
from ihanoi_desk.config import Config
from ihanoi_desk.domain.wire import DemoSignIn
from ui.application import dress
from ui.case_sheet import CasePrinter
from ui.collector import let_go
from ui.failure import tell_failure
from ui.look.look import Look
from ui.look.remembered import remember_look, remembered_look
from ui.neighbours import surroundings
from ui.sign_in.account import change_password, sign_in_again
from ui.sign_in.entrance import Entrance
from ui.sign_in.idle import IdleWatch
from ui.sign_in.place import keep_place, resume
from ui.sign_in.server import Server
from ui.sign_in.standing import Kept, Reason
from ui.slots import failures_of_slots
from ui.tasks import Tasks
from ui.trouble import TROUBLES
from ui.watch import Condition
from ui.window import Window
from ui.workplace import Workplace

log = logging.getLogger(__name__)


class DeskProgram:
    """Owns what outlives a shift. `front` is the window an officer sees now."""

    def __init__(self, config: Config, clock: Callable[[], datetime]) -> None:
        self._config, self._clock = config, clock
        self.look = remembered_look(config.data)
        self._tasks = Tasks(self._failed)
        self._work = Tasks(self._failed)
        """What belongs to the shift and ends with it."""
        self._server = Server(config.server, config.data / "server")
        self._printer = CasePrinter(config.data / "sheets")
        self._shift: Shift | None = None
        self._left = asyncio.Event()
        self.front: QWidget | None = None
        self._ending: asyncio.Task[None] | None = None
        """The end of a shift under way."""
        self._covered: Window | None = None
        """A window that is no longer seen, as long as work that belongs to it still ends."""
        self._entrance = Entrance(config, clock, self._server, self._tasks)
        self._entrance.shown.connect(self._replace)
        self._entrance.opened.connect(self._begin_shift)
        self._entrance.look_asked.connect(self._change_look)
        self._entrance.left.connect(self.leave)
        self._idle = IdleWatch(config.lock_after, clock)
        self._idle.idle.connect(lambda: self._lock("idle"))

    async def run(self) -> None:
        """Work until the officer leaves; nothing is left running afterwards."""
        self._put_on(self.look)
        self._printer.forget()
        self._begin()
        try:
            with failures_of_slots(self._failed):
                await self._left.wait()
        finally:
            self._idle.stop()
            if self._ending:
                # Cut half-way it would leave the key in memory and the connection open.
                await asyncio.wait([self._ending])
            await self._tasks.close()
            await self._end_shift()
            await self._server.stop()

    def _begin(self) -> None:
        self._entrance.open()

    def leave(self) -> None:
        self._left.set()

    @property
    def url(self) -> str | None:
        return self._server.url

    @property
    def demo(self) -> list[DemoSignIn]:
        """The sample officers of the server, once it answered."""
        return self._server.demo

    async def lose_server(self) -> None:
        """Stop the server on this machine, as a power cut in the next room would."""
        await self._server.stop()

    # --- the shift -----------------------------------------------------------------------------

    def _begin_shift(self, shift: Shift) -> None:
        self._shift = shift
        loop = asyncio.get_running_loop()
        shift.store.on_damage(lambda: loop.call_soon_threadsafe(self._file_broke, shift))
        shift.store.subscribe(self._rights_changed)
        self._show_window()
        self._work.spawn(shift.sync.run(), "sync")
        self._work.spawn(Prefetch(shift.store, shift.cache, shift.sync).run(), "prefetch")
        self._idle.start()
        if self._server.is_down:
            self._work.spawn(self._await_server(shift), "server of this machine")
        if shift.salvaged:
            self._tell_salvaged(shift.salvaged)

    def _show_window(self) -> None:
        shift = self._shift
        assert shift is not None
        workplace = Workplace(
            store=shift.store,
            me=shift.me,
            cache=shift.cache,
            tasks=self._work,
            look=self.look,
            clock=self._clock,
            undo=self._config.undo,
            api=shift.api,
            surroundings=surroundings,
        )
        window = Window(workplace, shift.sync, self._printer)
        spawn = self._work.spawn
        window.look_asked.connect(self._change_look)
        window.sign_out_asked.connect(self._ask_sign_out)
        window.lock_asked.connect(lambda: self._lock("by_hand"))
        window.password_asked.connect(lambda: spawn(change_password(shift, window), "password"))
        window.sign_in_again_asked.connect(lambda: spawn(sign_in_again(shift, window), "renew"))
        window.closed.connect(self.leave)
        self._replace(window)
        window.open()
        resume(window)

    async def _await_server(self, shift: Shift) -> None:
        """Unlocked without it: work goes on at its new address as soon as it can be started."""
        shift.api.move(await self._server.come_back())
        shift.sync.kick()

    def _rights_changed(self, changed: Changed) -> None:
        """Other roles or another unit: the window is made anew with what they allow."""
        if changed.me and isinstance(self.front, Window):
            self._make_window_anew(self.front)

    def _file_broke(self, shift: Shift) -> None:
        """A page of the officer's file cannot be read; heard once for every one who tried."""
        if shift is self._shift:
            self._shift = None
            self._tasks.spawn(self._replace_file(shift), "replace the file")

    async def _replace_file(self, shift: Shift) -> None:
        if isinstance(self.front, Window):
            self.front.leave()
        await self._work.close()
        try:
            renewed = await shift.reopen()
        except TROUBLES as trouble:
            self._entrance.come_back()
            self._entrance.tell(trouble, shift.store.path)
        else:
            self._begin_shift(renewed)

    def _tell_salvaged(self, saved: Salvaged) -> None:
        if isinstance(self.front, Window):
            about = self.look.say(
                "salvaged.about", waiting=saved.waiting, drafts=saved.drafts, path=saved.aside
            )
            title = self.look.say("salvaged.title")
            self.front.tell_once(Condition("database", "red", title, about, "seen"))

    def _ask_sign_out(self) -> None:
        self._ending = self._tasks.spawn(self._sign_out(), "sign out")

    async def _sign_out(self) -> None:
        await self._end_shift(sign_out=True)
        self._entrance.come_back()

    async def _end_shift(self, sign_out: bool = False) -> None:
        shift, self._shift = self._shift, None
        self._idle.stop()
        if isinstance(self.front, Window):
            self.front.leave()
            self.front.hide()
        # Nothing may still speak to the server or read the file when they are let go.
        await self._work.close()
        if shift:
            await shift.close(sign_out)
            self._printer.forget()

    # --- locking -------------------------------------------------------------------------------

    def _lock(self, reason: str) -> None:
        if self._shift and isinstance(self.front, Window):
            minutes = round(self._config.lock_after.total_seconds() / 60)
            self._cover(self._shift, self.front, Reason(reason, {"minutes": minutes}))
            self._ending = self._tasks.spawn(self._close_up(), "lock")

    def _cover(self, shift: Shift, window: Window, reason: Reason) -> None:
        """Take the data off the screen at once; the sheet that was open comes back later."""
        self._idle.stop()
        keep_place(window)
        window.leave()
        self._covered = window
        self._entrance.lock(shift.store.path, reason, Kept.of(shift.sync.status))

    async def _close_up(self) -> None:
        """Send what may leave now, then drop key and data; the page waits that long."""
        try:
            if self._shift:
                with contextlib.suppress(StoreDamaged):
                    await last_words(self._shift.sync)
        finally:
            await self._end_shift()
            self._drop_covered()
            self._entrance.settle()

    def _drop_covered(self) -> None:
        covered, self._covered = self._covered, None
        if covered:
            delete(covered)
        del covered
        let_go()
        # The window holds itself in cycles, and with them everything it has shown.
        gc.collect()

    # --- look ----------------------------------------------------------------------------------

    def _put_on(self, look: Look) -> None:
        self.look = self._entrance.look = look
        dress(look)

    def _change_look(self, theme: str, language: str) -> None:
        """Put on another theme or language: the front window is made anew where it stood."""
        self._put_on(replace(self.look, theme=theme, language=language))
        remember_look(self._config.data, self.look)
        if isinstance(self.front, Window):
            self._make_window_anew(self.front)
        else:
            self._entrance.show()

    def _make_window_anew(self, window: Window) -> None:
        """Where it stood."""
        window.leave()
        place = window.geometry()
        self._show_window()
        assert self.front is not None
        self.front.setGeometry(place)

    def _replace(self, window: QWidget) -> None:
        before, self.front = self.front, window
        window.show()
        if before:
            before.hide()
            if before is not self._covered:
                before.deleteLater()
                let_go()

    # --- failure -------------------------------------------------------------------------------

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, StoreDamaged | KeyDropped):
            # The store said so itself and is being replaced, or it was locked meanwhile.
            return
        reference = tell_failure(error, self.front, self.look)
        if reference:
            self._entrance.fail(reference)
