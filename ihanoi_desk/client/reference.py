"""The catalogue as this desk last received it, and what the rules make of it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TypeVar

from ihanoi_desk.client import marks
from ihanoi_desk.client.codec import decode, encode
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.calendars import Calendars, DayOff, WorkingHours, calendars
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.units import UnitKey

T = TypeVar("T")
NAME = "catalogue"
CALENDARS = "calendars"
NAMES = "names"
"""Working time and names alone: the first page of a queue need not decode the whole catalogue."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the lists call things. Category code → Vietnamese and English; unit → full name."""

    categories: dict[str, tuple[str, str]]
    units: dict[UnitKey, str]


@dataclass(frozen=True, slots=True)
class CalendarRows:
    """The rows of the catalogue that calendars are made of."""

    hours: tuple[WorkingHours, ...]
    days: tuple[DayOff, ...]


def catalogue(store: Store) -> Catalogue:
    """The reference data in force; empty before the first fill."""

    def read() -> Catalogue:
        text = _mark(store, NAME)
        return decode(Catalogue, text) if text else Catalogue()

    return _remembered(store, NAME, read)


def rulebook(store: Store) -> Rulebook:
    """The rules of the catalogue in force."""
    return _remembered(store, "rulebook", lambda: catalogue(store).rulebook())


def working_time(store: Store) -> Calendars:
    """The working calendars in force, of every unit."""

    def read() -> Calendars:
        text = _mark(store, CALENDARS)
        if text is None:
            return catalogue(store).calendars()
        kept = decode(CalendarRows, text)
        return calendars(kept.hours, kept.days)

    return _remembered(store, CALENDARS, read)


def names(store: Store) -> Names:
    """The names in force; without any before the first fill."""

    def read() -> Names:
        text = _mark(store, NAMES)
        return Names(**json.loads(text)) if text else Names({}, {})

    return _remembered(store, NAMES, read)


def put(connection: Connection, received: Catalogue) -> None:
    """Keep `received` in the caller's transaction; the caller then says Changed(catalogue)."""
    marks.put(connection, NAME, encode(received))
    called = Names(
        categories={row.code: (row.name_vi, row.name_en) for row in received.categories},
        units={unit.key: unit.full_name for unit in received.units},
    )
    marks.put(connection, NAMES, json.dumps(asdict(called), ensure_ascii=False))
    marks.put(connection, CALENDARS, encode(CalendarRows(received.hours, received.days)))


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
