"""Numbers of the rules that an administrator sets: dated rows, each verified or a proposal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


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


def find_policy(policies: Iterable[Policy], code: str, on: date) -> Policy | None:
    """The row of `code` in force on `on`; None where nothing is set, which leaves the rule out."""
    fitting = [row for row in policies if row.code == code and row.valid_from <= on]
    return max(fitting, key=lambda row: row.valid_from, default=None)
