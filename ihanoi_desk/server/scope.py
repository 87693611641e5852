"""Which rows of the server an officer may read: roles at units, as conditions of a query."""

from sqlalchemy import ColumnElement, true

from ihanoi_desk.domain.officers import CASE_READERS, Officer
from ihanoi_desk.domain.units import CITY_CODE, UnitKey, code_of
from ihanoi_desk.server.tables import cases


def units_read(officer: Officer) -> list[UnitKey] | None:
    """The units whose cases `officer` reads; None for all of them."""
    found = sorted(officer.units_with(CASE_READERS))
    return None if any(code_of(unit) == CITY_CODE for unit in found) else found


def in_cases(officer: Officer) -> ColumnElement[bool]:
    """The rows of `cases` that `officer` may read."""
    units = units_read(officer)
    return true() if units is None else cases.c.unit.in_(units)
