"""A key and a cost for files of tests: real encryption, without the price of a real password."""

from pathlib import Path

from sqlalchemy import Engine, create_engine

from ihanoi_desk.client import sqlite
from ihanoi_desk.client.vault import Cost, Key

KEY = Key(bytes(range(32)))
CHEAP = Cost(memory_kib=64, rounds=1, lanes=1)


def encrypted_engine(path: Path) -> Engine:
    """SQLAlchemy over a file that opens with KEY."""
    return create_engine(
        "sqlite://", module=sqlite.driver, creator=lambda: sqlite.connect(path, KEY)
    )
