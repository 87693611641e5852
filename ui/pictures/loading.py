"""Getting a file to look at: there, not to be had now, or broken for good."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from ihanoi_desk.client.errors import BadAnswer, EnvironmentProblem, ServerProblem
from ui.parts.picture import decode
from ui.pictures.levels import Levels

Fetch = Callable[[], Awaitable[bytes]]


class Trouble(StrEnum):
    """Why there is nothing to look at; also the ends of the words about it."""

    OFFLINE = "offline"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Loaded:
    """`levels` holds a picture; `body` is given for everything."""

    body: bytes = b""
    levels: Levels | None = None
    trouble: Trouble | None = None


async def small(fetch: Fetch, within: QSize) -> QImage | Trouble:
    """A thumbnail not larger than `within`."""
    body = await _body(fetch)
    if isinstance(body, Trouble):
        return body
    image = await asyncio.to_thread(decode, body, within)
    return Trouble.BROKEN if image.isNull() else image


async def whole(fetch: Fetch, is_picture: bool) -> Loaded:
    """A file at full size."""
    body = await _body(fetch)
    if isinstance(body, Trouble):
        return Loaded(trouble=body)
    if not is_picture:
        return Loaded(body)
    levels = await asyncio.to_thread(lambda: Levels.of(decode(body)))
    return Loaded(body, levels) if levels else Loaded(body, trouble=Trouble.BROKEN)


async def _body(fetch: Fetch) -> bytes | Trouble:
    try:
        return await fetch()
    except (ServerProblem, BadAnswer):
        # The server does not have it, or has something else under its name.
        return Trouble.BROKEN
    except EnvironmentProblem:
        return Trouble.OFFLINE
