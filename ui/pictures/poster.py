"""The first picture of a video, for its thumbnail: made here, for the server unpacks no videos."""

import asyncio
import importlib
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage

from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.domain.wire import Attachment
from ui.parts.picture import decode

LARGEST = 8_000_000
"""Bytes. A larger video is fetched when somebody opens it; from then on it has a poster too."""
REST_S = 0.3
"""Whoever only passes by fetches nothing."""
PATIENCE_S = 5.0
QUALITY = 80


async def poster(cache: Cache, film: Attachment, within: QSize) -> QImage:
    """A null picture while there is none: no connection, too large, or nothing that can be played.

    What was made once is kept like any other thumbnail.
    """
    try:
        kept = await cache.at_hand(film, small=True)
        if kept is None:
            await asyncio.sleep(REST_S)
            kept = await _made(cache, film, within)
    except EnvironmentProblem:
        return QImage()
    return await asyncio.to_thread(decode, kept, within) if kept else QImage()


async def _made(cache: Cache, film: Attachment, within: QSize) -> bytes:
    body = await cache.at_hand(film)
    if body is None:
        if film.size > LARGEST:
            return b""
        body = await cache.file(film)
    frame = await _first_frame(body)
    if frame is None:
        return b""
    small = await asyncio.to_thread(_packed, frame, within)
    await cache.keep_small(film, small)
    return small


async def _first_frame(body: bytes) -> Any:
    """The first frame, not unpacked yet; None when there is no player or nothing to play."""
    try:
        # Importing takes longer than a key stroke may.
        multimedia = await asyncio.to_thread(importlib.import_module, "PySide6.QtMultimedia")
    except ImportError:
        return None
    found: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def end(frame: Any) -> None:
        if not found.done():
            found.set_result(frame)

    def seen(frame: Any) -> None:
        if frame.isValid():
            end(multimedia.QVideoFrame(frame))

    kept = QByteArray(body)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    player, sink = multimedia.QMediaPlayer(), multimedia.QVideoSink()
    player.setVideoSink(sink)
    sink.videoFrameChanged.connect(seen)
    player.errorOccurred.connect(lambda *_: end(None))
    player.setSourceDevice(buffer)
    player.pause()
    try:
        return await asyncio.wait_for(found, PATIENCE_S)
    except TimeoutError:
        return None
    finally:
        player.stop()
        player.setSourceDevice(None)


def _packed(frame: Any, within: QSize) -> bytes:
    image = frame.toImage().scaled(
        within,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    packed = QByteArray()
    buffer = QBuffer(packed)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", QUALITY)
    return bytes(packed.data())
