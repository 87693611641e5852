"""Files of cases: the citizen's are cached when looked at, the officer's own are at hand.

Both lie encrypted on the disk and come out as bytes, never as a readable file.
"""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.errors import BadAnswer, DiskFull
from ihanoi_desk.client.outgoing import FileLost, UnusableFile, keep, kept, read, redact
from ihanoi_desk.client.sealed import SealBroken
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.whole import ensure_room
from ihanoi_desk.domain.wire import Attachment

__all__ = ["Cache", "FileLost", "UnusableFile", "keep", "kept", "read", "redact"]

CACHE_BYTES = 500 * 1024 * 1024
SMALL = ".small"


class Cache:
    """Fetches each file once, shows none half-written, forgets the longest unused."""

    def __init__(
        self, folder: Path, api: DeskApi, store: Store, most_bytes: int = CACHE_BYTES
    ) -> None:
        self._folder, self._api, self._store = folder, api, store
        self._most = most_bytes
        self._held: int | None = None
        self.has_room = True
        """False once a picture could not be kept: it is shown, but fetched again the next time."""
        self._under_way: dict[str, asyncio.Task[bytes]] = {}

    async def file(self, attachment: Attachment) -> bytes:
        """The file itself. Raises Offline, ServerProblem, and BadAnswer when it is not whole."""

        async def fetch() -> bytes:
            body = await self._api.attachment(attachment.id)
            if hashlib.sha256(body).hexdigest() != attachment.sha256:
                raise BadAnswer(f"attachment {attachment.id} is not the promised one")
            return body

        return await self._get(attachment, "", fetch)

    async def thumbnail(self, attachment: Attachment) -> bytes:
        """A small JPEG of it; the officer's own files stand for themselves."""
        return await self._get(
            attachment, SMALL, lambda: self._api.attachment(attachment.id, thumbnail=True)
        )

    async def at_hand(self, attachment: Attachment, small: bool = False) -> bytes | None:
        """The file or its thumbnail, if it lies on this machine."""
        path = self._path(attachment, SMALL if small else "")
        return await asyncio.to_thread(self._at_hand, attachment, path)

    async def keep_small(self, attachment: Attachment, body: bytes) -> None:
        """Keep a thumbnail that was made here, because the server makes none of videos."""
        await self._keep(self._path(attachment, SMALL), body)

    async def original(self, attachment: Attachment) -> bytes:
        """What lies under its redactions. Never kept here, so that each look is written down.

        Raises what `file` raises; ServerProblem for those who may not look.
        """
        return await self._api.original(attachment.id)

    async def _get(
        self, attachment: Attachment, tail: str, fetch: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        path = self._path(attachment, tail)
        name = path.name
        body = await asyncio.to_thread(self._at_hand, attachment, path)
        if body is not None:
            return body
        task = self._under_way.get(name)
        if task is None:
            task = self._under_way[name] = asyncio.create_task(self._fetch(path, fetch))
            task.add_done_callback(lambda done: self._ended(name, done))
        return await asyncio.shield(task)

    def _path(self, attachment: Attachment, tail: str) -> Path:
        name = self._store.seal.name(attachment.sha256 + tail)
        return self._folder / name[:2] / name

    def _at_hand(self, attachment: Attachment, path: Path) -> bytes | None:
        """What lies on this machine already."""
        with contextlib.suppress(FileLost):
            for own in kept(self._store, [attachment.id]):
                # What was covered in it is shown as everybody else sees it.
                if not attachment.redactions:
                    return read(self._store, own)
        try:
            body = self._store.seal.read(path)
            os.utime(path)
        except (FileNotFoundError, SealBroken):
            return None
        return body

    async def close(self) -> None:
        """Give up what is still being fetched."""
        under_way = list(self._under_way.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    def _ended(self, name: str, task: asyncio.Task[bytes]) -> None:
        del self._under_way[name]
        if not task.cancelled():
            # Looked at here, because everybody who waited may have left meanwhile.
            task.exception()

    async def _fetch(self, path: Path, fetch: Callable[[], Awaitable[bytes]]) -> bytes:
        body = await fetch()
        await self._keep(path, body)
        return body

    async def _keep(self, path: Path, body: bytes) -> None:
        if not await asyncio.to_thread(self._write, path, body):
            return
        if self._held is None:
            self._held = await asyncio.to_thread(self._weigh)
        else:
            self._held += len(body)
        if self._held > self._most:
            self._held = await asyncio.to_thread(self._forget_oldest, path)

    def _write(self, path: Path, body: bytes) -> bool:
        """False when there is no room."""
        try:
            ensure_room(self._store.path.parent, len(body))
            self._store.seal.write(path, body)
            self.has_room = True
        except DiskFull:
            self.has_room = False
        return self.has_room

    def _weigh(self) -> int:
        return sum(stat.st_size for stat, _ in self._files())

    def _files(self) -> Iterator[tuple[os.stat_result, Path]]:
        for file in self._folder.glob("*/*"):
            # Another fetch may give its half-written file the final name at this moment.
            with contextlib.suppress(FileNotFoundError):
                yield file.stat(), file

    def _forget_oldest(self, newest: Path) -> int:
        """Make room for `newest`; how many bytes are left."""
        files = [(stat, file) for stat, file in self._files() if file != newest]
        total = sum(stat.st_size for stat, _ in files) + newest.stat().st_size
        for stat, file in sorted(files, key=lambda entry: entry[0].st_mtime_ns):
            if total <= self._most:
                break
            file.unlink(missing_ok=True)
            total -= stat.st_size
        return total
