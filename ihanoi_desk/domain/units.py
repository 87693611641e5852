"""Administrative units, keyed by (code, valid from): over time a code names several units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

UnitKey = str
"""``code@valid_from``, for example ``00070@2025-07-01``; one text so that it travels everywhere."""

CITY_CODE = "01"


@dataclass(frozen=True, slots=True)
class Unit:
    """A city, commune or department as it stood from `valid_from` until before `valid_to`."""

    code: str
    valid_from: date
    name: str
    full_name: str
    type: str
    parent_code: str
    valid_to: date | None = None

    @property
    def key(self) -> UnitKey:
        return unit_key(self.code, self.valid_from)

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Nearby:
    """A unit and its distance from a position in metres; 0 inside."""

    code: str
    metres: float


Spot = tuple[float, float]
"""Metres east and metres north of a position."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A unit's shape around a position, cut to a square: closed rings of spots."""

    code: str
    rings: tuple[tuple[Spot, ...], ...]


def unit_key(code: str, valid_from: date) -> UnitKey:
    return f"{code}@{valid_from.isoformat()}"


def code_of(key: UnitKey) -> str:
    return key.partition("@")[0]


def covers(holder: UnitKey, unit: UnitKey) -> bool:
    """Whether a grant at `holder` reaches `unit`: the unit itself, or the city for all of them."""
    return holder == unit or code_of(holder) == CITY_CODE


def by_code(units: Iterable[Unit], code: str, day: date) -> Unit | None:
    """The unit that carried `code` on `day`, if any."""
    return next((unit for unit in units if unit.code == code and unit.exists_on(day)), None)
