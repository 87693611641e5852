"""Who may see a sender's name and number, and for which reasons.

Identities are masked by default (Law 91/2025/QH15). No source says who may lift the mask: the
rights are dated data, proposed so that coordinators and supervisors may at their units and a
handler only for the case in hand. Who denounces somebody is never shown: name and address are a
state secret of the inspection sector (QĐ 774/QĐ-TTg of 5/6/2020).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from ihanoi_desk.domain.cases import Case, Step
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.refusals import Refused

SHOWN_FOR = timedelta(minutes=5)
"""How long a desk shows an identity before it masks it again."""
MOST_NOTE = 200
PROTECTED = frozenset({"complaint_denunciation"})
"""Reasons of rejection that mark a report as a denunciation."""


@dataclass(frozen=True, slots=True)
class IdentityReason:
    """Why somebody looks; `needs_note` asks for words of one's own beside it."""

    code: str
    name_vi: str
    name_en: str
    needs_note: bool


@dataclass(frozen=True, slots=True)
class IdentityRight:
    """`role` may look at the cases of its unit; with `only_holder` at those in the own hands."""

    role: Role
    only_holder: bool


def why_hidden(
    case: Case, steps: Iterable[Step], officer: Officer, rights: Iterable[IdentityRight]
) -> Refused | None:
    """The reason `officer` may not see who sent `case`; None when a reason lifts the mask."""
    if any(step.reason in PROTECTED for step in steps):
        return Refused("identity_protected")
    roles = officer.roles_at(case.unit)
    held = [right for right in rights if right.role in roles]
    if not held:
        return Refused("identity_not_yours")
    if all(right.only_holder for right in held) and case.holder_id != officer.id:
        return Refused("identity_not_in_hand")
    return None


def check_reason(reasons: Iterable[IdentityReason], code: str, note: str) -> None:
    """Raises Refused when `code` is no reason in force, or lacks the words it needs."""
    found = next((row for row in reasons if row.code == code), None)
    if found is None:
        raise Refused("needs_reason")
    if found.needs_note and not note.strip():
        raise Refused("identity_needs_note")
