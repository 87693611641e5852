"""The first fill of the replica, and every later one: it goes on where it broke off."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from ihanoi_desk.client import identity, marks, presence, reference, replica
from ihanoi_desk.client.ahead import ahead
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.calm import calm
from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.errors import BadAnswer, ServerProblem
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.status import Board
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.client.whole import ensure_room
from ihanoi_desk.domain.wire import SnapshotHead, SnapshotMark

T = TypeVar("T")
NAME = "fill"
POSITION = "feed_position"
BATCH = 250
"""After so many cases the server says where the fill can be taken up again."""
GATHERED = 1_000
"""Cases written in one transaction: each commit encrypts every page it touched anew, but it also
holds up whoever else wants to write."""
LOGGED = 4_000
"""Cases in the log before it is emptied: a page that changes with each batch is moved once."""
SOME = 50
"""After so many cases of a batch the filler looks whether somebody waits."""
BYTES_A_CASE = 5_000
"""What a case takes on the disk, roughly, so that a fill that cannot fit is not begun."""
TELL_S = 2.0
TELL_GROWN = 1.1
"""Every screen reads anew when it is told, which takes the longer the more there is: so it is not
told more often than this, nor before there is so much more."""
CALM_S, LONGEST_CALM_S, CALMS = 0.1, 1.0, 4
"""After each of the first tellings the fill rests until the window has had nothing to do for so
long: list and case are then drawn from nothing, and every call that draws would wait for whoever
writes."""
MARK = b'{"cursor":'


@dataclass(frozen=True, slots=True)
class Fill:
    """Which snapshot the replica holds and how much of it; `cursor` None: all.

    `n` is the feed position when it began: what changed since then comes with the feed.
    """

    epoch: str
    n: int
    closed_days: int
    cursor: str | None = ""
    done: int = 0


class FillStopped(Exception):
    """The officer stopped the fill; what came so far is kept."""


class AnotherSnapshot(Exception):
    """What came does not go on from what is kept."""


def read(connection: Connection) -> Fill | None:
    kept = marks.get(connection, NAME)
    return decode(Fill, kept) if kept else None


@dataclass(frozen=True, slots=True)
class Gathering:
    """Cases for one transaction, where it goes on behind them and how many there are with them."""

    docs: list[bytes]
    cursor: str | None
    done: int


async def _gatherings(lines: AsyncIterator[bytes], done: int) -> AsyncGenerator[Gathering, None]:
    docs: list[bytes] = []
    async for line in lines:
        if not line.startswith(MARK):
            docs.append(line)
            continue
        cursor = decode(SnapshotMark, line).cursor
        whole = done + len(docs)
        # The first ones are on the screen at once; later a commit is dear.
        if cursor is None or len(docs) >= min(GATHERED, whole // 2):
            yield Gathering(docs, cursor, whole)
            docs, done = [], whole


class Filler:
    """`run` fills the replica; whoever calls it deals with outages and calls again."""

    def __init__(self, store: Store, api: DeskApi, board: Board, closed_days: int) -> None:
        self._store, self._api, self._board = store, api, board
        self._closed_days = closed_days
        self.wanted = asyncio.Event()
        self.wanted.set()
        self._limit: asyncio.Timeout | None = None
        self._told_at, self._told = 0.0, 0
        self._calms = CALMS

    def stop(self) -> None:
        """`run` raises FillStopped, at once or after the batch under way, until `wanted` is set."""
        self.wanted.clear()
        if self._limit:
            self._limit.reschedule(asyncio.get_running_loop().time())

    async def run(self) -> None:
        """Begin, or go on from what is kept. Raises FillStopped and EnvironmentProblem."""
        if not self.wanted.is_set():
            raise FillStopped
        try:
            async with asyncio.timeout(None) as self._limit:
                await self._run()
        except TimeoutError:
            raise FillStopped from None
        finally:
            self._limit = None

    async def _run(self) -> None:
        kept = self._begun()
        try:
            await self._read(kept)
        except (ServerProblem, AnotherSnapshot) as trouble:
            refused = isinstance(trouble, ServerProblem) and trouble.problem.code != "bad_cursor"
            if kept is None or refused:
                raise
            await self._read(None)

    def _begun(self) -> Fill | None:
        with self._store.read() as connection:
            kept = read(connection)
        usable = kept and kept.cursor and kept.closed_days == self._closed_days
        return kept if usable else None

    async def _read(self, kept: Fill | None) -> None:
        cursor = (kept and kept.cursor) or ""
        # Closed at once when the fill breaks off: the answer's connection is let go with it.
        async with contextlib.aclosing(
            self._api.snapshot(cursor, self._closed_days, BATCH)
        ) as lines:
            head = decode(SnapshotHead, await anext(lines, b""))
            if kept and (head.epoch != kept.epoch or head.n < kept.n):
                raise AnotherSnapshot()
            fill = await self._begin(kept, head)
            coming = ahead(_gatherings(lines, fill.done))
            async with contextlib.aclosing(coming) as gatherings:
                async for gathering in gatherings:
                    if not self.wanted.is_set():
                        raise FillStopped
                    fill = replace(fill, cursor=gathering.cursor, done=gathering.done)
                    await self._in_thread(partial(self._write, gathering.docs, fill))
                    await self._tell(fill, head)
        if fill.cursor is not None:
            raise BadAnswer(f"{fill.done} of {head.cases} cases came")

    async def _begin(self, kept: Fill | None, head: SnapshotHead) -> Fill:
        fill = kept or Fill(head.epoch, head.n, self._closed_days)
        is_other = await self._in_thread(partial(self._prepare, fill, head, kept is None))
        self._store.say(Changed(cases=None, catalogue=True, me=is_other))
        # What the new catalogue changes on the screen, and then that it is being filled.
        await calm(CALM_S, LONGEST_CALM_S)
        self._told_at, self._told, self._calms = 0.0, 0, CALMS
        self._show(fill, head)
        return fill

    def _prepare(self, fill: Fill, head: SnapshotHead, anew: bool) -> bool:
        ensure_room(self._store.path.parent, (head.cases - fill.done) * BYTES_A_CASE)
        if anew:
            with self._store.write() as connection:
                marks.drop(connection, POSITION)
                marks.put(connection, NAME, encode(fill))
            self._clear()
        with self._store.write() as connection:
            reference.put(connection, head.catalogue)
            presence.replace_all(connection, head.present)
            return identity.put(connection, head.officer)

    def _clear(self) -> None:
        left = True
        while left:
            with self._store.write(bulk=True) as connection:
                for _ in range(0, BATCH, SOME):
                    left = replica.clear_some(connection, SOME) == SOME
                    if not left or self._store.is_awaited:
                        break

    def _write(self, lines: list[bytes], fill: Fill) -> None:
        # Also an empty last batch ends the fill.
        is_over = False
        while not is_over:
            with self._store.write(bulk=True) as connection:
                lines = self._put_some(connection, lines)
                is_over = not lines
                if is_over:
                    self._note(connection, fill)
        if fill.cursor is None or fill.done % LOGGED < GATHERED:
            self._store.empty_log()

    def _put_some(self, connection: Connection, lines: list[bytes]) -> list[bytes]:
        """What is left of `lines` when somebody else wants to write, or none."""
        for done in range(0, len(lines), SOME):
            if done and self._store.is_awaited:
                return lines[done:]
            # Read a few at a time: what is read lives in many small objects, which the window's
            # thread has to go through when it collects.
            few = lines[done : done + SOME]
            rows = [replica.row_of(line) for line in few]
            replica.put_rows(connection, rows)
        return []

    def _note(self, connection: Connection, fill: Fill) -> None:
        marks.put(connection, NAME, encode(fill))
        if fill.cursor is None:
            marks.put(connection, POSITION, str(fill.n))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        # A thread cannot be called back, so what it does is not left in the middle.
        limit, self._limit = self._limit, None
        done = await asyncio.to_thread(work)
        self._limit = limit
        if not self.wanted.is_set():
            self.stop()
        return done

    async def _tell(self, fill: Fill, head: SnapshotHead) -> None:
        self._show(fill, head)
        now = asyncio.get_running_loop().time()
        is_due = now - self._told_at > TELL_S and fill.done > self._told * TELL_GROWN
        if fill.cursor is None or is_due:
            self._told_at, self._told = now, fill.done
            self._store.say(Changed(cases=None))
            if fill.cursor and self._calms:
                self._calms -= 1
                await calm(CALM_S, LONGEST_CALM_S)

    def _show(self, fill: Fill, head: SnapshotHead) -> None:
        counted = (min(fill.done, head.cases), head.cases)
        self._board.show(online=True, filling=counted, problem=None, retry_at=None)
