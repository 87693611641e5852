"""Whose calendars an administrator may change."""

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.units import CITY_CODE, Unit, code_of


def is_administrator(officer: Officer) -> bool:
    return bool(officer.units_with({Role.ADMINISTRATOR}))


def rules_city(officer: Officer) -> bool:
    """Whether the grant is the city's, which also reaches every unit."""
    return any(code_of(unit) == CITY_CODE for unit in officer.units_with({Role.ADMINISTRATOR}))


def ruled_units(officer: Officer, catalogue: Catalogue) -> list[Unit]:
    """The units whose own calendar `officer` may change, by name."""
    held = officer.units_with({Role.ADMINISTRATOR})
    found = [unit for unit in catalogue.units if rules_city(officer) or unit.key in held]
    return sorted(found, key=lambda unit: (unit.type, unit.name))
