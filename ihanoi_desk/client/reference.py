"""The catalogue as this desk last received it, and what the rules make of it."""

import json
from collections.abc import Callable
from datetime import date
from sqlite3 import Connection
from typing import TypeVar

from ihanoi_desk.client import marks
from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.rulebook import Rulebook

T = TypeVar("T")
NAME = "catalogue"
CALENDAR = "calendar"
"""The days alone, so that the first page of a queue need not decode the whole catalogue."""


def catalogue(store: Store) -> Catalogue:
    """The reference data in force; empty before the first fill."""

    def read() -> Catalogue:
        text = _mark(store, NAME)
        return decode(Catalogue, text) if text else Catalogue()

    return _remembered(store, NAME, read)


def rulebook(store: Store) -> Rulebook:
    """The rules of the catalogue in force."""
    return _remembered(store, "rulebook", lambda: catalogue(store).rulebook())


def calendar(store: Store) -> WorkingCalendar:
    """The working calendar in force."""

    def read() -> WorkingCalendar:
        text = _mark(store, CALENDAR)
        return _calendar(text) if text else WorkingCalendar()

    return _remembered(store, CALENDAR, read)


def put(connection: Connection, received: Catalogue) -> None:
    """Keep `received` in the caller's transaction; the caller then says Changed(catalogue)."""
    marks.put(connection, NAME, encode(received))
    days = received.calendar()
    kept = {
        name: sorted(day.isoformat() for day in getattr(days, name))
        for name in ("days_off", "swap_work", "unverified")
    }
    marks.put(connection, CALENDAR, json.dumps(kept))


def _calendar(text: str) -> WorkingCalendar:
    kept = {
        name: frozenset(map(date.fromisoformat, days)) for name, days in json.loads(text).items()
    }
    return WorkingCalendar(
        days_off=kept["days_off"],
        swap_work=kept["swap_work"],
        unverified=kept["unverified"],
    )


def _mark(store: Store, name: str) -> str | None:
    with store.read() as connection:
        return marks.get(connection, name)


def _remembered(store: Store, name: str, read: Callable[[], T]) -> T:
    # The edition is taken before reading: what a worker read too early counts as outdated.
    edition = store.edition
    kept = store.memory.get(name)
    if kept is None or kept[0] != edition:
        kept = store.memory[name] = (edition, read())
    value: T = kept[1]
    return value
