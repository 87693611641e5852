"""What an officer is typing: kept as typed, gone when it became an action."""

import json
from collections.abc import Mapping
from typing import Any

from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store

FIND = "SELECT value FROM drafts WHERE key = :key"
KEEP = (
    "INSERT INTO drafts (key, value) VALUES (:key, :value)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
FORGET = "DELETE FROM drafts WHERE key = :key"


def find(store: Store, key: str) -> dict[str, Any] | None:
    with store.read() as connection:
        found = connection.execute(FIND, {"key": key}).fetchone()
    return dict(json.loads(found[0])) if found else None


def keep(store: Store, key: str, value: Mapping[str, Any]) -> None:
    with store.write() as connection:
        put(connection, key, json.dumps(dict(value), ensure_ascii=False))


def forget(store: Store, key: str) -> None:
    with store.write() as connection:
        remove(connection, key)


def put(connection: Connection, key: str, value: str) -> None:
    """Keep JSON in the caller's transaction."""
    connection.execute(KEEP, {"key": key, "value": value})


def remove(connection: Connection, key: str) -> None:
    connection.execute(FORGET, {"key": key})
