"""Resting until whoever shares the loop has nothing long to do."""

import asyncio
import time

from ihanoi_desk.client.calm import LATE_S, LOOK_EVERY_S, calm

LONG_S = LOOK_EVERY_S + 2 * LATE_S


async def _hold_up(rounds: int) -> None:
    """Hold the loop up, as drawing does: `rounds` times for longer than goes unnoticed."""
    for _ in range(rounds):
        end = time.perf_counter() + LONG_S
        while time.perf_counter() < end:
            pass
        await asyncio.sleep(0)


async def test_the_rest_lasts_while_the_loop_is_held_up() -> None:
    drawing = asyncio.create_task(_hold_up(20))
    await calm(5 * LONG_S, 60)
    assert drawing.done()


async def test_the_rest_ends_even_if_it_never_gets_calm() -> None:
    drawing = asyncio.create_task(_hold_up(1_000_000))
    await calm(5 * LONG_S, 10 * LONG_S)
    assert not drawing.done()
    drawing.cancel()
