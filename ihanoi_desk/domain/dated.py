"""Rows of law and policy hold from a day on, until another row takes their place."""

from datetime import date
from typing import Protocol

FIRST_DAY = date(2025, 3, 1)
"""From which QĐ 1207/QĐ-UBND and with it every first row of the reference data holds."""
ALWAYS = date.min
"""First day of what held before anything is remembered."""


class Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


def in_force(row: Dated, on: date) -> bool:
    """Whether `row` holds on `on`; `valid_to` is the first day on which it no longer does."""
    return row.valid_from <= on and (row.valid_to is None or on < row.valid_to)
