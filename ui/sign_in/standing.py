"""What the pages before a shift are told: who, why, and what is known without the key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ihanoi_desk.client.session import KEY_FILE, Arrival, Seat
from ihanoi_desk.client.sync import SyncStatus


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has worked on this machine, as their key file says without being opened."""

    key: str
    name: str
    role: str
    unit_name: str

    @classmethod
    def of(cls, seat: Seat) -> "Person":
        owner = seat.owner
        return cls(str(seat.store_path), owner.name, owner.role, owner.unit_name)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the page is here: `kind` is one of ``strip.STRIPS``, empty for none."""

    kind: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What lay in the data when it was locked. Nobody can tell after the program was closed."""

    data_as_of: datetime | None
    waiting: int

    @classmethod
    def of(cls, status: SyncStatus) -> "Kept":
        return cls(status.data_as_of, status.waiting)


@dataclass(frozen=True, slots=True)
class Standing:
    """`others` may unlock here as well; `until` is how long that surely holds without network."""

    person: Person
    others: tuple[Person, ...]
    reason: Reason
    until: datetime | None
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class LockedOut:
    """Somebody the server knows by `password`, before data that does not open with it."""

    arrival: Arrival
    password: str = field(repr=False)
    key_is_lost: bool

    @property
    def name(self) -> str:
        return self.arrival.signed.officer.name

    @property
    def key_file(self) -> Path | None:
        """The file that is missing or damaged, if that is why."""
        return self.arrival.store_path.with_suffix(KEY_FILE) if self.key_is_lost else None
