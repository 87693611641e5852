"""A desk that works piece by piece: one batch, one file, one page of the feed at a time."""

import asyncio
import contextlib
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from ihanoi_desk.client import identity, outbox
from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.pending import REFUSED
from ihanoi_desk.client.receiving import Receiver
from ihanoi_desk.client.resting import Resting
from ihanoi_desk.client.sending import Sender
from ihanoi_desk.client.status import Board
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.sync import KEPT_CLOSED_DAYS, Sync
from ihanoi_desk.client.uploading import Uploader
from ihanoi_desk.domain.officers import Officer
from tests.clock import OwnClock
from tests.desk_key import KEY
from tests.flow.line import Line, Rule
from tests.flow.town.trouble import Held

PATHS = ("/v1/actions", "/v1/changes", "/v1/desk/snapshot", "/v1/desk/catalogue", "/v1/attachments")
WITHIN_S = 20.0


class Desk:
    """`folder` holds one generation of its files after the other."""

    def __init__(self, folder: Path, line: Line, clock: OwnClock, me: Officer, token: str) -> None:
        self.folder, self.line, self.clock = folder, line, clock
        self._signed = me
        self.api = DeskApi("http://city.test", token, line)
        self._generation = 0
        self._here.mkdir(parents=True)
        self.open()

    @property
    def _here(self) -> Path:
        return self.folder / str(self._generation)

    @property
    def me(self) -> Officer:
        return identity.read(self.store) or self._signed

    @property
    def is_done(self) -> bool:
        """Whether nothing waits any more; what was refused is the officer's to judge."""
        return all(row.state == REFUSED for row in outbox.pending_rows(self.store))

    def open(self) -> None:
        self.store = Store.open(self._here / "desk.sqlite3", KEY)
        resting = Resting(self.clock)
        parts = (self.store, self.api, self.clock, resting, lambda: None)
        self.sender, self.uploader = Sender(*parts), Uploader(*parts)

    def kill(self) -> None:
        """The files as they lie at this instant are all that is left."""
        before, old = self._here, self.store
        self._generation += 1
        shutil.copytree(before, self._here)
        old.close()
        shutil.rmtree(before)
        self.open()

    async def close(self) -> None:
        await self.api.close()
        self.store.close()

    # --- pieces of work ------------------------------------------------------------------------

    async def send(self) -> None:
        """One batch, if one may leave."""
        with contextlib.suppress(EnvironmentProblem):
            await self._once(self.sender)

    async def upload(self) -> None:
        with contextlib.suppress(EnvironmentProblem):
            await self._once(self.uploader)

    async def receive(self) -> None:
        """One page of the feed, or a fill."""
        with contextlib.suppress(EnvironmentProblem):
            await Receiver(self.store, self.api, Board(), KEPT_CLOSED_DAYS).once()

    async def under(self, rule: Rule, work: Callable[[], Awaitable[None]]) -> None:
        """`work` while `rule` holds for all that is asked."""
        self.line.rules = dict.fromkeys(PATHS, rule)
        try:
            await work()
        finally:
            self.line.rules = {}

    async def killed_over(self, work: Callable[[], Awaitable[None]], arrives: bool) -> None:
        """Killed while `work` waits for an answer; without a request, killed afterwards."""
        held = Held(arrives)
        task = asyncio.ensure_future(self.under(held.rule, work))
        reached = asyncio.ensure_future(held.reached.wait())
        await asyncio.wait({task, reached}, return_when=asyncio.FIRST_COMPLETED)
        self.kill()
        for over in (task, reached):
            over.cancel()
        for done in await asyncio.gather(task, reached, return_exceptions=True):
            if isinstance(done, Exception):
                raise done

    async def run_until(self, holds: Callable[[Sync], Any]) -> None:
        """The whole sync, as the program runs it, until a condition holds."""
        sync = Sync(self.store, self.api, self.clock)
        news = asyncio.Event()
        leave = self.store.subscribe(lambda _: news.set())
        unwatch = sync.on_status(lambda _: news.set())
        running = asyncio.ensure_future(sync.run())
        running.add_done_callback(lambda _: news.set())
        try:
            async with asyncio.timeout(WITHIN_S):
                while not holds(sync) and not running.done():
                    news.clear()
                    await news.wait()
        finally:
            leave()
            unwatch()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _once(self, part: Sender | Uploader) -> None:
        """Without work a part sleeps; the bell is for that, and harmless otherwise."""
        task = asyncio.ensure_future(part.once())
        asyncio.get_running_loop().call_soon(part.alarm.ring)
        await task
