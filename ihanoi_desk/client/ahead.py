"""Fetching what comes next while the work on what came is done."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeVar

T = TypeVar("T")


async def ahead(items: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    """The same items; each is fetched while its predecessor is worked on.

    `items` is closed with it. What fails while fetching is raised in its place in the row.
    """
    coming = asyncio.ensure_future(anext(items, None))
    try:
        while (item := await coming) is not None:
            coming = asyncio.ensure_future(anext(items, None))
            yield item
    finally:
        coming.cancel()
        # Waited for, so that nothing of it goes on unseen; what it raises is nobody's any more.
        await asyncio.gather(coming, return_exceptions=True)
        await items.aclose()
