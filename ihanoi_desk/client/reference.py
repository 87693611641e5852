"""The catalogue as this desk last received it."""

from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from ihanoi_desk.client import marks
from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.catalogue import Catalogue

NAME = "catalogue"
_read: WeakKeyDictionary[Store, Catalogue] = WeakKeyDictionary()


def catalogue(store: Store) -> Catalogue:
    """The reference data in force; empty before the first fill."""
    kept = _read.get(store)
    if kept is None:
        with store.read() as connection:
            text = marks.get(connection, NAME)
        kept = decode(Catalogue, text) if text else Catalogue()
        _read[store] = kept
    return kept


def calendar(store: Store) -> WorkingCalendar:
    """The working calendar in force."""
    return catalogue(store).calendar()


def put(store: Store, connection: Connection, received: Catalogue) -> None:
    """Keep `received` in the caller's transaction; the caller then says Changed(catalogue)."""
    marks.put(connection, NAME, encode(received))
    _read[store] = received
