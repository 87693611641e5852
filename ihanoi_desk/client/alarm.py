"""Sleeping until something changes or the next moment comes."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

LEAST_S = 0.01
LONGEST_S = 30.0
"""The wall clock cannot be trusted to go on as it does for longer."""


class Alarm:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def sleep(self, until: Iterable[datetime | None]) -> None:
        """Until the soonest of the moments, or the next ring from now on."""
        self._rung.clear()
        now = self._clock()
        waits = [(moment - now).total_seconds() for moment in until if moment]
        seconds = max(LEAST_S, min(*waits, LONGEST_S)) if waits else None
        try:
            # asyncio.wait_for would swallow a cancellation that comes with the event (3.11).
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return
