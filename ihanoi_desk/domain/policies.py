"""Small numbers of the procedure that an administrator may change: dated, for one unit or all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ihanoi_desk.domain.units import UnitKey

EVERYWHERE = "*"


class PolicyCode(StrEnum):
    """What can be set. The unit of the value stands with each."""

    APPROVAL = "approval"
    """Results that need a superior's approval: 0 none, 1 urgent cases, 2 all."""
    CLOSE_AFTER_DAYS = "close_after_days"
    """Days after the result until a case is closed for good."""
    MOST_HOPS = "most_hops"
    """Transfers after which only the city's coordinator sends a case on."""
    MOST_EXTENSIONS = "most_extensions"
    """How often the handling limit may be extended."""
    EXTENSION_DAYS = "extension_days"
    """Most working days one extension may add."""
    EXTEND_COMPLEX_ONLY = "extend_complex_only"
    """1: only complex cases may be extended."""
    MOST_REOPENINGS = "most_reopenings"
    """How often an unsatisfied sender reopens a case by rating."""
    DUPLICATE_METRES = "duplicate_metres"
    DUPLICATE_HOURS = "duplicate_hours"
    ALARM_MINUTES = "alarm_minutes"
    """Minutes until the officer on duty is called for an urgent case outside working hours."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A row. `unit` is a unit's key or ``*``; `verified` False shows as "chưa xác minh"."""

    code: str
    unit: UnitKey
    value: int
    valid_from: date
    verified: bool
    source: str


def find_policy(
    policies: Iterable[Policy], code: PolicyCode, unit: UnitKey, on: date
) -> Policy | None:
    """The row in force on `on`; the unit's own wins over the general one, then the later date."""
    fitting = [
        row
        for row in policies
        if row.code == code and row.unit in (unit, EVERYWHERE) and row.valid_from <= on
    ]
    return max(fitting, key=lambda row: (row.unit != EVERYWHERE, row.valid_from), default=None)
