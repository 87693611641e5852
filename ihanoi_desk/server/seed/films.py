"""Draws the sample videos of the demo city: a few drawn pictures in a row, in an MP4 box each."""

import hashlib
import io
import struct
from itertools import accumulate

from PIL import Image

from ihanoi_desk.server.media import File, Media
from ihanoi_desk.server.seed.pictures import Picture

SIZE = (480, 360)
TIMESCALE = 1000
MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
JPEG_IN_MP4 = 0x6C
"""The object type of JPEG in ISO/IEC 14496-1; every frame is then a whole picture."""


def film(picture: Picture, seconds: int, name: str) -> Picture:
    """The picture as a camera that moves across it would film it, one frame a second."""
    with Image.open(io.BytesIO(picture.content)) as drawn:
        frames = [_frame(drawn, second / max(1, seconds - 1)) for second in range(seconds)]
    content = mp4(frames)
    digest = hashlib.sha256(content).hexdigest()
    media = Media("video/mp4", *SIZE, duration_s=float(seconds))
    return Picture(File(name, len(content), digest, media), content)


def _frame(drawn: Image.Image, place: float) -> bytes:
    width, height = drawn.width * 3 // 4, drawn.height * 3 // 4
    left, top = int((drawn.width - width) * place), (drawn.height - height) // 2
    buffer = io.BytesIO()
    view = drawn.crop((left, top, left + width, top + height)).resize(SIZE)
    view.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def mp4(frames: list[bytes], size: tuple[int, int] = SIZE) -> bytes:
    """An MP4 file of JPEG frames, one a second."""
    kind = _box(b"ftyp", b"isom\0\0\2\0isomiso2mp41")
    # The positions of the frames have a fixed width, so the head can be measured before.
    head = len(_movie(frames, size, 0))
    movie = _movie(frames, size, len(kind) + head + 8)
    return kind + movie + _box(b"mdat", b"".join(frames))


def _movie(frames: list[bytes], size: tuple[int, int], start: int) -> bytes:
    length = len(frames) * TIMESCALE
    shape = struct.pack(">II", size[0] << 16, size[1] << 16)
    head = struct.pack(">IIIIIH10x", 0, 0, TIMESCALE, length, 0x10000, 0x100)
    track = struct.pack(">IIIII8xHHHH", 0, 0, 1, 0, length, 0, 0, 0, 0) + MATRIX + shape
    media = _box(
        b"mdia",
        _full(b"mdhd", struct.pack(">IIIIHH", 0, 0, TIMESCALE, length, 0x55C4, 0)),
        _full(b"hdlr", b"\0\0\0\0vide" + b"\0" * 12 + b"\0"),
        _box(
            b"minf",
            _full(b"vmhd", b"\0" * 8, flags=1),
            _box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1))),
            _table(frames, size, start),
        ),
    )
    return _box(
        b"moov",
        _full(b"mvhd", head + MATRIX + b"\0" * 24 + struct.pack(">I", 2)),
        _box(b"trak", _full(b"tkhd", track, flags=7), media),
    )


def _table(frames: list[bytes], size: tuple[int, int], start: int) -> bytes:
    count = len(frames)
    sizes = [len(frame) for frame in frames]
    places = [start + before for before in accumulate([0, *sizes[:-1]])]
    return _box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1), _entry(size)),
        _full(b"stts", struct.pack(">III", 1, count, TIMESCALE)),
        _full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        _full(b"stsz", struct.pack(f">II{count}I", 0, count, *sizes)),
        _full(b"stco", struct.pack(f">I{count}I", count, *places)),
    )


def _entry(size: tuple[int, int]) -> bytes:
    decoder = _described(4, struct.pack(">BBHBII", JPEG_IN_MP4, 0x11, 0, 0, 0, 0))
    stream = _described(3, struct.pack(">HB", 1, 0) + decoder + _described(6, b"\2"))
    picture = struct.pack(">HHIIIHH", 0, 0, 0, 0, 0, *size)
    drawn = struct.pack(">IIIH32xHh", 0x480000, 0x480000, 0, 1, 24, -1)
    return _box(b"mp4v", b"\0" * 6 + struct.pack(">H", 1), picture, drawn, _full(b"esds", stream))


def _described(tag: int, body: bytes) -> bytes:
    return bytes((tag, len(body))) + body


def _full(name: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(name, struct.pack(">I", flags), *parts)


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), name) + body
