"""The officer's own files: kept encrypted beside the database until the server has them."""

import hashlib
import json
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.sealed import SealBroken
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.whole import ensure_room
from ihanoi_desk.domain.redactions import Redaction
from ihanoi_desk.domain.wire import Attachment

LARGEST = 10_000_000
"""What the server takes as one picture, in bytes; a larger one would only be refused later."""
FOLDER = "outgoing"
KEEP = (
    "INSERT INTO outbox_files (id, name, media_type, size, sha256, source_id)"
    " VALUES (:id, :name, :media_type, :size, :sha256, :source_id)"
)
FIELDS = "id, name, media_type, size, sha256, source_id, redactions"
KEPT = f"SELECT {FIELDS} FROM outbox_files WHERE id = :id"
REDACT = "UPDATE outbox_files SET redactions = :redactions WHERE id = :id AND is_uploaded = 0"
UPLOADED = "UPDATE outbox_files SET is_uploaded = 1 WHERE id = :id"
MISSED = "UPDATE outbox_files SET is_uploaded = 0 WHERE id IN (SELECT value FROM json_each(:ids))"
MISSING = (
    f"SELECT {FIELDS} FROM outbox_files"
    " WHERE id IN (SELECT value FROM json_each(:ids)) AND is_uploaded = 0"
)
UNSPOKEN_OF = (
    "NOT EXISTS (SELECT 1 FROM outbox WHERE instr(body, outbox_files.id))"
    " AND NOT EXISTS (SELECT 1 FROM drafts WHERE instr(value, outbox_files.id))"
)
FORGET_SENT = f"DELETE FROM outbox_files WHERE is_uploaded = 1 AND {UNSPOKEN_OF} RETURNING id"
FORGET_LEFT = (
    f"DELETE FROM outbox_files WHERE {UNSPOKEN_OF} AND id IN (SELECT value FROM json_each(:old))"
)
DAY_S = 86_400
"""A file younger than this may just be coming into a sheet."""


class UnusableFile(ValueError):
    """The file is empty, too large, or none of the kinds the server takes."""


class FileLost(Exception):
    """A kept file is no longer on this machine, or not whole; the text is its name."""


def keep(store: Store, source: Path | bytes, name: str, source_id: str | None = None) -> Attachment:
    """Copy a picture or PDF of the officer beside the database until it is sent.

    With `source_id` it is to become a copy for publication of that file of the case. Raises
    UnusableFile, DiskFull and OSError; nothing is left behind then.
    """
    body = source if isinstance(source, bytes) else source.read_bytes()
    if not 0 < len(body) <= LARGEST:
        raise UnusableFile(f"{len(body)} bytes")
    media_type = _media_type(body)
    if media_type is None:
        raise UnusableFile("unknown kind")
    digest = hashlib.sha256(body).hexdigest()
    role = "published" if source_id else "result"
    attachment = Attachment(
        uuid.uuid4().hex, role, name, media_type, len(body), digest, source_id=source_id
    )
    path = _path(store, attachment.id)
    ensure_room(store.path.parent, len(body))
    store.seal.write(path, body, durable=True)
    try:
        with store.write() as connection:
            kept_as = ("id", "name", "media_type", "size", "sha256", "source_id")
            connection.execute(KEEP, {name: getattr(attachment, name) for name in kept_as})
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return attachment


def kept(store: Store, ids: Iterable[str]) -> list[Attachment]:
    """The officer's own files among `ids`."""
    found = []
    with store.read() as connection:
        for file_id in ids:
            line = connection.execute(KEPT, {"id": file_id}).fetchone()
            if line is not None:
                found.append(_attachment(line))
    return found


def redact(store: Store, attachment: Attachment, redactions: Iterable[Redaction]) -> Attachment:
    """Remember what to cover; it is burnt in by the server, and the original stays there."""
    covered = tuple(redactions)
    with store.write() as connection:
        connection.execute(REDACT, {"id": attachment.id, "redactions": encode(covered)})
    return replace(attachment, redactions=covered)


def missing(store: Store, ids: Iterable[str]) -> list[Attachment]:
    """The kept files among `ids` that the server does not have yet."""
    with store.read() as connection:
        lines = connection.execute(MISSING, {"ids": json.dumps(list(ids))}).fetchall()
    return [_attachment(line) for line in lines]


def read(store: Store, attachment: Attachment) -> bytes:
    """The body of a kept file. Raises FileLost."""
    try:
        return store.seal.read(_path(store, attachment.id))
    except (OSError, SealBroken) as error:
        raise FileLost(attachment.name) from error


def mark_uploaded(store: Store, attachment: Attachment) -> None:
    with store.write() as connection:
        connection.execute(UPLOADED, {"id": attachment.id})


def mark_missing(connection: Connection, ids: Iterable[str]) -> None:
    """The server does not have these after all; in the caller's transaction."""
    connection.execute(MISSED, {"ids": json.dumps(list(ids))})


def forget_sent(store: Store) -> None:
    """Remove the copies of files that arrived and that no action or draft speaks of."""
    with store.write() as connection:
        lines = connection.execute(FORGET_SENT).fetchall()
    for (file_id,) in lines:
        _path(store, file_id).unlink(missing_ok=True)


def forget_left(store: Store) -> None:
    """Remove what was chosen and never sent, and what a killed program left half-written."""
    folder, before = store.folder / FOLDER, time.time() - DAY_S
    old = {file.name for file in folder.glob("*") if file.stat().st_mtime < before}
    with store.write() as connection:
        connection.execute(FORGET_LEFT, {"old": json.dumps(list(old))})
        named = {line[0] for line in connection.execute("SELECT id FROM outbox_files")}
    for name in old - named:
        (folder / name).unlink(missing_ok=True)


def _attachment(line: Sequence[Any]) -> Attachment:
    file_id, name, media_type, size, sha256, source_id, redactions = line
    return Attachment(
        file_id,
        "published" if source_id else "result",
        name,
        media_type,
        size,
        sha256,
        source_id=source_id,
        redactions=decode(tuple[Redaction, ...], redactions),
    )


def _path(store: Store, file_id: str) -> Path:
    return store.folder / FOLDER / file_id


def _media_type(body: bytes) -> str | None:
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "image/webp"
    return "application/pdf" if body.startswith(b"%PDF-") else None
