"""An officer's place of work: a file, a line to the city, and a sync that the test starts."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from ihanoi_desk.client import cases, outbox
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.sync import Sync
from ihanoi_desk.config import KEPT_CLOSED_DAYS
from ihanoi_desk.domain.cases import Action, State
from ihanoi_desk.domain.wire import CaseDoc
from tests.clock import Clock
from tests.desk_key import KEY
from tests.flow.line import Line

WITHIN_S = 10
NUMBERS = count(1)


class Place:
    """Opened by `Place.open`; `start` and `stop` the sync, `kill` it with the file."""

    def __init__(self, path: Path, line: Line, clock: Clock) -> None:
        self.path, self.line, self.clock = path, line, clock
        self.kept_closed_days = KEPT_CLOSED_DAYS
        self._news = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def sign_in(self, login: str) -> "Place":
        self.api = DeskApi("http://city.test", transport=self.line)
        self.me = (await self.api.sign_in(login, "ihanoi-demo")).officer
        self.open()
        return self

    def open(self) -> None:
        self.store = Store.open(self.path, KEY)
        self.sync = Sync(self.store, self.api, self.clock, self.kept_closed_days)
        self.store.subscribe(lambda _: self._news.set())
        self.sync.on_status(lambda _: self._news.set())

    @property
    def running(self) -> asyncio.Task[None]:
        assert self._running
        return self._running

    def start(self) -> asyncio.Task[None]:
        self._running = asyncio.create_task(self.sync.run())
        self._running.add_done_callback(lambda _: self._news.set())
        return self._running

    async def stop(self) -> None:
        """As a desk that is switched off: whatever was under way is dropped."""
        if self._running:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
        self._running = None

    async def reopen(self) -> None:
        """Switched off, and the same file opened again by a new program."""
        await self.stop()
        self.open_again()

    def open_again(self) -> None:
        self.store.close()
        self.open()

    async def close(self) -> None:
        await self.stop()
        await self.api.close()
        self.store.close()

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait for a condition; every change of the file or of the status is a chance."""
        async with asyncio.timeout(WITHIN_S):
            while not holds():
                if self._running and self._running.done():
                    self._running.result()
                self._news.clear()
                await self._news.wait()

    async def until_fresh(self) -> None:
        await self.until(lambda: self.sync.status.online and self.sync.status.data_as_of)

    async def until_sent(self) -> None:
        await self.until(lambda: not self.pending("waiting", "sending"))

    # --- what the officer does and sees --------------------------------------------------------

    def do(self, case_id: int, verb: str, undo_s: float = 0, **facts: Any) -> str:
        action = self.action(case_id, verb, **facts)
        outbox.do(self.store, action, self.me, self.clock.now, timedelta(seconds=undo_s))
        return action.id

    def action(self, case_id: int, verb: str, **facts: Any) -> Action:
        action_id = f"{self.me.login}-{next(NUMBERS)}"
        return Action(id=action_id, case_id=case_id, verb=verb, at=self.clock.now, **facts)

    def doc(self, case_id: int) -> CaseDoc | None:
        shown = cases.read(self.store, case_id, self.me, self.clock.now)
        return shown.doc if shown else None

    def state(self, case_id: int) -> State | None:
        doc = self.doc(case_id)
        return doc.case.state if doc else None

    def steps(self, case_id: int) -> list[str]:
        """The verbs of what was done, by the server's own word."""
        with self.store.read() as connection:
            doc = cases.stored(connection, case_id)
        return [step.verb for step in doc.steps] if doc else []

    def version(self, case_id: int) -> int:
        doc = self.doc(case_id)
        return doc.case.version if doc else 0

    def pending(self, *states: str) -> list[Pending]:
        rows = outbox.pending_rows(self.store)
        return [row for row in rows if not states or row.state in states]
