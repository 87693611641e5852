"""From the server into the replica: the first fill, then the feed of changes."""

import asyncio
import contextlib
from datetime import datetime

from ihanoi_desk.client import marks, reference, replica
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.errors import BadAnswer
from ihanoi_desk.client.status import Board
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.wire import CaseDoc, Changes, SnapshotHead

POSITION = "feed_position"
AS_OF = "data_as_of"
BATCH = 500
SMALL = 50
"""Up to this many cases are written on the loop's own thread."""
WAIT_S = 25.0
HURRIED_S = 0.5
"""A server that answers a long poll sooner with nothing is not asked more often than this."""


def data_as_of(store: Store) -> datetime | None:
    """The server's time at the last answer, also of an earlier run."""
    with store.read() as connection:
        kept = marks.get(connection, AS_OF)
    return datetime.fromisoformat(kept) if kept else None


class Receiver:
    """`once` takes in one answer of the server; whoever calls it deals with outages."""

    def __init__(self, store: Store, api: DeskApi, board: Board) -> None:
        self._store, self._api, self._board = store, api, board
        self._wait = 0.0

    async def once(self) -> None:
        position = self._position()
        if position is None:
            await self._fill()
            return
        wait, self._wait = self._wait, 0.0
        started = asyncio.get_running_loop().time()
        changes = await self._api.changes(position, wait)
        await self._take_in(changes)
        self._board.show(
            online=True,
            data_as_of=changes.server_time,
            problem=None,
            retry_at=None,
            filling=None,
        )
        self._wait = 0.0 if changes.more else WAIT_S
        if wait and changes.next == position:
            hurried = HURRIED_S - (asyncio.get_running_loop().time() - started)
            await asyncio.sleep(max(0.0, hurried))

    def _position(self) -> int | None:
        with self._store.read() as connection:
            kept = marks.get(connection, POSITION)
        return None if kept is None else int(kept)

    # --- the feed ------------------------------------------------------------------------------

    async def _take_in(self, changes: Changes) -> None:
        # Fetched before the position is written: else a lost connection would lose the change.
        renewed = any(row.what == "catalogue" for row in changes.changes)
        catalogue = await self._api.catalogue() if renewed else None
        docs = [row.doc for row in changes.changes if row.what == "case" and row.doc]
        gone = [row.case_id for row in changes.changes if row.what == "gone"]
        if len(docs) > SMALL:
            await asyncio.to_thread(self._write, docs, gone, catalogue, changes)
        else:
            self._write(docs, gone, catalogue, changes)
        cases = frozenset([*(doc.case.id for doc in docs), *gone])
        if cases or catalogue:
            self._store.say(Changed(cases=cases, catalogue=renewed))

    def _write(
        self, docs: list[CaseDoc], gone: list[int], catalogue: Catalogue | None, changes: Changes
    ) -> None:
        with self._store.write() as connection:
            replica.drop(connection, gone)
            replica.put(connection, docs)
            if catalogue:
                reference.put(connection, catalogue)
            marks.put(connection, POSITION, str(changes.next))
            marks.put(connection, AS_OF, changes.server_time.isoformat())

    # --- the first fill ------------------------------------------------------------------------

    async def _fill(self) -> None:
        """The open cases come first, so work can begin while the rest loads."""
        head: SnapshotHead | None = None
        batch: list[bytes] = []
        done = 0
        # Closed at once when the fill breaks off: the answer's connection is let go with it.
        async with contextlib.aclosing(self._api.snapshot()) as lines:
            async for line in lines:
                if head is None:
                    head = decode(SnapshotHead, line)
                    await self._begin(head)
                    continue
                batch.append(line)
                if len(batch) == BATCH:
                    done = await self._add(batch, done, head)
                    batch = []
        if head is None:
            raise BadAnswer("empty snapshot")
        done = await self._add(batch, done, head)
        if done < head.cases:
            raise BadAnswer(f"{done} of {head.cases} cases came")
        with self._store.write() as connection:
            marks.put(connection, POSITION, str(head.n))
        self._board.show(filling=None)

    async def _begin(self, head: SnapshotHead) -> None:
        await asyncio.to_thread(self._clear, head)
        self._board.show(online=True, filling=(0, head.cases), problem=None, retry_at=None)
        self._store.say(Changed(cases=None, catalogue=True))

    def _clear(self, head: SnapshotHead) -> None:
        with self._store.write() as connection:
            replica.clear(connection)
            reference.put(connection, head.catalogue)

    async def _add(self, batch: list[bytes], done: int, head: SnapshotHead) -> int:
        if not batch:
            return done
        await asyncio.to_thread(self._write_batch, batch)
        done += len(batch)
        self._board.show(online=True, filling=(done, head.cases), problem=None, retry_at=None)
        self._store.say(Changed(cases=None))
        return done

    def _write_batch(self, batch: list[bytes]) -> None:
        docs = [decode(CaseDoc, line) for line in batch]
        with self._store.write() as connection:
            replica.put(connection, docs)
