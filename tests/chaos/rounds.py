"""A round: everybody works while one to three things go wrong at random instants."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from tests.chaos.gateway import GOOD, MOODS
from tests.chaos.proxy import STORM
from tests.chaos.town import Seat, Town

ACTIONS = (20, 40)
"""How many actions all desks together try in a round."""
FIRST_FILED, FILED = 12, 3
"""Reports before the first round, and in each of the others."""
LATEST_S = 1.0
DEAD_S = 0.4
LONGEST_S = 1.2

Fault = Callable[[Town, Random], Awaitable[None]]


async def kill_server(town: Town, chance: Random) -> None:
    await town.kill_server()
    await asyncio.sleep(chance.uniform(0, DEAD_S))
    await town.start_server()


async def kill_desk(town: Town, chance: Random) -> None:
    seat = chance.choice(town.seats)
    await town.kill_desk(seat)
    await asyncio.sleep(chance.uniform(0, DEAD_S))
    await town.start_desk(seat)


async def cut(town: Town, chance: Random) -> None:
    town.proxy.cut()
    await asyncio.sleep(chance.uniform(0.1, LONGEST_S))
    town.proxy.mend()


async def stall(town: Town, chance: Random) -> None:
    town.proxy.stall()
    await asyncio.sleep(chance.uniform(0.1, LONGEST_S))
    town.proxy.flow()


async def storm(town: Town, chance: Random) -> None:
    town.proxy.weather = STORM


async def gateway(town: Town, chance: Random) -> None:
    town.gateway.mood = chance.choice([mood for mood in MOODS if mood != GOOD])


FAULTS: tuple[Fault, ...] = (kill_server, kill_desk, cut, stall, storm, gateway)
LIKELY = (2, 3, 2, 2, 4, 3)


async def play(town: Town, number: int, chance: Random) -> int:
    """Play round `number`; how many actions the outboxes took, as far as their desks could say."""
    town.proxy.heal()
    town.gateway.mood = GOOD
    faults = set(chance.choices(FAULTS, LIKELY, k=chance.randint(1, 3)))
    if number == 0:
        # So that the shortest run has seen one.
        faults.add(kill_desk)
    named = sorted(fault.__name__ for fault in faults)
    town.note(round=number, faults=named)
    share = chance.randint(*ACTIONS) // len(town.seats)
    seeds = [chance.getrandbits(32) for _ in town.seats]
    keys = [f"{number}-{turn}" for turn in range(FIRST_FILED if number == 0 else FILED)]
    if number == 0:
        await asyncio.gather(*(town.citizens.file(key) for key in keys))
        keys = []
    async with asyncio.TaskGroup() as round_:
        filing = [round_.create_task(town.citizens.file(key)) for key in keys]
        working = [
            round_.create_task(_work(town, seat, number, share, seed))
            for seat, seed in zip(town.seats, seeds, strict=True)
        ]
        going_wrong = [
            round_.create_task(_later(fault, town, Random(chance.getrandbits(32))))
            for fault in sorted(faults, key=lambda fault: fault.__name__)
        ]
        await asyncio.gather(*working, *going_wrong)
        town.proxy.heal()
        await asyncio.gather(*filing)
    return sum(task.result() for task in working)


async def _later(fault: Fault, town: Town, chance: Random) -> None:
    await asyncio.sleep(chance.uniform(0, LATEST_S))
    await fault(town, chance)


async def _work(town: Town, seat: Seat, number: int, count: int, seed: int) -> int:
    said = await town.ask(seat, do="act", name=f"{seat.login}-{number}", count=count, seed=seed)
    return said["done"] if said else 0
