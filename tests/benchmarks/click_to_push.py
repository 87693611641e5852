"""From the pressed accept to the notice in the citizen's inbox, beside two bare posts."""

import asyncio
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta

from ihanoi_desk.client import outbox
from ihanoi_desk.domain.cases import Action
from tests.benchmarks.figure import Figure, Pair, compare
from tests.benchmarks.office import Office, now, number_of, open_office

GOAL = 3.0
ROUNDS = 25
WARM = 5
NO_UNDO = timedelta()


def measure() -> Iterator[Figure]:
    pairs = asyncio.run(_take())
    yield compare("click-to-push", pairs, GOAL, "ms")


async def _take() -> list[Pair]:
    pairs = []
    async with open_office() as office:
        for _ in range(WARM + ROUNDS):
            case_id = number_of(await office.file())
            await office.until_told(case_id)
            value = await _accept(office, case_id)
            # The push loop and the feed still work on the accept; the floor must not pay for it.
            await office.until_told(case_id)
            pairs.append((value, await _post_twice(office)))
    return pairs[WARM:]


async def _accept(office: Office, case_id: int) -> float:
    """Milliseconds until the citizen's app has read the notice."""
    shift = office.shift
    known = max(notice.id for notice in await office.citizen.notifications())
    action = Action(id=uuid.uuid4().hex, case_id=case_id, verb="accept", at=now())
    begun = time.perf_counter()
    outbox.do(shift.store, action, shift.me, now(), NO_UNDO)
    await office.until(lambda: outbox.numbers(shift.store)[0] == 0)
    notices = await office.citizen.notifications(after=known)
    ended = time.perf_counter()
    assert [notice.event for notice in notices] == ["case_accepted"]
    return (ended - begun) * 1000


async def _post_twice(office: Office) -> float:
    begun = time.perf_counter()
    for _ in range(2):
        (await office.floor.post("/notes", content="note")).raise_for_status()
    return (time.perf_counter() - begun) * 1000
