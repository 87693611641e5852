"""Files of cases: the citizen's are cached when looked at, the officer's own kept safe."""

import asyncio
import hashlib
import os
import shutil
import uuid
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from sqlalchemy import text

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.wire import Attachment

LARGEST = 10 * 1024 * 1024
CACHE_BYTES = 500 * 1024 * 1024
SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"RIFF", "image/webp"),
    (b"%PDF-", "application/pdf"),
)
KEEP = text(
    "INSERT INTO outbox_files (id, name, media_type, size, sha256, path)"
    " VALUES (:id, :name, :media_type, :size, :sha256, :path)"
)
KEPT = text("SELECT id, name, media_type, size, sha256, path FROM outbox_files WHERE id = :id")
UPLOADED = text("UPDATE outbox_files SET is_uploaded = 1 WHERE id = :id")
IS_UPLOADED = text("SELECT is_uploaded FROM outbox_files WHERE id = :id")


class UnusableFile(ValueError):
    """The file is empty, too large, or none of the kinds the server takes."""


def keep(store: Store, source: Path, name: str) -> Attachment:
    """Copy a file of the officer beside the database until it is sent.

    Raises UnusableFile and OSError.
    """
    body = source.read_bytes()
    if not 0 < len(body) <= LARGEST:
        raise UnusableFile(f"{len(body)} bytes")
    media_type = next((kind for mark, kind in SIGNATURES if body.startswith(mark)), None)
    if media_type is None:
        raise UnusableFile("unknown kind")
    digest = hashlib.sha256(body).hexdigest()
    attachment = Attachment(uuid.uuid4().hex, "result", name, media_type, len(body), digest)
    path = store.folder / "outgoing" / attachment.id
    _write(path, body)
    with store.write() as connection:
        row = {field: getattr(attachment, field) for field in ("id", "name", "media_type", "size")}
        connection.execute(KEEP, {**row, "sha256": digest, "path": str(path)})
    return attachment


def kept(store: Store, ids: Iterable[str]) -> list[tuple[Attachment, Path]]:
    """The officer's own files among `ids` and where they lie."""
    found = []
    with store.read() as connection:
        for file_id in ids:
            row = connection.execute(KEPT, {"id": file_id}).one_or_none()
            if row is not None:
                shape = (row.id, "result", row.name, row.media_type, row.size, row.sha256)
                found.append((Attachment(*shape), Path(row.path)))
    return found


async def send_ahead(store: Store, api: DeskApi, case_id: int, ids: Iterable[str]) -> None:
    """Upload the files of an action that the server does not have yet."""
    for attachment, path in kept(store, ids):
        with store.read() as connection:
            if connection.execute(IS_UPLOADED, {"id": attachment.id}).scalar():
                continue
        body = await asyncio.to_thread(path.read_bytes)
        await api.upload(case_id, attachment, body)
        with store.write() as connection:
            connection.execute(UPLOADED, {"id": attachment.id})


class Cache:
    """Fetches each file once, shows none half-written, forgets the longest unused."""

    def __init__(
        self, folder: Path, api: DeskApi, store: Store, most_bytes: int = CACHE_BYTES
    ) -> None:
        self._folder, self._api, self._store = folder, api, store
        self._most = most_bytes
        self._under_way: dict[str, asyncio.Future[Path]] = {}

    async def file(self, attachment: Attachment) -> Path:
        """The file itself. Raises Offline and ServerProblem."""
        own = kept(self._store, [attachment.id])
        if own and own[0][1].exists():
            return own[0][1]
        return await self._get(attachment.sha256, lambda: self._api.attachment(attachment.id))

    async def thumbnail(self, attachment: Attachment) -> Path:
        """A small JPEG of it; the officer's own files stand for themselves."""
        own = kept(self._store, [attachment.id])
        if own and own[0][1].exists():
            return own[0][1]
        return await self._get(
            f"{attachment.sha256}.small",
            lambda: self._api.attachment(attachment.id, thumbnail=True),
        )

    async def _get(self, name: str, fetch: Callable[[], Awaitable[bytes]]) -> Path:
        path = self._folder / name[:2] / name
        if path.exists():
            os.utime(path)
            return path
        if name not in self._under_way:
            self._under_way[name] = asyncio.ensure_future(self._fetch(path, fetch))
            self._under_way[name].add_done_callback(lambda _: self._under_way.pop(name))
        return await asyncio.shield(self._under_way[name])

    async def _fetch(self, path: Path, fetch: Callable[[], Awaitable[bytes]]) -> Path:
        body = await fetch()
        await asyncio.to_thread(_write, path, body)
        await asyncio.to_thread(self._forget_oldest)
        return path

    def _forget_oldest(self) -> None:
        files = [(file.stat(), file) for file in self._folder.glob("*/*")]
        total = sum(stat.st_size for stat, _ in files)
        for stat, file in sorted(files, key=lambda entry: entry[0].st_atime):
            if total <= self._most:
                return
            file.unlink(missing_ok=True)
            total -= stat.st_size


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        partial.write_bytes(body)
        shutil.move(partial, path)
    finally:
        partial.unlink(missing_ok=True)
