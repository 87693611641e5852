"""Officers and what they may do where. Rights are roles granted at units, nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ihanoi_desk.domain.units import CITY_CODE, UnitKey, code_of, covers


class Role(StrEnum):
    HANDLER = "handler"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CITIZEN = "citizen"
    """Never granted: marks the rows of the transition table that belong to the sender."""
    SYSTEM = "system"
    """Never granted: what the server does by itself when its time has come."""


OFFICER_ROLES = frozenset(set(Role) - {Role.CITIZEN, Role.SYSTEM})


class Actor(Protocol):
    """Whoever does something to a case."""

    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def coordinates_city(self) -> bool: ...
    def roles_at(self, unit: UnitKey) -> frozenset[Role]: ...
    def may_read(self, unit: UnitKey) -> bool: ...


CASE_READERS = frozenset({Role.HANDLER, Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR})
"""Roles that may read the cases of their units."""
ORIGINAL_READERS = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR})
"""Roles that may look under what was covered in a picture; each look is in the audit trail."""


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    unit: UnitKey


@dataclass(frozen=True, slots=True)
class Officer:
    id: int
    login: str
    name: str
    grants: tuple[Grant, ...]

    @property
    def home(self) -> UnitKey:
        """The unit of the first grant: where this officer sits."""
        return self.grants[0].unit

    def roles_at(self, unit: UnitKey) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants if covers(grant.unit, unit))

    def may_read(self, unit: UnitKey) -> bool:
        return not CASE_READERS.isdisjoint(self.roles_at(unit))

    @property
    def coordinates_city(self) -> bool:
        """Whether this is a coordinator of the city itself."""
        return any(
            grant.role is Role.COORDINATOR and code_of(grant.unit) == CITY_CODE
            for grant in self.grants
        )

    def may_open_originals(self, unit: UnitKey) -> bool:
        return not ORIGINAL_READERS.isdisjoint(self.roles_at(unit))

    def may_know(self, other: "Officer") -> bool:
        """Whether `other` is within reach: a colleague of a unit, or anybody from the city's."""
        homes = {grant.unit for grant in self.grants}
        everywhere = any(code_of(unit) == CITY_CODE for unit in homes)
        return everywhere or any(grant.unit in homes for grant in other.grants)

    def units_with(self, roles: Iterable[Role]) -> frozenset[UnitKey]:
        """The units at which one of `roles` is granted."""
        wanted = frozenset(roles)
        return frozenset(grant.unit for grant in self.grants if grant.role in wanted)


@dataclass(frozen=True, slots=True)
class Sender:
    """The citizen, at the own case. The history gives the masked name when it is read."""

    id: int | None = None
    name: str = ""
    coordinates_city: bool = False

    def roles_at(self, unit: UnitKey) -> frozenset[Role]:
        return frozenset({Role.CITIZEN})

    def may_read(self, unit: UnitKey) -> bool:
        """Wherever it lies; that the case is the own one is the door's to see."""
        return True


@dataclass(frozen=True, slots=True)
class System:
    """The server itself: escalation, closing, what follows from another step."""

    id: int | None = None
    name: str = "iHanoi Desk"
    coordinates_city: bool = False

    def roles_at(self, unit: UnitKey) -> frozenset[Role]:
        return frozenset({Role.SYSTEM})

    def may_read(self, unit: UnitKey) -> bool:
        return True
