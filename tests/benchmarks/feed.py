"""From a citizen's report to another desk's replica, beside a bare long poll that is woken."""

import asyncio
import time
from collections.abc import Iterator

from ihanoi_desk.client.store import Changed
from tests.benchmarks.figure import Figure, Pair, compare
from tests.benchmarks.office import Office, number_of, open_office

GOAL = 4.0
ROUNDS = 25
WARM = 5


def measure() -> Iterator[Figure]:
    pairs = asyncio.run(_take())
    yield compare("feed", pairs, GOAL, "ms")


async def _take() -> list[Pair]:
    pairs = []
    async with open_office() as office:
        for _ in range(WARM + ROUNDS):
            value = await _file(office)
            pairs.append((value, await _wake(office)))
    return pairs[WARM:]


async def _file(office: Office) -> float:
    """Milliseconds from the citizen's tap until the replica holds the case."""
    arrivals: dict[int, float] = {}

    def note(changed: Changed) -> None:
        for case_id in changed.cases or ():
            arrivals.setdefault(case_id, time.perf_counter())

    leave = office.shift.store.subscribe(note)
    begun = time.perf_counter()
    case_id = number_of(await office.file())
    # Waiting also for the push keeps the rest of this round's work out of the next one.
    await office.until_told(case_id)
    leave()
    return (arrivals[case_id] - begun) * 1000


async def _wake(office: Office) -> float:
    """Milliseconds from a bare post until the bare request that waited has its answer."""
    poll = asyncio.create_task(office.floor.get("/wait"))
    (await office.floor.get("/waiting")).raise_for_status()
    begun = time.perf_counter()
    post = asyncio.create_task(office.floor.post("/notes", content="note"))
    (await poll).raise_for_status()
    ended = time.perf_counter()
    (await post).raise_for_status()
    return (ended - begun) * 1000
