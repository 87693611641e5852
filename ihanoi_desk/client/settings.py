"""What the desk remembers for this officer: sizes, pages, the row they stood on."""

import json
from typing import Any

from ihanoi_desk.client.store import Store

GET = "SELECT value FROM settings WHERE key = :key"
PUT = (
    "INSERT INTO settings (key, value) VALUES (:key, :value)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


def get(store: Store, key: str, default: Any) -> Any:
    """The kept value, or `default`."""
    with store.read() as connection:
        found = connection.execute(GET, {"key": key}).fetchone()
    return json.loads(found[0]) if found else default


def put(store: Store, key: str, value: Any) -> None:
    """Keep `value`. What is kept already is not written: a list read again stands on the same row,
    and a fill may hold the file."""
    text = json.dumps(value)
    with store.read() as connection:
        found = connection.execute(GET, {"key": key}).fetchone()
    if found == (text,):
        return
    with store.write() as connection:
        connection.execute(PUT, {"key": key, "value": text})
