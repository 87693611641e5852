"""Keeps replica and server together: sends what waits, takes in what changed."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from ihanoi_desk.client import outbox, outgoing, replica
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.errors import (
    BadAnswer,
    DiskFull,
    EnvironmentProblem,
    Offline,
    SignedOut,
    TooOld,
)
from ihanoi_desk.client.receiving import Receiver, data_as_of
from ihanoi_desk.client.sending import Sender
from ihanoi_desk.client.sqlite import OperationalError
from ihanoi_desk.client.status import Board, SyncStatus
from ihanoi_desk.client.store import Changed, Store, StoreDamaged

__all__ = ["Sync", "SyncStatus"]

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
KEPT_CLOSED = timedelta(days=90)


class Sync:
    """`run` works until it is cancelled or the session or the file ends; `kick` means: try now."""

    def __init__(self, store: Store, api: DeskApi, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._board = Board()
        self._receiver = Receiver(store, api, self._board)
        self._sender = Sender(store, api, clock)
        self._kicked = asyncio.Event()
        self._tidied = False

    @property
    def status(self) -> SyncStatus:
        return self._board.status

    def on_status(self, listener: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call `listener` on every change of status until the given-back function is called."""
        return self._board.watch(listener)

    def kick(self) -> None:
        """Try at once what waits for the network."""
        self._kicked.set()
        self._sender.hurry()

    async def run(self) -> None:
        """Ends by itself only when the session, this version of the desk or the file is over."""
        leave = self._store.subscribe(self._heard)
        self._board.show(data_as_of=data_as_of(self._store))
        self._count()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._persist(self._receive), name="receive")
                group.create_task(self._persist(self._sender.once), name="send")
        except* SignedOut:
            self._board.show(online=False, problem="sync.signed_out", retry_at=None)
        except* TooOld:
            self._board.show(online=False, problem="sync.too_old", retry_at=None)
        except* StoreDamaged:
            # The store told whoever replaces the file.
            self._board.show(online=False, problem="sync.file_damaged", retry_at=None)
        finally:
            leave()

    async def _receive(self) -> None:
        if not self._tidied:
            await asyncio.to_thread(self._tidy)
            self._tidied = True
        was_online = self.status.online
        await self._receiver.once()
        if self.status.online and not was_online:
            self.kick()

    def _tidy(self) -> None:
        outgoing.forget_sent(self._store)
        with self._store.write() as connection:
            replica.drop_closed(connection, self._clock() - KEPT_CLOSED)

    def _heard(self, changed: Changed) -> None:
        if changed.outbox:
            self._count()
            self._sender.wake()

    def _count(self) -> None:
        waiting, refused = outbox.numbers(self._store)
        self._board.show(waiting=waiting, refused=refused)

    async def _persist(self, work: Callable[[], Awaitable[None]]) -> None:
        """Repeat `work` over outages with growing pauses. Raises SignedOut and TooOld."""
        pause = FIRST_PAUSE_S
        while True:
            try:
                await work()
                pause = FIRST_PAUSE_S
            except (SignedOut, TooOld):
                raise
            except (EnvironmentProblem, OperationalError) as trouble:
                if await self._pause(pause, trouble):
                    pause = FIRST_PAUSE_S
                else:
                    pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _pause(self, seconds: float, trouble: Exception) -> bool:
        """Wait with jitter, so that a whole office does not come back in the same instant.

        True when a kick cut it short.
        """
        spread = seconds * random.uniform(0.7, 1.3)
        retry_at = self._clock() + timedelta(seconds=spread)
        self._board.show(online=False, problem=_problem(trouble), retry_at=retry_at)
        self._kicked.clear()
        try:
            # asyncio.wait_for would swallow a cancellation that comes with the event (3.11).
            async with asyncio.timeout(spread):
                await self._kicked.wait()
        except TimeoutError:
            return False
        return True


def _problem(trouble: Exception) -> str | None:
    """Being offline is a state of its own, not a problem to be told."""
    if isinstance(trouble, Offline):
        return None
    if isinstance(trouble, DiskFull):
        return "sync.disk_full"
    if isinstance(trouble, OperationalError):
        return "sync.disk_trouble"
    return "sync.bad_answer" if isinstance(trouble, BadAnswer) else "sync.server_trouble"
