"""Keeps replica and server together: sends what waits, takes in what changed."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ihanoi_desk.client import attachments, marks, outbox, reference, replica
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.errors import BadAnswer, EnvironmentProblem, Offline, SignedOut, TooOld
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain.wire import CaseDoc, Change, Changes, SnapshotHead

POSITION = "feed_position"
BATCH = 500
WAIT_S = 25.0
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
PROBLEMS = {SignedOut: "sync.signed_out", TooOld: "sync.too_old", BadAnswer: "sync.bad_answer"}


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the status line says. `problem` is a key of the catalogue of words."""

    online: bool = False
    data_as_of: datetime | None = None
    waiting: int = 0
    refused: int = 0
    filling: tuple[int, int] | None = None
    problem: str | None = None
    retry_at: datetime | None = None


class Sync:
    """`run` works until it is cancelled or the session ends; `kick` means: try now."""

    def __init__(self, store: Store, api: DeskApi, clock: Callable[[], datetime]) -> None:
        self._store, self._api, self._clock = store, api, clock
        self._listeners: list[Callable[[SyncStatus], None]] = []
        self._kicked = asyncio.Event()
        self._outbox_changed = asyncio.Event()
        self.status = SyncStatus()

    def on_status(self, listener: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call `listener` on every change of status until the given-back function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def kick(self) -> None:
        """Try at once what waits for the network."""
        self._kicked.set()
        self._outbox_changed.set()

    async def run(self) -> None:
        outbox.recover(self._store)
        leave = self._store.subscribe(self._heard)
        self._count()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._persist(self._receive), name="receive")
                group.create_task(self._persist(self._send), name="send")
        finally:
            leave()

    def _heard(self, changed: Changed) -> None:
        if changed.outbox:
            self._count()
            self._outbox_changed.set()

    # --- persistence ---------------------------------------------------------------------------

    async def _persist(self, work: Callable[[], object]) -> None:
        """Repeat `work` over outages with growing pauses; a lost session ends it."""
        pause = FIRST_PAUSE_S
        while True:
            try:
                await work()  # type: ignore[misc]
                pause = FIRST_PAUSE_S
            except (SignedOut, TooOld) as final:
                self._show(online=False, problem=PROBLEMS[type(final)], retry_at=None)
                return
            except EnvironmentProblem as trouble:
                problem = None if isinstance(trouble, Offline) else "sync.server_trouble"
                await self._pause(pause, problem)
                pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _pause(self, seconds: float, problem: str | None) -> None:
        """Wait with jitter, so that a whole office does not come back in the same instant."""
        spread = seconds * random.uniform(0.7, 1.3)
        retry_at = self._clock() + timedelta(seconds=spread)
        self._show(online=False, problem=problem, retry_at=retry_at)
        self._kicked.clear()
        try:
            await asyncio.wait_for(self._kicked.wait(), spread)
        except TimeoutError:
            return

    # --- receiving -----------------------------------------------------------------------------

    async def _receive(self) -> None:
        position = self._position()
        if position is None:
            await self._fill()
            return
        wait = WAIT_S if self.status.online else 0.0
        changes = await self._api.changes(position, wait)
        changed = await self._take_in(changes)
        if changed.catalogue:
            await self._fetch_catalogue()
        self._show(
            online=True, data_as_of=changes.server_time, problem=None, retry_at=None, filling=None
        )
        if changed.cases or changed.catalogue:
            self._store.say(changed)

    def _position(self) -> int | None:
        with self._store.read() as connection:
            kept = marks.get(connection, POSITION)
        return None if kept is None else int(kept)

    async def _take_in(self, changes: Changes) -> Changed:
        docs = [row.doc for row in changes.changes if row.what == "case" and row.doc]
        gone = [row.case_id for row in changes.changes if row.what == "gone"]
        if len(docs) > 50:
            await asyncio.to_thread(self._write, docs, gone, changes.next)
        else:
            self._write(docs, gone, changes.next)
        return Changed(
            cases=frozenset([*(doc.case.id for doc in docs), *gone]),
            catalogue=any(_is_catalogue(row) for row in changes.changes),
        )

    def _write(self, docs: list[CaseDoc], gone: list[int], position: int) -> None:
        with self._store.write() as connection:
            replica.drop(connection, gone)
            replica.put(connection, docs)
            marks.put(connection, POSITION, str(position))

    async def _fetch_catalogue(self) -> None:
        received = await self._api.catalogue()
        with self._store.write() as connection:
            reference.put(self._store, connection, received)

    async def _fill(self) -> None:
        """The first fill: the open cases come first, so work can begin while the rest loads."""
        head: SnapshotHead | None = None
        batch: list[str] = []
        done = 0
        async for line in self._api.snapshot():
            if head is None:
                head = decode(SnapshotHead, line)
                await asyncio.to_thread(self._begin_fill, head)
                self._store.say(Changed(cases=None, catalogue=True))
                continue
            batch.append(line)
            if len(batch) == BATCH:
                done += await self._fill_batch(batch, done, head.cases)
                batch = []
        if head is None:
            raise BadAnswer("empty snapshot")
        await self._fill_batch(batch, done, head.cases)
        with self._store.write() as connection:
            marks.put(connection, POSITION, str(head.n))
        self._show(online=True, filling=None, problem=None, retry_at=None)

    def _begin_fill(self, head: SnapshotHead) -> None:
        with self._store.write() as connection:
            replica.clear(connection)
            reference.put(self._store, connection, head.catalogue)

    async def _fill_batch(self, batch: list[str], done: int, total: int) -> int:
        await asyncio.to_thread(self._write_batch, batch)
        self._show(online=True, filling=(done + len(batch), total), problem=None)
        self._store.say(Changed(cases=None))
        return len(batch)

    def _write_batch(self, batch: list[str]) -> None:
        docs = [decode(CaseDoc, line) for line in batch]
        with self._store.write() as connection:
            replica.put(connection, docs, fresh=True)

    # --- sending -------------------------------------------------------------------------------

    async def _send(self) -> None:
        row = outbox.claim(self._store, self._clock())
        if row is None:
            await self._wait_for_work()
            return
        try:
            await attachments.send_ahead(
                self._store, self._api, row.action.case_id, row.action.attachments
            )
            await self._deliver(row)
        except EnvironmentProblem:
            outbox.release(self._store, row.action.id)
            raise

    async def _deliver(self, row: Pending) -> None:
        outcome = await self._api.act(row.action)
        outbox.settle(self._store, row, outcome, self._clock())

    async def _wait_for_work(self) -> None:
        """Until the outbox changes, or the next undo window ends."""
        self._outbox_changed.clear()
        soonest = outbox.soonest(self._store)
        timeout = None if soonest is None else (soonest - self._clock()).total_seconds()
        try:
            await asyncio.wait_for(
                self._outbox_changed.wait(), None if timeout is None else max(0.0, timeout)
            )
        except TimeoutError:
            return

    # --- status --------------------------------------------------------------------------------

    def _count(self) -> None:
        waiting, refused = outbox.numbers(self._store)
        self._show(waiting=waiting, refused=refused)

    def _show(self, **facts: object) -> None:
        status = replace(self.status, **facts)  # type: ignore[arg-type]
        if status != self.status:
            self.status = status
            for listener in tuple(self._listeners):
                listener(status)


def _is_catalogue(row: Change) -> bool:
    return row.what == "catalogue"
