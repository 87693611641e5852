"""Pauses between tries that grow with every failure, by chance, so that a whole office does not
come back in the same instant."""

import asyncio
import random

FIRST_S = 0.5
LONGEST_S = 30.0
LEAST_S = 0.1
"""Chance may say zero; a try never follows its failure at once."""


class Backoff:
    def __init__(self) -> None:
        self._longest = FIRST_S
        self._cut = asyncio.Event()

    def next(self) -> float:
        """The seconds to wait after one more failure."""
        seconds = random.uniform(LEAST_S, self._longest)
        self._longest = min(self._longest * 2, LONGEST_S)
        return seconds

    def reset(self) -> None:
        """It worked: the next pause is a short one again."""
        self._longest = FIRST_S

    def cut(self) -> None:
        """Try now."""
        self._cut.set()

    async def pause(self, seconds: float) -> None:
        """That long, or until it is cut short, which also forgets the failures."""
        self._cut.clear()
        try:
            # asyncio.wait_for would swallow a cancellation that comes with the event (3.11).
            async with asyncio.timeout(seconds):
                await self._cut.wait()
        except TimeoutError:
            return
        self.reset()
