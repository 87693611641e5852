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
    WebPImagePlugin,
)

from ihanoi_desk.server import camera, movies
from ihanoi_desk.server.camera import Shot
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
HEADS = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
"""By these a picture is known that cannot be drawn any more."""
SPOILT = (OSError, SyntaxError, ValueError, struct.error)
"""What a picture that is not whole raises."""
ACTIVE = re.compile(
    rb"<script|<\?php|<html|<!doctype\s+html|<svg\s|%PDF-|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c", re.I
)
"""Signatures long enough not to turn up in a photo by chance."""
TRAILING = (b"PK\x03\x04", b"PK\x05\x06", b"MZ", b"\x7fELF", b"#!", b"\x1f\x8b\x08")
ACTIVE_PDF = re.compile(rb"/JavaScript\b|/JS\s*[(<\d]|/Launch\b|/EmbeddedFiles?\b|/RichMedia\b")
SPELLED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A PDF may write any letter of a name as its number."""
PDF_END = 2048
ZIP_END = 22 + 65_535
NOTHING_KNOWN = Shot()


@dataclass(frozen=True, slots=True)
class Media:
    """A file that may be kept. Width and height in pixels as shown, for pictures only; a duration
    in seconds, for videos only; `is_bare` when it carries nothing but the picture itself;
    `is_broken` when it begins as what it is and cannot be shown whole."""

    media_type: str
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    shot: Shot = NOTHING_KNOWN
    is_bare: bool = False
    is_broken: bool = False

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_film(self) -> bool:
        return self.media_type.startswith("video/")


@dataclass(frozen=True, slots=True)
class File:
    """A checked file. `size` in bytes."""

    name: str
    size: int
    sha256: str
    media: Media


def inspect(file: Path, limits: UploadLimits) -> Media:
    """What `file` is; a broken one too, for whoever may take it.

    Raises ProblemRaised ``unsupported_media``, ``file_suspicious``, ``image_too_large``,
    ``film_too_long`` or ``file_too_large``.
    """
    content = file.read_bytes()
    if is_movie(content):
        return _movie(content, limits)
    if content.startswith(b"%PDF-"):
        return _document(content, limits)
    return _picture(file, content, limits)


def is_movie(head: bytes) -> bool:
    """Whether what begins like this is an MP4 or QuickTime file, or none at all."""
    return head[4:8] == b"ftyp"


def picture_type(file: Path) -> str:
    """The media type of a picture that was taken in before; octets when it is none any more."""
    try:
        with Image.open(file, formats=OPENED) as image:
            return FORMATS[image.format or ""]
    except OSError:
        return "application/octet-stream"


def _picture(file: Path, content: bytes, limits: UploadLimits) -> Media:
    begins_as = next((kind for head, kind in HEADS if head.match(content)), None)
    if begins_as is None:
        raise ProblemRaised(415, "unsupported_media")
    try:
        media = _drawn(file, content, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ProblemRaised(
            422, "image_too_large", megapixels=limits.pixels // 1_000_000
        ) from error
    except SPOILT:
        media = Media(begins_as, is_broken=True)
    if ACTIVE.search(content) or _is_zip(content):
        raise ProblemRaised(422, "file_suspicious")
    return media


def _drawn(file: Path, content: bytes, limits: UploadLimits) -> Media:
    with Image.open(file, formats=OPENED) as image:
        kind = image.format or ""
        if image.width * image.height > limits.pixels:
            raise ProblemRaised(422, "image_too_large", megapixels=limits.pixels // 1_000_000)
        _check_size(content, limits.photo)
        shot = camera.read(image)
        try:
            image.load()
        except SPOILT:
            # The notes come first, so they may be whole.
            return Media(FORMATS[kind], shot=shot, is_broken=True)
        width, height = camera.upright_size(image)
        is_bare = camera.says_nothing(image, content)
    if content[_end_of_picture(kind, content) :].lstrip(b"\0").startswith(TRAILING):
        raise ProblemRaised(422, "file_suspicious")
    return Media(FORMATS[kind], width, height, shot=shot, is_bare=is_bare)


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
    if _is_zip(content):
        raise ProblemRaised(422, "file_suspicious")
    kind = "video/quicktime" if brand == b"qt  " else "video/mp4"
    try:
        movie = movies.read(content)
    except movies.BrokenMovie:
        return Media(kind, is_broken=True)
    except movies.NotOnlyMovie as error:
        raise ProblemRaised(422, "file_suspicious") from error
    if movie.duration_s > limits.film_s:
        raise ProblemRaised(422, "film_too_long", seconds=limits.film_s)
    return Media(kind, duration_s=movie.duration_s, shot=movie.shot)


def _document(content: bytes, limits: UploadLimits) -> Media:
    _check_size(content, limits.photo)
    names = SPELLED.sub(lambda found: bytes.fromhex(found[1].decode()), content)
    if ACTIVE_PDF.search(names) or _is_zip(content):
        raise ProblemRaised(422, "file_suspicious")
    return Media("application/pdf", is_broken=b"%%EOF" not in content[-PDF_END:])


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
