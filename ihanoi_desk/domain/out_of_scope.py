"""What the report system may not take at all, and where it belongs instead.

QĐ 1207/QĐ-UBND of 28/2/2025 does not apply to complaints, denunciations and state secrets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ihanoi_desk.domain.cases import Step
from ihanoi_desk.domain.identities import PROTECTED


class Channel(StrEnum):
    """Where the citizen is sent."""

    RECEPTION = "reception"
    """The citizen reception of the unit: a signed letter, or in person."""
    POLICE = "police"
    """In person at the next police station; nothing is sent, copied or printed."""


@dataclass(frozen=True, slots=True)
class OutOfScope:
    reason: str
    channel: Channel

    @property
    def hides_sender(self) -> bool:
        """Whether who works with the case is not even to see the mask of its sender."""
        return self.reason in PROTECTED


ROWS = {
    row.reason: row
    for row in (
        OutOfScope("complaint_denunciation", Channel.RECEPTION),
        OutOfScope("land_complaint", Channel.RECEPTION),
        OutOfScope("state_secret", Channel.POLICE),
    )
}


def out_of_scope(reason: str | None) -> OutOfScope | None:
    """The rule for rejecting with `reason`; None for an ordinary one."""
    return ROWS.get(reason or "")


def may_be_printed(steps: Iterable[Step]) -> bool:
    """Whether nothing in the history of a case forbids a copy of it on paper."""
    rules = (out_of_scope(step.reason) for step in steps)
    return not any(rule and rule.channel is Channel.POLICE for rule in rules)


def hides_sender(steps: Iterable[Step]) -> bool:
    """Whether the history of a case says that its sender is not to be shown."""
    return any(step.reason in PROTECTED for step in steps)
