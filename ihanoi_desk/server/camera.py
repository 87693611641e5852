"""What a camera wrote into a picture: when and where it was taken. Never passed on to others."""

import contextlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PIL import ExifTags, Image

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.positions import Position

SIDEWAYS = frozenset({5, 6, 7, 8})
"""Orientations by which a picture is shown turned, with width and height exchanged."""
PLAIN_JPEG = frozenset({"APP0", "APP14"})
"""Segments that say how to draw a JPEG and nothing about who took it."""
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shot:
    """`taken_at` by the camera's own clock; None for what is not written or not possible."""

    taken_at: datetime | None = None
    position: Position | None = None


def read(image: Image.Image) -> Shot:
    """Broken notes of a camera are no notes: the picture itself may still be good."""
    try:
        exif = image.getexif()
        return Shot(
            _moment(exif.get_ifd(ExifTags.IFD.Exif)), _position(exif.get_ifd(ExifTags.IFD.GPSInfo))
        )
    # Whatever a stranger writes there: wrong types, endless loops of offsets, cut strings.
    except Exception:
        return Shot()


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height as a viewer shows it."""
    with contextlib.suppress(Exception):
        if image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS:
            return image.height, image.width
    return image.size


def says_nothing(image: Image.Image, content: bytes) -> bool:
    """Whether an opened picture carries nothing beside itself, and may be passed on as it is.

    Only JPEG is looked into; the others can carry notes in too many ways.
    """
    segments = {name for name, _ in getattr(image, "applist", [("unknown", b"")])}
    return (
        image.format == "JPEG"
        and segments <= PLAIN_JPEG
        and "icc_profile" not in image.info
        and content.rstrip(b"\0").endswith(b"\xff\xd9")
        and content.count(b"\xff\xd9") == 1
    )


def _moment(notes: Mapping[int, Any]) -> datetime | None:
    written = notes.get(ExifTags.Base.DateTimeOriginal)
    if not written:
        return None
    text = str(written).strip("\0 ")
    zone = str(notes.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\0 ")
    with contextlib.suppress(ValueError):
        if zone:
            taken = datetime.strptime(f"{text} {zone}", "%Y:%m:%d %H:%M:%S %z")
        else:
            taken = datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=HANOI)
        if taken >= EARLIEST:
            return taken.astimezone(UTC)
    return None


def _position(notes: Mapping[int, Any]) -> Position | None:
    try:
        lat = _degrees(notes[ExifTags.GPS.GPSLatitude])
        lon = _degrees(notes[ExifTags.GPS.GPSLongitude])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if str(notes.get(ExifTags.GPS.GPSLatitudeRef, "N")).startswith("S"):
        lat = -lat
    if str(notes.get(ExifTags.GPS.GPSLongitudeRef, "E")).startswith("W"):
        lon = -lon
    return position(lat, lon)


def position(lat: float, lon: float) -> Position | None:
    """A place on earth; 0, 0 is what a camera without a fix writes."""
    possible = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
    return Position(lat, lon) if possible and (lat, lon) != (0, 0) else None


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
