"""A real city on one side, officers with real files on the other, and a line we can cut."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clock import Clock
from tests.databases import SQLITE
from tests.flow.line import Line
from tests.flow.place import Place
from tests.server.conftest import city, clock, quick_passwords, server, settings

__all__ = ["city", "clock", "quick_passwords", "server", "settings"]

Seat = Callable[[str], Awaitable[Place]]


@pytest.fixture
def dialect() -> str:
    """A test that is to see PostgreSQL says ``parametrize("dialect", DIALECTS)``."""
    return SQLITE


@pytest.fixture
async def seat(tmp_path: Path, server: Any, clock: Clock) -> AsyncIterator[Seat]:
    """Sit an officer down at a desk of their own."""
    places: list[Place] = []

    async def sit(login: str) -> Place:
        place = Place(tmp_path / "desks" / f"{login}.sqlite3", Line(server), clock)
        places.append(place)
        return await place.sign_in(login)

    yield sit
    for place in places:
        await place.close()
