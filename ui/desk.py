"""The way from start to signed-in window and back: server, sign-in, shift, leaving."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QWidget

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.embedded import EmbeddedServer, NotStarted, Progress
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.key import KeyDropped
from ihanoi_desk.client.prefetch import Prefetch
from ihanoi_desk.client.salvage import Salvaged
from ihanoi_desk.client.session import Session, sign_in
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.client.store import StoreDamaged
from ihanoi_desk.config import Config
from ihanoi_desk.domain.wire import DemoSignIn
from ui.application import dress
from ui.case_sheet import CasePrinter
from ui.look.remembered import remember_look, remembered_look
from ui.neighbours import neighbours
from ui.sign_in.page import SignInPage
from ui.slots import failures_of_slots
from ui.tasks import Tasks
from ui.trouble import TROUBLE, sentence
from ui.window import Window
from ui.workplace import Workplace

log = logging.getLogger(__name__)


class DeskProgram:
    """Owns what outlives a sign-in. `front` is the window an officer sees now."""

    def __init__(self, config: Config, clock: Callable[[], datetime]) -> None:
        self._config, self._clock = config, clock
        self.look = remembered_look(config.data)
        self._tasks = Tasks(self._failed)
        self._work = Tasks(self._failed)
        """What belongs to the shift and ends with it."""
        self._embedded: EmbeddedServer | None = None
        self.url = config.server
        self.demo: list[DemoSignIn] = []
        self._server_name = ""
        self._shift: Shift | None = None
        self._left = asyncio.Event()
        self.front: QWidget | None = None

    async def run(self) -> None:
        """Work until the officer leaves; nothing is left running afterwards."""
        dress(self.look)
        self._show_sign_in()
        self._tasks.spawn(self._reach_server(), "reach server")
        try:
            with failures_of_slots(self._failed):
                await self._left.wait()
        finally:
            await self._end_shift()
            await self._tasks.close()
            if self._embedded:
                await asyncio.to_thread(self._embedded.stop)

    def leave(self) -> None:
        self._left.set()

    # --- the server ----------------------------------------------------------------------------

    async def _reach_server(self) -> None:
        page = self.front
        assert isinstance(page, SignInPage)
        try:
            if self._config.server is None and not (self._embedded and self._embedded.is_running):
                self._embedded = EmbeddedServer(self._config.data / "server")
                self.url = await self._embedded.start(self._seeding)
            assert self.url is not None
            api = DeskApi(self.url)
            try:
                self._server_name = (await api.health()).name
                self.demo = await api.demo_sign_ins()
            finally:
                await api.close()
        except NotStarted as problem:
            self._say(self.look.say("sign_in.start_failed", problem=problem), can_retry=True)
        except EnvironmentProblem as trouble:
            self._say(sentence(self.look, trouble), can_retry=True)
        else:
            self._greet()

    async def lose_server(self) -> None:
        """Stop the server on this machine, as a power cut in the next room would."""
        if self._embedded:
            await asyncio.to_thread(self._embedded.stop)

    def _seeding(self, progress: Progress) -> None:
        if isinstance(self.front, SignInPage):
            text = self.look.say("sign_in.seeding", done=progress.done, total=progress.total)
            self.front.show_starting(text, progress.done, progress.total)

    def _greet(self) -> None:
        if isinstance(self.front, SignInPage):
            self.front.show_ready(self._server_name, self.demo)

    def _say(self, text: str, can_retry: bool = False) -> None:
        if isinstance(self.front, SignInPage):
            self.front.show_problem(text, can_retry)

    # --- signing in ----------------------------------------------------------------------------

    def _show_sign_in(self) -> None:
        page = SignInPage(self.look)
        page.entered.connect(
            lambda login, password: self._tasks.spawn(self._enter(login, password), "sign in")
        )
        page.retry_asked.connect(lambda: self._tasks.spawn(self._reach_server(), "reach server"))
        page.theme_asked.connect(self._other_theme)
        page.language_asked.connect(self._other_language)
        page.closed.connect(self.leave)
        self._replace(page)

    async def _enter(self, login: str, password: str) -> None:
        page = self.front
        if not isinstance(page, SignInPage) or self.url is None:
            return
        page.show_entering(True)
        try:
            session = await sign_in(self.url, login, password, self._config.data / "desks")
            pictures = self._config.data / "pictures"
            days = self._config.kept_closed_days
            shift = await asyncio.to_thread(Shift.open, session, pictures, self._clock, days)
        except TROUBLE as trouble:
            self._refuse(page, sentence(self.look, trouble))
        else:
            self._begin_shift(session, shift)

    def _refuse(self, page: SignInPage, text: str) -> None:
        page.show_entering(False)
        page.show_problem(text)

    # --- the shift -----------------------------------------------------------------------------

    def _begin_shift(self, session: Session, shift: Shift) -> None:
        log.info("signed in at %s", session.server_name)
        self._work_with(shift)

    def _work_with(self, shift: Shift) -> None:
        self._shift = shift
        loop = asyncio.get_running_loop()
        shift.store.on_damage(lambda: loop.call_soon_threadsafe(self._file_broke, shift))
        self._show_window()
        self._work.spawn(shift.sync.run(), "sync")
        self._work.spawn(Prefetch(shift.store, shift.cache, shift.sync).run(), "prefetch")
        if shift.salvaged:
            self._tell_salvaged(shift.salvaged)

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
        except TROUBLE as trouble:
            self._show_sign_in()
            self._greet()
            self._say(sentence(self.look, trouble))
        else:
            self._work_with(renewed)

    def _tell_salvaged(self, saved: Salvaged) -> None:
        if isinstance(self.front, Window) and self.front.page:
            about = self.look.say("salvaged.about", waiting=saved.waiting, drafts=saved.drafts)
            title = self.look.say("salvaged.title")
            self.front.page.toast.tell("triangle-alert", "red", title, about)

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
            neighbours=neighbours,
            archive=shift.api.archive,
        )
        window = Window(workplace, shift.sync, CasePrinter(self._config.data / "sheets"))
        window.look_asked.connect(self._change_look)
        window.sign_out_asked.connect(self._sign_out)
        window.closed.connect(self.leave)
        self._replace(window)
        window.open()

    def _sign_out(self) -> None:
        self._tasks.spawn(self._leave_shift(), "sign out")

    async def _leave_shift(self) -> None:
        await self._end_shift(sign_out=True)
        self._show_sign_in()
        self._greet()

    async def _end_shift(self, sign_out: bool = False) -> None:
        shift, self._shift = self._shift, None
        if isinstance(self.front, Window):
            self.front.leave()
            self.front.hide()
        # Nothing may still speak to the server or read the file when they are let go.
        await self._work.close()
        if shift:
            await shift.close(sign_out)

    # --- look ----------------------------------------------------------------------------------

    def _other_theme(self) -> None:
        self._change_look("light" if self.look.theme == "dark" else "dark", self.look.language)

    def _other_language(self) -> None:
        self._change_look(self.look.theme, "vi" if self.look.language == "en" else "en")

    def _change_look(self, theme: str, language: str) -> None:
        """Put on another theme or language: the front window is made anew where it stood."""
        self.look = replace(self.look, theme=theme, language=language)
        remember_look(self._config.data, self.look)
        dress(self.look)
        if isinstance(self.front, Window):
            self.front.leave()
            place = self.front.geometry()
            self._show_window()
            self.front.setGeometry(place)
        else:
            self._show_sign_in()
            self._greet()

    def _replace(self, window: QWidget) -> None:
        before, self.front = self.front, window
        window.show()
        if before:
            before.hide()
            before.deleteLater()

    # --- failure -------------------------------------------------------------------------------

    def _failed(self, error: BaseException) -> None:
        """A fault of ours: logged under a reference, told in plain words, work goes on."""
        if isinstance(error, StoreDamaged | KeyDropped):
            # The store said so itself and is being replaced, or it was locked meanwhile.
            return
        page = self.front.page if isinstance(self.front, Window) else None
        if isinstance(error, EnvironmentProblem) and page:
            page.toast.tell("hard-drive", "red", sentence(self.look, error))
            return
        reference = secrets.token_hex(3).upper()
        log.error("reference %s", reference, exc_info=error)
        about = self.look.say("failure.about", reference=reference)
        with contextlib.suppress(RuntimeError):
            if isinstance(self.front, Window) and self.front.page:
                self.front.page.toast.tell(
                    "triangle-alert", "red", self.look.say("failure.title"), about
                )
            else:
                self._say(about)
