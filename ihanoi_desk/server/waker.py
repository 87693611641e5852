"""Wakes everything that waits for news of the database the moment a write is committed."""

import asyncio


class Waker:
    """Waiters take `ticket()` before they look, so that no news is lost in between."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.stopped = False
        self.waiting = 0
        """How many waiters sleep at present."""

    def ticket(self) -> asyncio.Event:
        """The event that the next news will set. Call it on the loop."""
        self._loop = asyncio.get_running_loop()
        return self._event

    def wake(self) -> None:
        """News; may be called from any thread, also before or after the loop runs."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._fire)

    def stop(self) -> None:
        """Send every waiter home, now and from now on."""
        self.stopped = True
        self.wake()

    async def wait(self, ticket: asyncio.Event, seconds: float) -> bool:
        """Whether news came within `seconds`."""
        self.waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await ticket.wait()
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
        return True

    def _fire(self) -> None:
        event, self._event = self._event, asyncio.Event()
        event.set()
