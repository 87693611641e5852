"""What an administrator's desk and the server tell each other about limits and policies."""

from dataclasses import dataclass
from datetime import date

from ihanoi_desk.domain.units import UnitKey


@dataclass(frozen=True, slots=True)
class RuleOrder:
    """Let a rule have another amount for cases filed from `since` on.

    A `source` makes it verified; `why` is for the audit trail. `rehearsal`: only say what it
    would change.
    """

    table: str
    code: str
    amount: int
    unit: str
    since: date
    why: str
    source: str = ""
    where: UnitKey = ""
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class RuleWithdrawal:
    """Take back what begins or ends on `since`, which is not over; a unit's own policy that holds
    then gives way to the city's."""

    table: str
    code: str
    since: date
    why: str
    where: UnitKey = ""
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What an order changed, or would change. Cases filed before `since` keep their rules:
    `keeping` of them are open. Limits move only of cases that were filed today."""

    since: date
    keeping: int
    later: int
    earlier: int
