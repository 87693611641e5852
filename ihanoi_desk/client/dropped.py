"""Actions an officer gave up, kept for a week among the drafts: nothing typed is gone at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ihanoi_desk.client import drafts
from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.cases import Action

KEPT = timedelta(days=7)
KEY = "dropped:"
ALL = f"SELECT key, value FROM drafts WHERE key LIKE '{KEY}%' ORDER BY rowid DESC"


@dataclass(frozen=True, slots=True)
class Dropped:
    action: Action
    case_code: str
    at: datetime


def keep(connection: Connection, rows: Iterable[Pending], now: datetime) -> None:
    """In the caller's transaction, which takes the rows out of the outbox."""
    for row in rows:
        value = encode(Dropped(row.action, row.case_code, now))
        drafts.put(connection, f"{KEY}{row.action.id}", value)


def read(store: Store) -> list[Dropped]:
    """What was given up during the last week, newest first."""
    with store.read() as connection:
        return [decode(Dropped, value) for _, value in connection.execute(ALL)]


def forget_old(store: Store, now: datetime) -> None:
    with store.write() as connection:
        for key, value in connection.execute(ALL).fetchall():
            if decode(Dropped, value).at < now - KEPT:
                drafts.remove(connection, key)
