"""Waiting until whoever shares the loop has nothing long to do."""

import asyncio

LOOK_EVERY_S = 0.01
LATE_S = 0.005
"""Woken up later than this, the loop was busy with something else."""


async def calm(for_s: float, longest_s: float) -> None:
    """Back when the loop has been free for `for_s` seconds, and at the latest after `longest_s`."""
    loop = asyncio.get_running_loop()
    begun = busy_at = loop.time()
    while (now := loop.time()) - busy_at < for_s and now - begun < longest_s:
        await asyncio.sleep(LOOK_EVERY_S)
        if loop.time() - now > LOOK_EVERY_S + LATE_S:
            busy_at = loop.time()
