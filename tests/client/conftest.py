"""Real database files of an officer, as they stand after the first fill."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ihanoi_desk.client.store import Store
from tests.client.replica_rows import open_store

# One file serves all examples of a test; each example empties it first.
settings.register_profile(
    "client", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "desk.sqlite3")
    yield store
    store.close()
