"""What the report system may not take at all, and where it belongs instead.

QĐ 1207/QĐ-UBND of 28/2/2025 does not apply to complaints, denunciations and state secrets. Who
denounces is a secret of the level "Mật" (QĐ 774/QĐ-TTg of 5/6/2020).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ihanoi_desk.domain.cases import Step


class Channel(StrEnum):
    """Where the citizen is sent."""

    RECEPTION = "reception"
    """The citizen reception of the unit: a signed letter, or in person."""
    POLICE = "police"
    """In person at the next police station; nothing is sent, copied or printed."""


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """`hides_sender`: nobody who works with the case needs to see who sent it."""

    reason: str
    channel: Channel
    hides_sender: bool = False


ROWS = {
    row.reason: row
    for row in (
        OutOfScope("complaint_denunciation", Channel.RECEPTION, hides_sender=True),
        OutOfScope("land_complaint", Channel.RECEPTION),
        OutOfScope("state_secret", Channel.POLICE),
    )
}


def out_of_scope(reason: str | None) -> OutOfScope | None:
    """The rule for rejecting with `reason`; None for an ordinary one."""
    return ROWS.get(reason or "")


def hides_sender(steps: Iterable[Step]) -> bool:
    """Whether the history of a case says that its sender is not to be shown."""
    rules = (out_of_scope(step.reason) for step in steps if step.verb == "reject")
    return any(rule.hides_sender for rule in rules if rule)
