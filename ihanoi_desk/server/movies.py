"""The boxes of an MP4 or QuickTime file: whether they fit, and what the first ones say."""

import contextlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ihanoi_desk.domain.positions import Position
from ihanoi_desk.server import camera

BOXES = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"moof", b"mfra"}
    | {b"sidx", b"styp", b"pdin", b"pnot", b"udta", b"sefd", b"mpvd"}
)
SINCE_1904 = datetime(1904, 1, 1, tzinfo=UTC)
PLACE = re.compile(rb"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
"""ISO 6709, as phones write it: ``+21.0287+105.8524/``."""
APPLE_PLACE = b"com.apple.quicktime.location.ISO6709"


class BrokenMovie(Exception):
    """The boxes do not fit into the file, or the one that describes it is missing."""


class NotOnlyMovie(Exception):
    """Something that is no box stands in the file."""


@dataclass(frozen=True, slots=True)
class Movie:
    """`duration_s` in seconds."""

    duration_s: float
    shot: camera.Shot


def read(content: bytes) -> Movie:
    """Raises BrokenMovie or NotOnlyMovie."""
    head: dict[bytes, bytes] = {}
    end = 0
    for name, start, next_at in _boxes(content, 0):
        if name not in BOXES:
            break
        if name == b"moov":
            head = dict(_parts(content[start:next_at]))
        end = next_at
    if b"mvhd" not in head or end > len(content):
        raise BrokenMovie
    if end != len(content):
        raise NotOnlyMovie
    duration, made = _times(head[b"mvhd"])
    return Movie(duration, camera.Shot(made, _place(head)))


def _boxes(content: bytes, at: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start of the body and end of each box; the last end may lie beyond the content."""
    while at + 8 <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        start = at + 8
        if size == 1 and at + 16 <= len(content):
            (size,) = struct.unpack_from(">Q", content, at + 8)
            start = at + 16
        if size == 0:
            size = len(content) - at
        if size < start - at:
            return
        yield name, start, at + size
        at += size


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    for name, start, end in _boxes(content, 0):
        yield name, content[start:end]


def _times(head: bytes) -> tuple[float, datetime | None]:
    """Length in seconds, and when it was made by the camera's clock."""
    try:
        layout = ">xxxxQQIQ" if head[0] else ">xxxxIIII"
        made, _, scale, length = struct.unpack_from(layout, head)
        duration = length / scale
    except (IndexError, struct.error, ZeroDivisionError) as error:
        raise BrokenMovie from error
    with contextlib.suppress(OverflowError):
        at = SINCE_1904 + timedelta(seconds=made)
        if at >= camera.EARLIEST:
            return duration, at
    return duration, None


def _place(head: dict[bytes, bytes]) -> Position | None:
    written = dict(_parts(head.get(b"udta", b""))).get(b"\xa9xyz")
    notes = head.get(b"meta", b"")
    if not written and APPLE_PLACE in notes:
        written = notes
    found = PLACE.search(written) if written else None
    return camera.position(float(found[1]), float(found[2])) if found else None
