"""The officer this desk works for, with the roles held when the replica was filled."""

from ihanoi_desk.client import marks
from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.officers import Officer

NAME = "officer"


def read(store: Store) -> Officer | None:
    """None before the first fill has begun."""
    with store.read() as connection:
        kept = marks.get(connection, NAME)
    return decode(Officer, kept) if kept else None


def put(connection: Connection, me: Officer) -> bool:
    """Keep `me`; whether that is another officer, name or role than before."""
    text = encode(me)
    if text == marks.get(connection, NAME):
        return False
    marks.put(connection, NAME, text)
    return True
