"""From the outbox to the server: in order per case, each action until it is answered."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from ihanoi_desk.client import outbox
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.errors import (
    BadAnswer,
    EnvironmentProblem,
    Offline,
    ServerProblem,
    SignedOut,
    TooOld,
)
from ihanoi_desk.client.outgoing import FileLost, send_ahead
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.store import Store
from ihanoi_desk.language import say

PASSING = frozenset({408, 425, 429})
REST = timedelta(seconds=15)
"""How long a case rests whose action the server stumbled over, while the others go on."""
LONGEST_SLEEP_S = 30.0


class Sender:
    """`once` sends one action or waits for one; whoever calls it deals with outages."""

    def __init__(self, store: Store, api: DeskApi, clock: Callable[[], datetime]) -> None:
        self._store, self._api, self._clock = store, api, clock
        self._changed = asyncio.Event()
        self._resting: dict[int, datetime] = {}

    def wake(self) -> None:
        """Something in the outbox changed."""
        self._changed.set()

    def hurry(self) -> None:
        """Try everything now."""
        self._resting.clear()
        self._changed.set()

    async def once(self) -> None:
        now = self._clock()
        self._resting = {case: until for case, until in self._resting.items() if until > now}
        row = outbox.claim(self._store, now, self._resting)
        if row is None:
            await self._wait_for_work()
            return
        if await self._bring_files(row):
            await self._deliver(row)

    async def _bring_files(self, row: Pending) -> bool:
        action = row.action
        try:
            await send_ahead(self._store, self._api, action.case_id, action.attachments)
        except FileLost as lost:
            outbox.refuse(self._store, row, "file_lost", say("vi", "sync.file_lost", name=lost))
            return False
        except ServerProblem as problem:
            self._meet(row, problem)
            return False
        except EnvironmentProblem:
            outbox.release(self._store, action.id)
            raise
        return True

    async def _deliver(self, row: Pending) -> None:
        try:
            outcome = await self._api.act(row.action)
        except (SignedOut, TooOld):
            outbox.release(self._store, row.action.id)
            raise
        except Offline as trouble:
            if not trouble.may_have_arrived:
                outbox.release(self._store, row.action.id)
            raise
        except ServerProblem as problem:
            self._meet(row, problem)
        except BadAnswer:
            self._rest(row)
            raise
        else:
            outbox.settle(self._store, row, outcome, self._clock())

    def _meet(self, row: Pending, problem: ServerProblem) -> None:
        """A fault of the request is told to the officer; a fault of the server may pass."""
        status = problem.problem.status
        if 400 <= status < 500 and status not in PASSING:
            outbox.refuse(self._store, row, problem.problem.code, problem.problem.detail)
        else:
            self._rest(row)

    def _rest(self, row: Pending) -> None:
        self._resting[row.action.case_id] = self._clock() + REST

    async def _wait_for_work(self) -> None:
        """Until the outbox changes, the next undo window ends, or a resting case is due."""
        self._changed.clear()
        now = self._clock()
        moments = [*self._resting.values(), outbox.soonest(self._store, self._resting)]
        waits = [(moment - now).total_seconds() for moment in moments if moment]
        try:
            # asyncio.wait_for would swallow a cancellation that comes with the event (3.11).
            async with asyncio.timeout(_sleep(waits)):
                await self._changed.wait()
        except TimeoutError:
            return


def _sleep(waits: list[float]) -> float | None:
    """Not longer than the wall clock can be trusted to go on as it does."""
    return max(0.01, min(*waits, LONGEST_SLEEP_S)) if waits else None
