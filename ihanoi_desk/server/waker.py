"""Wakes whatever waits for news of the database the moment they are committed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from ihanoi_desk.server.news import EVERYBODY, LATER, Topics

PATIENCE_S = 1.0
"""How long news wait for the rest of them; only a process that died keeps them waiting so long."""


class Listener:
    """Somebody who waits. Clear it before looking, so that no news is lost in between."""

    def __init__(self, waker: "Waker", topics: Topics | None) -> None:
        self._waker = waker
        self._event = asyncio.Event()
        self.topics = topics
        """What to be woken for; None for everything."""

    def clear(self) -> None:
        self._event.clear()

    def hear(self, topics: Topics) -> None:
        if self.topics is None or EVERYBODY in topics or not self.topics.isdisjoint(topics):
            self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Whether news came within `seconds`; at once when the server stops."""
        if self._waker.stopped:
            return True
        self._waker.waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        finally:
            self._waker.waiting -= 1
        return True


class Waker:
    """Hands news on to the listeners of one event loop."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._put_off: set[str] = set()
        self.stopped = False
        self.waiting = 0
        """How many listeners sleep at present."""

    @contextmanager
    def listen(self, topics: Topics | None = None) -> Iterator[Listener]:
        """Hear of `topics`, or of everything. Call it on the loop."""
        self._loop = asyncio.get_running_loop()
        listener = Listener(self, topics)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def wake(self, topics: Topics) -> None:
        """News; may be called from any thread, also before or after the loop runs."""
        if topics and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._fire, topics)

    def stop(self) -> None:
        """Send every listener home, now and from now on."""
        self.stopped = True
        self.wake(frozenset({EVERYBODY}))

    def _fire(self, topics: Topics) -> None:
        if LATER in topics:
            if not self._put_off:
                asyncio.get_running_loop().call_later(PATIENCE_S, self._fire_put_off)
            self._put_off |= topics - {LATER}
            return
        self._put_off -= topics
        for listener in self._listeners:
            listener.hear(topics)

    def _fire_put_off(self) -> None:
        if self._put_off:
            self._fire(frozenset(self._put_off))
