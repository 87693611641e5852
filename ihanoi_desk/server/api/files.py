"""Handing out attachments, so that a browser or desk never runs what a stranger uploaded."""

from pathlib import Path
from urllib.parse import quote

from fastapi.responses import FileResponse

from ihanoi_desk.domain.wire import Attachment
from ihanoi_desk.server.blobs import Blobs
from ihanoi_desk.server.problems import ProblemRaised

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "video/mp4", "video/quicktime"})


def original(blobs: Blobs, attachment: Attachment) -> FileResponse:
    """The file as it was uploaded. Raises ProblemRaised 404 when its blob was lost."""
    path = blobs.path(attachment.sha256)
    if not path.exists():
        raise ProblemRaised(404, "not_found")
    how = "inline" if attachment.media_type in SHOWN else "attachment"
    disposition = f"{how}; filename*=UTF-8''{quote(attachment.name)}"
    return _answer(path, attachment.media_type, attachment.sha256, disposition)


def thumbnail(blobs: Blobs, attachment: Attachment) -> FileResponse:
    """A small picture. Raises ProblemRaised 404 for films, documents and what is broken."""
    if not attachment.is_picture or attachment.is_broken:
        raise ProblemRaised(404, "no_thumbnail")
    try:
        path = blobs.thumbnail(attachment.sha256)
    except OSError as error:
        raise ProblemRaised(404, "no_thumbnail") from error
    return _answer(path, "image/jpeg", f"{attachment.sha256}-small", "inline")


def _answer(path: Path, media_type: str, tag: str, disposition: str) -> FileResponse:
    headers = {
        "Content-Disposition": disposition,
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": f'"{tag}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return FileResponse(path, media_type=media_type, headers=headers)
