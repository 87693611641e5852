"""Pictures of the newest open cases come to this machine while nothing else is to be done, so that
an outage leaves more than words to work with."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.errors import DiskFull, EnvironmentProblem, ServerProblem, SignedOut, TooOld
from ihanoi_desk.client.status import SyncStatus
from ihanoi_desk.client.store import Changed, Store, StoreDamaged
from ihanoi_desk.client.sync import Sync
from ihanoi_desk.domain.wire import Attachment, CaseDoc

CASES = 200
MOST_BYTES = 150_000_000
"""Of photos in one session; thumbnails are few and small."""
LARGEST = 3_000_000
"""A larger photo waits until somebody looks at it: what was begun cannot be called off."""
PLAN_EVERY_S = 30.0
REST_S = 60.0
"""After a failure."""
ENDS = (SignedOut, TooOld, DiskFull, OSError, StoreDamaged)
NEWEST = (
    "SELECT docs.body FROM cases JOIN docs ON docs.id = cases.id WHERE cases.is_open = 1"
    f" ORDER BY cases.id DESC LIMIT {CASES}"
)


@dataclass(frozen=True, slots=True)
class Wish:
    attachment: Attachment
    small: bool


class Prefetch:
    """`run` fetches one picture after the other, only while online and idle."""

    def __init__(self, store: Store, cache: Cache, sync: Sync) -> None:
        self._store, self._cache, self._sync = store, cache, sync
        self._news = asyncio.Event()
        self._is_stale = True
        self._seen: set[Wish] = set()
        self._bytes = 0

    async def run(self) -> None:
        """Ends by itself with the session, with the file, or when the disk takes no more."""
        leaves = [self._store.subscribe(self._heard), self._sync.on_status(self._told)]
        try:
            with contextlib.suppress(*ENDS):
                while self._cache.has_room:
                    await self._fetch_all(await self._plan())
                    await asyncio.sleep(PLAN_EVERY_S)
        finally:
            for leave in leaves:
                leave()

    async def _plan(self) -> list[Wish]:
        """What is still wanted: thumbnails first, the newest case first."""
        await self._until(lambda: self._is_stale and self._is_idle())
        self._is_stale = False
        pictures = await asyncio.to_thread(self._pictures)
        wishes = [Wish(picture, small) for small in (True, False) for picture in pictures]
        return [wish for wish in wishes if wish not in self._seen]

    def _pictures(self) -> list[Attachment]:
        with self._store.read() as connection:
            docs = [decode(CaseDoc, body) for (body,) in connection.execute(NEWEST)]
        files = [file for doc in docs for file in doc.attachments]
        return [file for file in files if file.is_picture and not file.is_broken]

    async def _fetch_all(self, wishes: list[Wish]) -> None:
        for wish in wishes:
            size = 0 if wish.small else wish.attachment.size
            if size > LARGEST or self._bytes + size > MOST_BYTES:
                continue
            await self._until(self._is_idle)
            if not self._cache.has_room:
                return
            self._seen.add(wish)
            self._bytes += size
            try:
                await self._fetch(wish)
            except ServerProblem:
                continue
            except ENDS:
                raise
            except EnvironmentProblem:
                self._seen.discard(wish)
                self._is_stale = True
                await asyncio.sleep(REST_S)
                return

    def _fetch(self, wish: Wish) -> Awaitable[object]:
        get = self._cache.thumbnail if wish.small else self._cache.file
        return get(wish.attachment)

    def _is_idle(self) -> bool:
        status = self._sync.status
        return status.online and not status.waiting and status.filling is None

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._news.clear()
            await self._news.wait()

    def _heard(self, changed: Changed) -> None:
        if changed.cases is None or changed.cases:
            self._is_stale = True
            self._news.set()

    def _told(self, _status: SyncStatus) -> None:
        self._news.set()
