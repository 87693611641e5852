"""Everything the rules look up while they decide, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.calendars import Calendars
from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.deadlines import Limit
from ihanoi_desk.domain.escalation import DutyAlarm, Escalation
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.personal_data import PublicContact
from ihanoi_desk.domain.policies import Policy, find_policy
from ihanoi_desk.domain.units import Unit, UnitKey


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Reference data of a moment: the calendars, the limits, the units and officers that exist."""

    calendars: Calendars = field(default_factory=Calendars)
    limits: tuple[Limit, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    alarms: tuple[DutyAlarm, ...] = ()
    policies: tuple[Policy, ...] = ()
    reasons: frozenset[tuple[str, str]] = frozenset()
    """The pairs (kind of case, code of a reason) that may go together."""
    categories: frozenset[tuple[str, str]] = frozenset()
    """The pairs (kind of case, code of a category) that may go together."""
    units: Mapping[UnitKey, Unit] = field(default_factory=dict)
    officers: Mapping[int, Officer] = field(default_factory=dict)
    public_contacts: tuple[PublicContact, ...] = ()

    def calendar_for(self, unit: UnitKey) -> WorkingCalendar:
        """When `unit` works."""
        return self.calendars.of(unit)

    def policy(self, code: str, case: Case) -> int | None:
        """The number that holds at the unit of `case` under its rules; None where none is set."""
        row = find_policy(self.policies, code, case.rule_set, case.unit)
        return row.amount if row else None
