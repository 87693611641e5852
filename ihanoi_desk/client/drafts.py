"""What an officer is typing: kept as typed, gone when it became an action."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import Action

GIVEN = frozenset({"id", "case_id", "verb", "at"})
"""Fields of an Action that nobody types."""
FIND = "SELECT value FROM drafts WHERE key = :key"
KEEP = (
    "INSERT INTO drafts (key, value) VALUES (:key, :value)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
FORGET = "DELETE FROM drafts WHERE key = :key"


def typed(action: Action) -> dict[str, Any]:
    """What an officer gave for `action`, by the names of its own fields, ready for JSON."""
    given = ((row.name, getattr(action, row.name)) for row in fields(Action))
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in given
        if name not in GIVEN
    }


def find(store: Store, key: str) -> dict[str, Any] | None:
    with store.read() as connection:
        found = connection.execute(FIND, {"key": key}).fetchone()
    return dict(json.loads(found[0])) if found else None


def keep(store: Store, key: str, value: Mapping[str, Any]) -> None:
    with store.write(durable=True) as connection:
        put(connection, key, json.dumps(dict(value), ensure_ascii=False))


def forget(store: Store, key: str) -> None:
    with store.write() as connection:
        remove(connection, key)


def put(connection: Connection, key: str, value: str) -> None:
    """Keep JSON in the caller's transaction."""
    connection.execute(KEEP, {"key": key, "value": value})


def remove(connection: Connection, key: str) -> None:
    connection.execute(FORGET, {"key": key})
