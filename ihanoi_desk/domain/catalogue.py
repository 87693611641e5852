"""Reference data that an administrator edits: every row is dated and may be unverified."""

from dataclasses import dataclass, field
from datetime import date

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.calendars import Calendars, DayOff, WorkingHours, calendars
from ihanoi_desk.domain.dated import FIRST_DAY
from ihanoi_desk.domain.deadlines import Limit
from ihanoi_desk.domain.escalation import DutyAlarm, Escalation
from ihanoi_desk.domain.identities import IdentityReason, IdentityRight
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.personal_data import PublicContact
from ihanoi_desk.domain.policies import Policy
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.units import Unit, UnitKey

ALL = "all"
"""As the `kind` of a reason or a template: fits every one."""
ANY = "*"
"""As the `category` of a template: fits every one."""


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    kind: str
    group: str
    name_vi: str
    name_en: str
    default_urgency: str
    department: str | None
    """Code of the department that is competent; None leaves it with the commune."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a report may be rejected, with the sentence proposed to the citizen."""

    code: str
    kind: str
    name_vi: str
    name_en: str
    legal_basis: str
    citizen_text_vi: str
    officer_hint_vi: str

    def fits(self, kind: str) -> bool:
        return self.kind in (kind, ALL)


@dataclass(frozen=True, slots=True)
class ResponseTemplate:
    """A ready sentence for a verb; placeholders are ``{lower_case}``. `unit` None: the city's."""

    code: str
    kind: str
    verb: str
    category: str
    text_vi: str
    unit: UnitKey | None = None

    def fits(self, kind: str, verb: str, category: str) -> bool:
        return self.kind in (kind, ALL) and self.verb == verb and self.category in (category, ANY)


@dataclass(frozen=True, slots=True)
class PushTemplate:
    """What a push says at an event; only ``{case_code}`` may stand in it."""

    event: str
    title_vi: str
    body_vi: str
    title_en: str
    body_en: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All reference rows in force, as the server hands them to desks."""

    version: int = 0
    since: dict[str, date] = field(default_factory=dict)
    """By table, the day on which the last of its rows began."""
    units: tuple[Unit, ...] = ()
    officers: tuple[Officer, ...] = ()
    categories: tuple[Category, ...] = ()
    reasons: tuple[Reason, ...] = ()
    responses: tuple[ResponseTemplate, ...] = ()
    pushes: tuple[PushTemplate, ...] = ()
    limits: tuple[Limit, ...] = ()
    days: tuple[DayOff, ...] = ()
    hours: tuple[WorkingHours, ...] = ()
    """Weeks of the past and of the future too: a clock may run through all of them."""
    escalations: tuple[Escalation, ...] = ()
    alarms: tuple[DutyAlarm, ...] = ()
    public_contacts: tuple[PublicContact, ...] = ()
    identity_reasons: tuple[IdentityReason, ...] = ()
    identity_rights: tuple[IdentityRight, ...] = ()
    policies: tuple[Policy, ...] = ()
    unverified: frozenset[str] = field(default=frozenset())
    """Names of the tables above whose rows are proposals ("chưa xác minh")."""

    def held_since(self, table: str) -> date:
        """Since when `table` holds as it is."""
        return self.since.get(table, FIRST_DAY)

    def calendars(self) -> Calendars:
        return calendars(self.hours, self.days)

    def calendar_for(self, unit: UnitKey) -> WorkingCalendar:
        """When `unit` works."""
        return self.calendars().of(unit)

    def rulebook(self) -> Rulebook:
        return Rulebook(
            calendars=self.calendars(),
            limits=self.limits,
            escalations=self.escalations,
            alarms=self.alarms,
            policies=self.policies,
            categories=frozenset((row.kind, row.code) for row in self.categories),
            reasons=frozenset(
                (kind, row.code) for kind in KINDS for row in self.reasons if row.fits(kind)
            ),
            units={unit.key: unit for unit in self.units},
            officers={officer.id: officer for officer in self.officers},
            public_contacts=self.public_contacts,
        )
