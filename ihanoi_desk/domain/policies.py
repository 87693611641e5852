"""Numbers of the rules that an administrator sets: dated rows, each verified or a proposal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ihanoi_desk.domain.dated import in_force
from ihanoi_desk.domain.units import UnitKey


@dataclass(frozen=True, slots=True)
class Policy:
    """`amount` counts `unit`: times, metres or hours by the wall clock.

    `verified` is False where no source was read; such numbers are shown as "chưa xác minh".
    """

    code: str
    amount: int
    unit: str
    valid_from: date
    verified: bool
    source: str
    where: UnitKey = ""
    """The administrative unit that set it for itself; empty: the whole city."""
    valid_to: date | None = None
    """The first day on which it no longer holds."""


def find_policy(
    policies: Iterable[Policy], code: str, on: date, where: UnitKey = ""
) -> Policy | None:
    """The row of `code` in force on `on` at the unit `where`, whose own row wins over the city's;
    None where nothing is set, which leaves the rule out."""
    fitting = [
        row
        for row in policies
        if row.code == code and row.where in ("", where) and in_force(row, on)
    ]
    return max(fitting, key=lambda row: (row.where != "", row.valid_from), default=None)
