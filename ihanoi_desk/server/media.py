"""What an uploaded file really is, decided by its content, and whether it hides something else."""

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from PIL import (
    Image,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.settings import UploadLimits

FORMATS = {
    JpegImagePlugin.JpegImageFile.format: "image/jpeg",
    MpoImagePlugin.MpoImageFile.format: "image/jpeg",
    PngImagePlugin.PngImageFile.format: "image/png",
    WebPImagePlugin.WebPImageFile.format: "image/webp",
}
"""Taken from the plugins, because Pillow knows only the formats whose plugins were imported."""
OPENED = ("JPEG", "PNG", "WEBP")
"""A JPEG with several pictures opens as JPEG and then calls itself MPO."""
ACTIVE = re.compile(
    rb"<script|<\?php|<html|<!doctype\s+html|<svg\s|%PDF-|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c", re.I
)
"""Signatures long enough not to turn up in a photo by chance."""
TRAILING = (b"PK\x03\x04", b"PK\x05\x06", b"MZ", b"\x7fELF", b"#!", b"\x1f\x8b\x08")
ACTIVE_PDF = re.compile(rb"/JavaScript\b|/JS\s*[(<\d]|/Launch\b|/EmbeddedFile\b")
PDF_END = 2048
ZIP_END = 22 + 65_535
MOVIE_BOXES = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"moof", b"mfra"}
    | {b"sidx", b"styp", b"pdin", b"pnot", b"udta", b"sefd", b"mpvd"}
)


@dataclass(frozen=True, slots=True)
class Media:
    """A file that may be kept; width and height in pixels, for pictures only."""

    media_type: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A checked file. `size` in bytes."""

    name: str
    size: int
    sha256: str
    media: Media


def inspect(file: Path, limits: UploadLimits) -> Media:
    """What `file` is.

    Raises ProblemRaised ``unsupported_media``, ``damaged_file``, ``file_suspicious``,
    ``image_too_large`` or ``file_too_large``.
    """
    content = file.read_bytes()
    if content[4:8] == b"ftyp":
        return _movie(content, limits)
    if content.startswith(b"%PDF-"):
        return _document(content, limits)
    return _picture(file, content, limits)


def _picture(file: Path, content: bytes, limits: UploadLimits) -> Media:
    try:
        with Image.open(file, formats=OPENED) as image:
            kind = image.format or ""
            width, height = image.size
            if width * height > limits.pixels:
                raise ProblemRaised(422, "image_too_large", megapixels=limits.pixels // 1_000_000)
            _check_size(content, limits.photo)
            image.load()
    except UnidentifiedImageError as error:
        raise ProblemRaised(415, "unsupported_media") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ProblemRaised(
            422, "image_too_large", megapixels=limits.pixels // 1_000_000
        ) from error
    except (OSError, SyntaxError, ValueError, struct.error) as error:
        raise ProblemRaised(422, "damaged_file") from error
    if ACTIVE.search(content) or _is_zip(content):
        raise ProblemRaised(422, "file_suspicious")
    if content[_end_of_picture(kind, content) :].lstrip(b"\0").startswith(TRAILING):
        raise ProblemRaised(422, "file_suspicious")
    return Media(FORMATS[kind], width, height)


def _end_of_picture(kind: str, content: bytes) -> int:
    if kind == "PNG":
        at = content.rfind(b"IEND")
        return at + 8 if at >= 0 else len(content)
    if kind == "WEBP":
        return 8 + int(struct.unpack("<I", content[4:8])[0])
    # A JPEG may hold a preview with an end mark of its own, so the last one counts.
    at = content.rfind(b"\xff\xd9")
    return at + 2 if at >= 0 else len(content)


def _movie(content: bytes, limits: UploadLimits) -> Media:
    brand = content[8:12]
    if brand[:3] in (b"hei", b"hev", b"mif", b"avi", b"msf"):
        raise ProblemRaised(415, "unsupported_media")
    _check_size(content, limits.video)
    at, seen = 0, set()
    while at + 8 <= len(content):
        size, name = struct.unpack(">I4s", content[at : at + 8])
        if size == 1 and at + 16 <= len(content):
            size = struct.unpack(">Q", content[at + 8 : at + 16])[0]
        if size == 0:
            size = len(content) - at
        if name not in MOVIE_BOXES or size < 8:
            break
        seen.add(name)
        at += size
    if not {b"ftyp", b"moov"} <= seen or at > len(content):
        raise ProblemRaised(422, "damaged_file")
    if at != len(content) or _is_zip(content):
        raise ProblemRaised(422, "file_suspicious")
    return Media("video/quicktime" if brand == b"qt  " else "video/mp4")


def _document(content: bytes, limits: UploadLimits) -> Media:
    _check_size(content, limits.photo)
    if b"%%EOF" not in content[-PDF_END:]:
        raise ProblemRaised(422, "damaged_file")
    if ACTIVE_PDF.search(content) or _is_zip(content):
        raise ProblemRaised(422, "file_suspicious")
    return Media("application/pdf")


def _is_zip(content: bytes) -> bool:
    """Whether a zip reader, which starts at the end, would open this file as an archive."""
    tail = content[-ZIP_END:]
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        return False
    comment = struct.unpack("<H", tail[at + 20 : at + 22])[0]
    return bool(at + 22 + comment <= len(tail))


def _check_size(content: bytes, limit: int) -> None:
    if len(content) > limit:
        raise too_large(limit)


def too_large(limit: int) -> ProblemRaised:
    return ProblemRaised(413, "file_too_large", megabytes=limit // 1_000_000)
