"""From the server into the replica: the first fill, then the feed of changes."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client import filling, marks, presence, reference, replica
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.errors import BadAnswer
from ihanoi_desk.client.filling import POSITION, Filler
from ihanoi_desk.client.status import Board
from ihanoi_desk.client.store import Changed, Store
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.wire import CaseDoc, Changes

AS_OF = "data_as_of"
WAIT_S = 55.0
HURRIED_S = 0.5
"""A server that answers a long poll sooner with nothing is not asked more often than this."""


def data_as_of(store: Store) -> datetime | None:
    """The server's time at the last answer, also of an earlier run."""
    with store.read() as connection:
        kept = marks.get(connection, AS_OF)
    return datetime.fromisoformat(kept) if kept else None


@dataclass(frozen=True, slots=True)
class _Place:
    position: int
    epoch: str


class Receiver:
    """`once` takes in one answer of the server; whoever calls it deals with outages."""

    def __init__(self, store: Store, api: DeskApi, board: Board, closed_days: int) -> None:
        self._store, self._api, self._board = store, api, board
        self._closed_days = closed_days
        self._filler = Filler(store, api, board, closed_days)
        self.fill_wanted = self._filler.wanted
        """Set, unless the officer stopped the fill."""
        self._wait = 0.0

    def stop_fill(self) -> None:
        """Until `fill_wanted` is set again, `once` raises FillStopped instead of filling."""
        self._filler.stop()

    async def once(self) -> None:
        place = self._place()
        if place is None:
            await self._filler.run()
            return
        wait, self._wait = self._wait, 0.0
        started = asyncio.get_running_loop().time()
        changes = await self._api.changes(place.position, place.epoch, wait)
        if changes.epoch != place.epoch or changes.next < place.position:
            # Other rights, another server's data, or an older copy of the same.
            await self._filler.run()
            return
        if changes.more and changes.next == place.position:
            raise BadAnswer("more of nothing")
        await self._take_in(changes)
        self._board.show(
            online=True,
            data_as_of=changes.server_time,
            problem=None,
            retry_at=None,
            filling=None,
        )
        self._wait = 0.0 if changes.more else WAIT_S
        if wait and changes.next == place.position:
            hurried = HURRIED_S - (asyncio.get_running_loop().time() - started)
            await asyncio.sleep(max(0.0, hurried))

    def _place(self) -> _Place | None:
        """Where to ask on; None where the replica has to be filled first."""
        with self._store.read() as connection:
            fill, kept = filling.read(connection), marks.get(connection, POSITION)
        if kept is None or fill is None or fill.closed_days < self._closed_days:
            return None
        return _Place(int(kept), fill.epoch)

    async def _take_in(self, changes: Changes) -> None:
        # Fetched before the position is written: else a lost connection would lose the change.
        renewed = any(row.what == "catalogue" for row in changes.changes)
        catalogue = await self._api.catalogue() if renewed else None
        docs = [row.doc for row in changes.changes if row.what == "case" and row.doc]
        gone = [row.case_id for row in changes.changes if row.what == "gone"]
        # Beside the window: a commit may have to wait for another, or to empty a long log.
        await asyncio.to_thread(self._write, docs, gone, catalogue, changes)
        cases = frozenset([*(doc.case.id for doc in docs), *gone])
        present = frozenset(row.case_id for row in changes.changes if row.what == "present")
        if cases or renewed or present:
            self._store.say(Changed(cases=cases, catalogue=renewed, present=present))
            await asyncio.to_thread(self._store.empty_log)

    def _write(
        self, docs: list[CaseDoc], gone: list[int], catalogue: Catalogue | None, changes: Changes
    ) -> None:
        there = [row for row in changes.changes if row.what == "present"]
        with self._store.write() as connection:
            replica.drop(connection, gone)
            if there:
                rows = [present for row in there for present in row.present]
                presence.put(connection, [row.case_id for row in there], rows)
            replica.put(connection, docs)
            if catalogue:
                reference.put(connection, catalogue)
            marks.put(connection, POSITION, str(changes.next))
            marks.put(connection, AS_OF, changes.server_time.isoformat())
