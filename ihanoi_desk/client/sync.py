"""Keeps replica and server together: sends what waits, takes in what changed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

from ihanoi_desk.client import dispatch, dropped, outbox, outgoing, read_only, replica
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.backoff import Backoff
from ihanoi_desk.client.errors import (
    BadAnswer,
    DiskFull,
    DiskTrouble,
    EnvironmentProblem,
    Offline,
    SignedOut,
    TooOld,
)
from ihanoi_desk.client.filling import FillStopped
from ihanoi_desk.client.presence import Announcer
from ihanoi_desk.client.receiving import Receiver, data_as_of
from ihanoi_desk.client.resting import Resting
from ihanoi_desk.client.sending import Sender
from ihanoi_desk.client.sqlite import OperationalError
from ihanoi_desk.client.status import Board, SyncStatus
from ihanoi_desk.client.store import Changed, Store, StoreDamaged
from ihanoi_desk.client.uploading import Uploader
from ihanoi_desk.client.waiting import Circumstances, Reason, Waiting, Why, explain, why
from ihanoi_desk.config import KEPT_CLOSED_DAYS

__all__ = ["Sync", "SyncStatus"]

LEAST_LOOK_S = 0.05
DISK = (DiskFull, DiskTrouble, OperationalError)
FILL_STOPPED = "sync.fill_stopped"


class Sync:
    """`run` works until it is cancelled or the session or the file ends; `kick` means: try now."""

    def __init__(
        self,
        store: Store,
        api: DeskApi,
        clock: Callable[[], datetime],
        kept_closed_days: int = KEPT_CLOSED_DAYS,
    ) -> None:
        self._store, self._clock = store, clock
        self._kept_closed = timedelta(days=kept_closed_days)
        self._board = Board()
        self._resting = Resting(clock)
        self._receiver = Receiver(store, api, self._board, kept_closed_days)
        self._sender = Sender(store, api, clock, self._resting, self._look)
        self._uploader = Uploader(store, api, clock, self._resting, self._look)
        self._announcer = Announcer(api)
        self._backoffs = {name: Backoff() for name in ("receive", "send", "upload")}
        self._troubles: dict[str, Why] = {}
        self._stopped: Why | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._look_again: asyncio.TimerHandle | None = None
        self._tidied: date | None = None
        """The day of the server on which that was done last."""
        store.subscribe(self._heard)
        self._board.show(data_as_of=data_as_of(store), is_read_only=read_only.is_set(store))
        self._count()

    @property
    def status(self) -> SyncStatus:
        return self._board.status

    def on_status(self, listener: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call `listener` on every change of status until the given-back function is called."""
        return self._board.watch(listener)

    def waiting(self) -> list[Waiting]:
        """Every action that waits, oldest first, and why. News of it comes as a change of the
        status or of the outbox."""
        return explain(outbox.pending_rows(self._store), self._clock(), self._circumstances())

    def kick(self) -> None:
        """Try at once what waits for the network or rests, and go on with a stopped fill."""
        self._receiver.fill_wanted.set()
        self._resting.end()
        for backoff in self._backoffs.values():
            backoff.cut()
        self._announcer.hurry()
        self._ring()

    def cancel_fill(self) -> None:
        """End a fill under way and keep what came; `kick` goes on with it."""
        if self.status.filling:
            self._receiver.stop_fill()
            self._backoffs["receive"].cut()

    def open_case(self, case_id: int) -> None:
        """Let the colleagues know which case the officer looks at; 0 for none."""
        self._announcer.open(case_id)

    async def leave_case(self) -> None:
        """Let the colleagues know that this desk ends, if that can be told at once."""
        await self._announcer.leave()

    async def run(self) -> None:
        """Ends by itself only when the session, this version of the desk or the file is over."""
        self._loop = asyncio.get_running_loop()
        self._stopped = None
        self._troubles.clear()
        self._board.show(problem=None, retry_at=None)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._persist("receive", self._receive), name="receive")
                group.create_task(self._persist("send", self._sender.once), name="send")
                group.create_task(self._persist("upload", self._uploader.once), name="upload")
                group.create_task(self._announcer.run(), name="announce")
        except* SignedOut:
            self._stop(Reason.SIGNED_OUT)
        except* TooOld:
            read_only.put(self._store, True)
            self._board.show(is_read_only=True)
            self._stop(Reason.TOO_OLD)
        except* StoreDamaged:
            # The store told whoever replaces the file.
            self._board.show(online=False, problem="sync.file_damaged", retry_at=None)
        finally:
            self._loop = None
            self._forget_look()

    def _stop(self, reason: Reason) -> None:
        self._stopped = Why(reason)
        self._board.show(online=False, problem=f"sync.{reason}", retry_at=None)
        self._look()

    async def _receive(self) -> bool:
        # By the server's clock: one of this machine that is ahead would empty the replica.
        known = self.status.data_as_of or data_as_of(self._store)
        today = known.date() if known else date.min
        if today != self._tidied:
            if await asyncio.to_thread(self._tidy, known):
                self._store.say(Changed(cases=None))
            self._tidied = today
        await self._sender.quiet()
        try:
            await self._receiver.once()
        except FillStopped:
            self._board.show(filling=None, problem=FILL_STOPPED, retry_at=None)
            await self._receiver.fill_wanted.wait()
        if self.status.is_read_only:
            read_only.put(self._store, False)
            self._board.show(is_read_only=False)
        return True

    def _tidy(self, known: datetime | None) -> bool:
        """Whether cases went."""
        dropped.forget_old(self._store, self._clock())
        outgoing.forget_sent(self._store)
        outgoing.forget_left(self._store)
        if not known:
            return False
        with self._store.write() as connection:
            return replica.drop_closed(connection, known - self._kept_closed) > 0

    # --- over outages --------------------------------------------------------------------------

    async def _persist(self, name: str, work: Callable[[], Awaitable[bool]]) -> None:
        """Repeat `work`, which says whether the server answered, with growing pauses after
        failures. Raises SignedOut and TooOld."""
        while True:
            try:
                answered = await work()
            except (SignedOut, TooOld):
                raise
            except (EnvironmentProblem, OperationalError) as trouble:
                await self._pause(name, trouble)
            else:
                self._go_on(name, answered)

    async def _pause(self, name: str, trouble: Exception) -> None:
        seconds = self._backoffs[name].next()
        retry_at = self._clock() + timedelta(seconds=seconds)
        self._troubles[name] = Why(_reason(trouble), retry_at)
        if isinstance(trouble, Offline):
            # Being offline is a state of its own, not a problem to be told.
            self._board.show(online=False, problem=None, retry_at=retry_at)
        elif isinstance(trouble, DISK):
            full = isinstance(trouble, DiskFull)
            problem = "sync.disk_full" if full else "sync.disk_trouble"
            self._board.show(problem=problem, retry_at=retry_at)
        elif name == "receive":
            is_nonsense = isinstance(trouble, BadAnswer)
            problem = "sync.bad_answer" if is_nonsense else "sync.server_trouble"
            self._board.show(online=False, problem=problem, retry_at=retry_at)
        else:
            self._board.show(retry_at=retry_at)
        self._look()
        await self._backoffs[name].pause(seconds)

    def _go_on(self, name: str, answered: bool) -> None:
        over = self._troubles.pop(name, None)
        if answered:
            self._backoffs[name].reset()
        if over is None:
            return
        if answered and over.reason is Reason.OFFLINE:
            # Only the end of an outage of its own wakes the others: so nobody is woken in turns.
            self._board.show(online=True)
            for other in self._troubles:
                self._backoffs[other].cut()
            self._announcer.hurry()
            self._ring()
        if not self._troubles:
            is_whole = self._receiver.fill_wanted.is_set()
            self._board.show(problem=None if is_whole else FILL_STOPPED, retry_at=None)
        self._look()

    def _ring(self) -> None:
        self._sender.alarm.ring()
        self._uploader.alarm.ring()

    # --- what is said about it -----------------------------------------------------------------

    def _heard(self, changed: Changed) -> None:
        if changed.outbox:
            self._count()
            self._ring()

    def _count(self) -> None:
        waiting, refused = outbox.numbers(self._store)
        self._board.show(waiting=waiting, refused=refused)
        self._look()

    def _look(self) -> None:
        """Say why the oldest action waits, and again when its time for taking back is over."""
        self._forget_look()
        now = self._clock()
        row = dispatch.oldest(self._store) if self.status.waiting else None
        around = self._circumstances()
        reason = why(row, now, around) if row else None
        self._board.show(why=reason)
        if around.held and around.held.until:
            # Several may pause at once; the moment that is told is that of the reason that is told.
            self._board.show(retry_at=around.held.until)
        if self._loop and reason and reason.reason is Reason.UNDO and reason.until:
            seconds = (reason.until - now).total_seconds()
            self._look_again = self._loop.call_later(max(LEAST_LOOK_S, seconds), self._look)

    def _forget_look(self) -> None:
        if self._look_again:
            self._look_again.cancel()
            self._look_again = None

    def _circumstances(self) -> Circumstances:
        offline = self._troubles.get("receive") if not self.status.online else None
        held = self._stopped or self._troubles.get("send") or offline
        return Circumstances(held, self._resting.cases, self._uploader.now)


def _reason(trouble: Exception) -> Reason:
    if isinstance(trouble, Offline):
        return Reason.OFFLINE
    return Reason.DISK_FULL if isinstance(trouble, DISK) else Reason.RESTING
