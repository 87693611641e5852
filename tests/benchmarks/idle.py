"""What a desk costs while nothing happens: one empty poll, and five hundred desks that wait."""

import asyncio
import itertools
import ssl
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from ihanoi_desk.client.api import DeskApi
from tests.benchmarks.figure import Figure, Pair, compare
from tests.benchmarks.served_city import ServedCity, served

POLL_GOAL = 2.0
ROUNDS = 6
REQUESTS = 250
DESKS = 500
IDLE_GOAL = 0.05
WATCHED_S = 75.0
"""Longer than one long poll, so that every desk asks again at least once."""
PASSWORD = "ihanoi-demo"
LONGEST_S = 120.0
CONTEXT = ssl.create_default_context()
"""Reading the certificates for every desk would take longer than all they ask."""


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as city:
        tokens = asyncio.run(_sign_in(city.url))
        pairs = asyncio.run(_polls(city, tokens[0]))
        yield compare("poll-unchanged (cpu)", pairs, POLL_GOAL, "ms")
        share = asyncio.run(_idle(city, tokens))
        yield Figure("idle-500-desks (of a core)", share * 100, 100.0, IDLE_GOAL, "%")


async def _sign_in(url: str) -> list[str]:
    """A token of every sample officer who may read cases."""
    api = DeskApi(url)
    people = [row for row in await api.demo_sign_ins() if row.role != "administrator"]
    await api.close()
    tokens = []
    for person in people:
        desk = DeskApi(url)
        tokens.append((await desk.sign_in(person.login, PASSWORD)).token)
        await desk.close()
    return tokens


@asynccontextmanager
async def _client(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A line of its own, as every desk has one; hundreds in one pool would hang up each other."""
    async with httpx.AsyncClient(
        base_url=url, timeout=LONGEST_S, trust_env=False, verify=CONTEXT
    ) as client:
        yield client


async def _polls(city: ServedCity, token: str) -> list[Pair]:
    """Milliseconds of the server's processor per empty poll, and per request that does nothing."""
    headers = {"Authorization": f"Bearer {token}"}
    async with _client(city.url) as client:
        poll = "/v1/changes?after=0&wait=0"
        while (found := (await client.get(poll, headers=headers)).json())["changes"]:
            poll = f"/v1/changes?after={found['next']}&wait=0"
        pairs = []
        for _ in range(1 + ROUNDS):
            value = await _cost(city, client, poll, headers)
            pairs.append((value, await _cost(city, client, "/v1/desk/me", headers)))
    return pairs[1:]


async def _cost(
    city: ServedCity, client: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> float:
    before = city.cpu_seconds()
    for _ in range(REQUESTS):
        (await client.get(path, headers=headers)).raise_for_status()
    return (city.cpu_seconds() - before) / REQUESTS * 1000


async def _idle(city: ServedCity, tokens: list[str]) -> float:
    """The share of a core the server takes while every desk only listens."""
    filled = [asyncio.Event() for _ in range(DESKS)]
    desks = [
        asyncio.create_task(_listen(city.url, token, event))
        for token, event in zip(itertools.cycle(tokens), filled, strict=False)
    ]
    # What a desk costs until it knows everything is another figure.
    await asyncio.gather(*(event.wait() for event in filled))
    before, begun = city.cpu_seconds(), time.monotonic()
    await asyncio.sleep(WATCHED_S)
    share = (city.cpu_seconds() - before) / (time.monotonic() - begun)
    for desk in desks:
        assert not desk.done(), "a desk was turned away"
        desk.cancel()
    await asyncio.gather(*desks, return_exceptions=True)
    return share


async def _listen(url: str, token: str, filled: asyncio.Event) -> None:
    """What an idle desk does all day; `filled` once nothing is left to be told."""
    headers = {"Authorization": f"Bearer {token}"}
    after = 0
    wait = 0
    async with _client(url) as client:
        while True:
            parameters = {"after": after, "wait": wait, "limit": 1000}
            answer = await client.get("/v1/changes", params=parameters, headers=headers)
            found = answer.raise_for_status().json()
            after, wait = found["next"], 0 if found["more"] else 60
            if not found["more"]:
                filled.set()
