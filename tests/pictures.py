"""Pictures and videos as a phone takes them: with the place and the moment written into them."""

import io
import struct
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image

from ihanoi_desk.server.seed.films import mp4

LEFT, RIGHT = (200, 30, 30), (30, 30, 200)


def phone_photo(
    *,
    size: tuple[int, int] = (320, 240),
    taken: str = "2026:11:20 08:15:00",
    zone: str = "",
    at: tuple[float, float] | None = None,
    orientation: int = 1,
    kind: str = "JPEG",
) -> bytes:
    """A picture whose left half is red and whose right half is blue before it is turned."""
    image = Image.new("RGB", size, RIGHT)
    image.paste(LEFT, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Model] = "Điện thoại mẫu"
    notes: dict[int, Any] = exif.get_ifd(ExifTags.IFD.Exif)
    notes[ExifTags.Base.DateTimeOriginal] = taken
    if zone:
        notes[ExifTags.Base.OffsetTimeOriginal] = zone
    if at:
        gps: dict[int, Any] = exif.get_ifd(ExifTags.IFD.GPSInfo)
        for value, name, number, signs in (
            (at[0], ExifTags.GPS.GPSLatitudeRef, ExifTags.GPS.GPSLatitude, "NS"),
            (at[1], ExifTags.GPS.GPSLongitudeRef, ExifTags.GPS.GPSLongitude, "EW"),
        ):
            gps[name] = signs[value < 0]
            gps[number] = _sexagesimal(abs(value))
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif, comment=b"ghi chu cua may anh")
    return buffer.getvalue()


def film(
    seconds: int = 3, made: datetime | None = None, place: str = "", by_apple: bool = False
) -> bytes:
    """A playable MP4 of so many seconds; `by_apple` notes the place as those phones do."""
    frame = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(frame, "JPEG")
    content = bytearray(mp4([frame.getvalue()] * seconds, (64, 48)))
    head = content.index(b"mvhd") + 8
    if made:
        since = int((made - datetime(1904, 1, 1, tzinfo=made.tzinfo)).total_seconds())
        content[head : head + 4] = struct.pack(">I", since)
    if place:
        notes = _apple_notes(place) if by_apple else _notes(place)
        start = content.index(b"moov") - 4
        size = struct.unpack_from(">I", content, start)[0]
        content[start : start + 4] = struct.pack(">I", size + len(notes))
        content[start + size : start + size] = notes
    return bytes(content)


def _notes(place: str) -> bytes:
    return _box(b"udta", _box(b"\xa9xyz", struct.pack(">HH", len(place), 0) + place.encode()))


def _apple_notes(place: str) -> bytes:
    key = _box(b"mdta", b"com.apple.quicktime.location.ISO6709")
    value = _box(b"data", struct.pack(">II", 1, 0) + place.encode())
    keys = _box(b"keys", struct.pack(">II", 0, 1) + key)
    return _box(b"meta", keys + _box(b"ilst", _box(b"\0\0\0\1", value)))


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def _sexagesimal(value: float) -> tuple[float, float, float]:
    minutes = value % 1 * 60
    return (int(value), int(minutes), minutes % 1 * 60)
