"""The sender and its clock: what falls due while it looks is not slept over."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, repeat

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.resting import Resting
from ihanoi_desk.client.sending import Sender
from ihanoi_desk.client.store import Store
from tests.client.replica_rows import NOW, UNDO, do, numbered, put

MOMENT = timedelta(milliseconds=1)
NOWHERE = "http://127.0.0.1:9"
PATIENCE_S = 10


def passing() -> Iterator[datetime]:
    """The time for taking back ends between the first look at the clock and the second."""
    return chain([NOW + UNDO - MOMENT], repeat(NOW + UNDO + MOMENT))


async def test_what_falls_due_between_two_looks_is_looked_at_again(store: Store) -> None:
    put(store, numbered(1))
    do(store, 1, "accept")
    moments = passing()
    api = DeskApi(NOWHERE)
    sender = Sender(store, api, lambda: next(moments), Resting(lambda: NOW), lambda: None)
    async with asyncio.timeout(PATIENCE_S):
        assert await sender.once() is False
    await api.close()
