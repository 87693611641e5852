"""What comes before a shift: reaching the server, signing in, unlocking what lies here."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ihanoi_desk.client.embedded import NotStarted, Progress
from ihanoi_desk.client.errors import EnvironmentProblem, TooOld
from ihanoi_desk.client.session import DataLocked, KeyFileLost, Seat
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.client.vault import WrongPassword
from ihanoi_desk.config import Config
from ui.look.look import Look
from ui.sign_in.attempts import Attempts
from ui.sign_in.locked_out_page import LockedOutPage
from ui.sign_in.page import SignInPage
from ui.sign_in.server import Server
from ui.sign_in.standing import Kept, LockedOut, Person, Reason, Standing
from ui.sign_in.unlock_page import UnlockPage
from ui.sign_in.ways_in import WaysIn
from ui.tasks import Tasks
from ui.trouble import TROUBLES, Trouble, explain

PATIENCE_S = 3.0
"""How long a server elsewhere may take to answer when this machine could do without."""
EntrancePage = SignInPage | UnlockPage | LockedOutPage


class Entrance(QObject):
    """One page at a time, made from what is kept here; `page` is the one to be seen now."""

    shown = Signal(QWidget)
    opened = Signal(object)
    """A Shift."""
    look_asked = Signal(str, str)
    """Theme and language."""
    left = Signal()

    def __init__(
        self, config: Config, clock: Callable[[], datetime], server: Server, tasks: Tasks
    ) -> None:
        super().__init__()
        self._config, self._server, self._tasks = config, server, tasks
        self._ways = WaysIn(config, clock, server)
        self.look = Look()
        self.page: EntrancePage | None = None
        self._is_ready = self._is_away = False
        self._wants_sign_in = False
        self._reason = Reason()
        self._trouble: Trouble | None = None
        self._seat: Seat | None = None
        """Whose unlock page it is; None for the sign-in page."""
        self._kept: Kept | None = None
        self._locked_out: LockedOut | None = None
        self._attempts: dict[Path, Attempts] = {}
        self._busy = ""

    def open(self) -> None:
        """The first page, while the server is looked for."""
        self.show()
        self._do(self.reach())

    def come_back(self) -> None:
        """The sign-in page, after somebody signed out."""
        self._forget()
        self._wants_sign_in = True
        self.show()

    def lock(self, store_path: Path, reason: Reason, kept: Kept) -> None:
        """The unlock page of the one whose data lies at `store_path`; busy until `settle`."""
        self._forget()
        self._seat = next(
            (seat for seat in self._ways.known() if seat.store_path == store_path), None
        )
        self._reason, self._kept = reason, kept
        self._busy = "unlock.closing"
        self.show()

    def settle(self) -> None:
        """What was locked is closed: it may be opened again."""
        self._set_busy("")

    # --- the server ----------------------------------------------------------------------------

    async def reach(self) -> None:
        """Look for the server and let the page follow."""
        self._is_ready = self._is_away = False
        self._trouble = None
        if self._seat and not self._kept:
            self._reason = Reason("searching")
        self.show()
        limit = self._config.offline_for
        try:
            patience = PATIENCE_S if self._ways.known() else None
            await self._server.reach(self._seeding, patience)
        except (NotStarted, OSError) as problem:
            self._stay_away("no_server", Trouble("start_failed", {"problem": problem}))
        except TooOld:
            kind = "too_old" if self._ways.known() else "too_old_alone"
            self._stay_away("too_old", Trouble(kind))
        except EnvironmentProblem as problem:
            self._stay_away("offline", explain(problem, self._config.data, limit))
        else:
            self._is_ready = True
            self._reason = Reason()
            if not self._kept:
                self._seat = None
            self.show()

    def _seeding(self, progress: Progress) -> None:
        if isinstance(self.page, SignInPage):
            text = self.look.say("sign_in.seeding", done=progress.done, total=progress.total)
            self.page.show_starting(text, progress.done, progress.total)

    def _stay_away(self, reason: str, trouble: Trouble) -> None:
        self._is_away = True
        self._reason, self._trouble = Reason(reason), trouble
        known, lost = self._ways.known(), self._ways.why_nobody()
        if known and not self._wants_sign_in and not self._seat:
            self._seat = known[0]
        if self._seat:
            self._trouble = None
        elif lost and not known:
            self._trouble = explain(lost, self._config.data, self._config.offline_for)
        self.show()

    # --- pages ---------------------------------------------------------------------------------

    def show(self) -> None:
        """Make the page anew, as everything stands and in the look of now."""
        page: EntrancePage
        if self._locked_out:
            page = self._locked_out_page(self._locked_out)
        elif self._seat:
            page = self._unlock_page(self._seat)
        else:
            page = self._sign_in_page()
        page.look_asked.connect(self.look_asked)
        page.closed.connect(self.left)
        self.page = page
        page.show_trouble(self._trouble)
        if self._busy:
            self._set_busy(self._busy)
        self.shown.emit(page)

    def _sign_in_page(self) -> SignInPage:
        page = SignInPage(self.look, can_unlock=bool(self._ways.known()))
        page.entered.connect(lambda login, password: self._do(self._enter(login, password)))
        page.acted.connect(self._act)
        if self._is_ready:
            page.show_ready(self._server.name, self._server.demo)
        elif self._is_away:
            page.show_away()
        return page

    def _unlock_page(self, seat: Seat) -> UnlockPage:
        standing = Standing(
            person=Person.of(seat),
            others=tuple(Person.of(other) for other in self._ways.known() if other != seat),
            reason=self._reason,
            until=self._ways.until(seat, self._kept.data_as_of if self._kept else None),
            kept=self._kept,
        )
        page = UnlockPage(self.look, standing)
        page.entered.connect(lambda password: self._do(self._unlock(seat, password)))
        page.person_chosen.connect(self._choose)
        page.other_asked.connect(lambda: self._act("sign_in"))
        page.retry_asked.connect(lambda: self._act("retry"))
        page.acted.connect(self._act)
        page.show_pause(self._attempts_at(seat).pause_s)
        return page

    def _locked_out_page(self, who: LockedOut) -> LockedOutPage:
        page = LockedOutPage(self.look, who.name, who.key_file)
        page.entered.connect(lambda old: self._do(self._join(who, old)))
        page.without.connect(lambda: self._do(self._join(who, None)))
        page.back_asked.connect(lambda: self._act("sign_in"))
        return page

    def _act(self, act: str) -> None:
        """The button of a card, or a link: ``retry``, ``unlock``, ``sign_in``."""
        self._trouble = self._locked_out = None
        self._wants_sign_in = act == "sign_in"
        if act == "retry":
            self._do(self.reach())
            return
        known = self._ways.known()
        self._seat = known[0] if act == "unlock" and known else None
        self._kept = None
        self.show()

    def _choose(self, key: str) -> None:
        """Another person of this machine wants to unlock."""
        self._seat = next((seat for seat in self._ways.known() if Person.of(seat).key == key), None)
        self._kept = self._trouble = None
        if not self._is_away:
            self._reason = Reason()
        self.show()

    # --- going in ------------------------------------------------------------------------------

    async def _enter(self, login: str, password: str) -> None:
        try:
            await self._open("sign_in.entering", self._ways.sign_in(login, password))
        except DataLocked as locked:
            is_lost = isinstance(locked, KeyFileLost)
            self._locked_out = LockedOut(locked.arrival, password, is_lost)
            self.show()

    async def _unlock(self, seat: Seat, password: str) -> None:
        try:
            await self._open("unlock.busy", self._ways.unlock(seat, password), seat.store_path)
        except WrongPassword as wrong:
            self._attempts_at(seat).fail()
            self.tell(wrong, seat.store_path)
            if isinstance(self.page, UnlockPage):
                self.page.show_pause(self._attempts_at(seat).pause_s)

    async def _join(self, who: LockedOut, old: str | None) -> None:
        way_in, path = self._ways.join(who.arrival, who.password, old), who.arrival.store_path
        try:
            await self._open("locked_out.entering", way_in, path)
        except WrongPassword as wrong:
            self.tell(wrong, path)

    async def _open(
        self, busy: str, way_in: Coroutine[Any, Any, Shift], path: Path | None = None
    ) -> None:
        """Take the way in, or tell what is in the way.

        Raises DataLocked and WrongPassword, which mean something else for each way.
        """
        self._trouble = None
        self._set_busy(busy)
        try:
            shift = await way_in
        except (DataLocked, WrongPassword):
            self._set_busy("")
            raise
        except TROUBLES as problem:
            self._set_busy("")
            self.tell(problem, path or self._config.data)
        else:
            self._forget()
            self.page = None
            self.opened.emit(shift)

    # --- what is kept here ---------------------------------------------------------------------

    def _forget(self) -> None:
        self._seat = self._kept = self._trouble = self._locked_out = None
        self._wants_sign_in = False
        self._busy = ""
        if not self._is_away:
            self._reason = Reason()

    def fail(self, reference: str) -> None:
        """A fault of ours, already in the log under `reference`."""
        if self._busy:
            self._set_busy("")
        self._show_trouble(Trouble("fault", {"reference": reference}))

    def tell(self, problem: Exception, path: Path) -> None:
        self._show_trouble(explain(problem, path, self._config.offline_for))

    def _show_trouble(self, trouble: Trouble) -> None:
        self._trouble = trouble
        if self.page:
            self.page.show_trouble(trouble)

    def _set_busy(self, key: str) -> None:
        self._busy = key
        if self.page:
            self.page.show_busy(self.look.say(key) if key else "")

    def _attempts_at(self, seat: Seat) -> Attempts:
        return self._attempts.setdefault(seat.store_path, Attempts())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.spawn(work, "entrance")
