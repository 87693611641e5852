"""Before the data is locked: what may leave now leaves."""

import asyncio

from ihanoi_desk.client.sync import Sync
from ihanoi_desk.client.waiting import Reason

UNDER_WAY = frozenset({Reason.SENDING, Reason.IN_LINE, Reason.UPLOADING})


async def last_words(sync: Sync) -> None:
    """Wait until everything whose undo window is over has been answered, or nobody is there.

    What can still be taken back waits for the next unlocking.
    """
    news = asyncio.Event()
    leave = sync.on_status(lambda _: news.set())
    try:
        while sync.status.online and any(row.why.reason in UNDER_WAY for row in sync.waiting()):
            news.clear()
            await news.wait()
    finally:
        leave()
