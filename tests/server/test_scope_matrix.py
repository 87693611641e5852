"""Every door × every caller: what comes back, and that nothing foreign is in it.

The callers are every role held at the case's own unit, at the city above it, at its neighbour and
at a former unit of the same code, besides an officer without a role, the citizen who filed the
report, another citizen, a session that has run out, and nobody. The doors are those of
``/openapi.json``: one without a line in `scope_doors.DOORS` fails.
"""

from collections.abc import Callable

import pytest

from tests.server.conftest import City
from tests.server.scope_doors import DOORS, Door
from tests.server.scope_world import CALLERS, Caller, World, build, with_a_case

CELLS = sum(len(doors) for doors in DOORS.values()) * len(CALLERS)


async def doors_of(city: City) -> dict[str, tuple[str, str]]:
    """Method and path by the name of the operation."""
    paths = (await city.http.get("/openapi.json")).json()["paths"]
    return {
        door["operationId"]: (method.upper(), path)
        for path, methods in paths.items()
        for method, door in methods.items()
    }


async def test_no_door_is_forgotten(
    city: City, record_testsuite_property: Callable[[str, object], None]
) -> None:
    assert set(await doors_of(city)) == set(DOORS)
    record_testsuite_property("scope matrix", f"{len(DOORS)} doors, {CELLS} cells")
    assert CELLS > 1000


@pytest.mark.parametrize("operation", DOORS)
async def test_a_door_answers_each_caller_as_it_must(city: City, operation: str) -> None:
    method, path = (await doors_of(city))[operation]
    world = await build(city)
    wrong: list[str] = []
    for door in DOORS[operation]:
        for caller in CALLERS:
            here = await with_a_case(world) if door.own_case else world
            wrong += await knock(here, door, caller, method, path)
    assert wrong == []


async def knock(world: World, door: Door, caller: Caller, method: str, path: str) -> list[str]:
    """One cell; what is wrong with its answer."""
    request = door.asked(world, caller)
    headers = {**caller.headers, **request.pop("headers", {})}
    address = path.format(**{**world.ids, **door.ids(world)})
    answer = await world.city.http.request(method, address, headers=headers, **request)
    where = f"{door.name} {caller.name}:"
    found, expected = door.judged(answer), door.expected(caller)
    wrong = [] if found == expected else [f"{where} {found} instead of {expected}"]
    for secret in world.secrets:
        may = secret.unit in caller.units or secret.citizen == caller.name
        if secret.text in answer.text and not may:
            wrong.append(f"{where} reads {secret.text}")
        elif door.lists and may and answer.status_code == 200 and secret.text not in answer.text:
            wrong.append(f"{where} misses {secret.text}")
    if caller.kind == "officer" and not (door.reveals and answer.status_code == 200):
        wrong += [f"{where} reads {text}" for text in world.identities if text in answer.text]
    return wrong
