"""Before the data is locked: what may leave now leaves."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from ihanoi_desk.client import outbox
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.sync import Sync


async def last_words(sync: Sync, store: Store, clock: Callable[[], datetime]) -> None:
    """Wait until everything whose undo window is over has been answered, or nobody is there.

    What can still be taken back waits for the next unlocking.
    """
    news = asyncio.Event()
    leave = sync.on_status(lambda _: news.set())
    try:
        while sync.status.online and _may_leave(store, clock()):
            news.clear()
            await news.wait()
    finally:
        leave()


def _may_leave(store: Store, now: datetime) -> bool:
    soonest = outbox.soonest(store)
    return soonest is not None and soonest <= now
