"""A thousand actions that waited for the network, beside as many bare posts of the same size."""

import asyncio
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta

from ihanoi_desk.client import outbox
from ihanoi_desk.client.codec import encode
from ihanoi_desk.domain.cases import Action
from tests.benchmarks.figure import Figure, Pair, compare
from tests.benchmarks.office import Office, now, number_of, open_office

GOAL = 2.0
ROUNDS = 3
CASES = 250
NOTES = ("Đã gọi điện.", "Đã hẹn đội vệ sinh.", "Chiều đi xem lại.")
WARM = 20
NO_UNDO = timedelta()


def measure() -> Iterator[Figure]:
    pairs = asyncio.run(_take())
    yield compare("drain-1000", pairs, GOAL, "ms")


async def _take() -> list[Pair]:
    pairs = []
    async with open_office() as office:
        await _post(office, [b"warm"] * WARM)
        for _ in range(ROUNDS):
            case_ids = [number_of(await office.file()) for _ in range(CASES)]
            await office.until_told(case_ids[-1])
            actions = [action for case_id in case_ids for action in _work_on(case_id)]
            value = await _drain(office, actions)
            # What others still have to do with these actions is no load on the floor.
            await office.until_told(case_ids[-1])
            pairs.append((value, await _post(office, [encode(row).encode() for row in actions])))
    return pairs


def _work_on(case_id: int) -> list[Action]:
    """One accept, of which the citizen is told, and three notes."""
    wanted = [("accept", ""), *(("note", note) for note in NOTES)]
    return [
        Action(id=uuid.uuid4().hex, case_id=case_id, verb=verb, at=now(), note=note)
        for verb, note in wanted
    ]


async def _drain(office: Office, actions: list[Action]) -> float:
    """Milliseconds from the moment they may leave until nothing waits."""
    shift = office.shift
    # Nothing leaves while this thread puts them in line.
    outbox.do_all(shift.store, actions, shift.me, now(), NO_UNDO)
    begun = time.perf_counter()
    await office.until(lambda: outbox.numbers(shift.store)[0] == 0)
    ended = time.perf_counter()
    assert outbox.numbers(shift.store) == (0, 0)
    return (ended - begun) * 1000


async def _post(office: Office, bodies: list[bytes]) -> float:
    begun = time.perf_counter()
    for body in bodies:
        (await office.floor.post("/notes", content=body)).raise_for_status()
    return (time.perf_counter() - begun) * 1000
