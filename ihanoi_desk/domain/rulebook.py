"""Everything the rules look up while they decide, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.deadlines import Limit
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.personal_data import PublicContact
from ihanoi_desk.domain.policies import Policy
from ihanoi_desk.domain.units import Unit, UnitKey


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Reference data of a moment: the calendar, the limits, the units and officers that exist."""

    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    limits: tuple[Limit, ...] = ()
    policies: tuple[Policy, ...] = ()
    reasons: frozenset[tuple[str, str]] = frozenset()
    """The pairs (kind of case, code of a reason) that may go together."""
    units: Mapping[UnitKey, Unit] = field(default_factory=dict)
    officers: Mapping[int, Officer] = field(default_factory=dict)
    public_contacts: tuple[PublicContact, ...] = ()
