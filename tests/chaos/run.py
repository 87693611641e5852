"""The whole run: rounds of bad luck, everything healed, everything drained, everything counted."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from ihanoi_desk.server.database import Database
from ihanoi_desk.server.push.jobs import LEASE, LONGEST_PAUSE
from tests.chaos import journal, reckoning, rounds
from tests.chaos.pushes import waiting
from tests.chaos.town import Town

PATIENCE_S = 90.0
LOOK_S = 0.2
SAY_EVERY = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """The four that have to be zero, and what else was found wanting."""

    rounds: int
    actions: int
    counts: dict[str, int]
    context: dict[str, Any]
    details: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not any(self.counts.values())

    def shown(self) -> dict[str, Any]:
        return {"rounds": self.rounds, "actions": self.actions, **self.counts, **self.context}


async def run(
    folder: Path,
    database: str,
    count: int,
    desks: int,
    seed: int,
    say: Callable[[str], None],
    workers: int = 1,
) -> Figures:
    """Play `count` rounds in `folder` and reckon up."""
    begun = time.monotonic()
    chance = Random(seed)
    town = await Town.open(folder, database, desks, workers, chance)
    try:
        await town.begin()
        for number in range(count):
            await rounds.play(town, number, chance)
            if (number + 1) % SAY_EVERY == 0:
                say(f"round {number + 1} of {count}, {time.monotonic() - begun:.0f} s")
        kept, differing = await drain(town)
    finally:
        await town.close()
    return _reckon(town, count, seed, kept, differing, time.monotonic() - begun)


async def drain(town: Town) -> tuple[dict[str, str], list[str]]:
    """Heal, wait until nothing moves; what the outboxes keep, and where a desk is not right."""
    await town.heal()
    await _until(town, _all_sent)
    await town.jump((LEASE + LONGEST_PAUSE).total_seconds())
    database = Database(town.database)
    try:
        await _until(town, lambda _: _told(database))
    finally:
        database.close()
    await _until(town, _all_equal)
    kept: dict[str, str] = {}
    differing: list[str] = []
    for seat in town.seats:
        seen = await town.ask(seat, do="look") or {"outbox": {}, "differing": ["dead"]}
        kept |= seen["outbox"]
        differing += [f"{seat.login}: case {case_id}" for case_id in seen["differing"]]
    return kept, differing


async def _until(town: Town, holds: Callable[[Town], Any]) -> None:
    """Wait for a condition, for as long as can be reasonable; the reckoning tells the rest."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if await holds(town):
            return
        await asyncio.sleep(LOOK_S)


async def _all_sent(town: Town) -> bool:
    stands = [await town.ask(seat, do="kick") for seat in town.seats]
    return all(stand and not stand["waiting"] and stand["online"] for stand in stands)


async def _told(database: Database) -> bool:
    return await asyncio.to_thread(waiting, database) == 0


async def _all_equal(town: Town) -> bool:
    seen = [await town.ask(seat, do="look") for seat in town.seats]
    return all(look and not look["differing"] for look in seen)


def _reckon(
    town: Town, count: int, seed: int, kept: dict[str, str], differing: list[str], took_s: float
) -> Figures:
    applied = reckoning.read(town.database)
    words: dict[str, str] = {}
    for seat in town.seats:
        words |= journal.read(seat.folder / "journal")
    shown = town.gateway.shown()
    found = {
        "lost": reckoning.lost(words, kept, applied),
        "doubled": sorted(name for name, times in applied.times.items() if times > 1),
        "told_twice": reckoning.told_twice(shown, applied),
        "never_told": reckoning.never_told(shown, applied),
        "against_will": reckoning.against_will(words, applied),
        "differing": differing,
        "waiting": sorted(name for name, state in kept.items() if state != "refused"),
        "complaints": town.complaints(),
    }
    context = {
        "seed": seed,
        "seconds": round(took_s, 1),
        "filed": len(town.citizens.filed),
        "applied": len(applied.times),
        "refused": sum(state == "refused" for state in kept.values()),
        "pushes": len(applied.pushes),
        "messages": len(shown),
        "audit_lines": applied.audit_lines,
        "troubles": town.proxy.troubles,
        "killed": town.kills,
    }
    details = tuple(f"{name}: {line}" for name, lines in found.items() for line in lines)
    counts = {name: len(lines) for name, lines in found.items()}
    return Figures(count, len(words), counts, context, details)
