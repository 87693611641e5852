"""Fixtures and guards that hold for every test."""

import logging
import os
from collections.abc import Iterator

import pytest

from tests.databases import Databases

# A window of the tests needs no screen, however pytest was started.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def no_unexpected_warning(caplog: pytest.LogCaptureFixture) -> object:
    """Fail a test whose run logged a warning it did not take out of `caplog` itself."""
    caplog.set_level(logging.WARNING)
    yield
    noisy = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING
    ]
    assert not noisy, f"unexpected log warnings: {noisy}"


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Where a test gets its database; one PostgreSQL cluster serves the whole session."""
    found = Databases()
    yield found
    found.close()
