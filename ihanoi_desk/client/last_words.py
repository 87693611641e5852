"""Before the data is locked: what may leave now leaves."""

import asyncio

from ihanoi_desk.client.sync import Sync
from ihanoi_desk.client.waiting import Reason

PATIENCE_S = 3.0
UNDER_WAY = frozenset({Reason.SENDING, Reason.IN_LINE, Reason.UPLOADING})


async def last_words(sync: Sync) -> None:
    """Wait until everything whose undo window is over has been answered, but not for long.

    What can still be taken back, or cannot be sent now, waits for the next unlocking.
    """
    news = asyncio.Event()
    leave = sync.on_status(lambda _: news.set())
    try:
        async with asyncio.timeout(PATIENCE_S):
            while sync.status.online and any(row.why.reason in UNDER_WAY for row in sync.waiting()):
                news.clear()
                await news.wait()
    except TimeoutError:
        return
    finally:
        leave()
