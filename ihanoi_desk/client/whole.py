"""Writing files whole or not at all, readable by the officer's own account alone."""

import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ihanoi_desk.client.errors import DiskFull
from ihanoi_desk.folders import sync_folder

RESERVE = 64_000_000
"""Bytes of a disk that are left alone: for the outbox, the log of the database, other programs."""
LEAST = 256_000
"""Bytes without which SQLite cannot even begin to read."""
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
CHUNK = 1 << 20


def write_whole(path: Path, body: bytes, durable: bool = False) -> None:
    """`durable` waits until the disk has it. Raises DiskFull and OSError."""
    partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        with disk_full_told():
            path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
            with os.fdopen(descriptor, "wb") as file:
                file.write(body)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            partial.replace(path)
            if durable:
                sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def shred(path: Path) -> None:
    """Overwrite a file and remove it; a disk that writes elsewhere may keep the old blocks."""
    try:
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(bytes(min(CHUNK, left)))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink()


def ensure_room(folder: Path, wanted: int) -> None:
    """Raises DiskFull unless `wanted` bytes fit beside the reserve."""
    if shutil.disk_usage(folder).free < wanted + RESERVE:
        raise DiskFull(f"{wanted} bytes")


def is_full(folder: Path) -> bool:
    """Whether there is no room for a page or two; a disk that does not say is not."""
    try:
        return shutil.disk_usage(folder).free < LEAST
    except OSError:
        return False


@contextmanager
def disk_full_told() -> Iterator[None]:
    """An OSError that means a full disk, a quota or a limit comes out as DiskFull."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(error.strerror or "disk full") from error
        raise
