"""How each verb shows on buttons and which key presses it; the rules are in the domain."""

from dataclasses import dataclass

from ihanoi_desk.domain.officers import Role
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.transitions import TABLE

SENDERS_VERBS = frozenset(row.verb for row in TABLE if Role.CITIZEN in row.roles)


@dataclass(frozen=True, slots=True)
class VerbLook:
    """`dialog` False: one press does it. `tone` red marks what the citizen may not like."""

    icon: str
    key: str
    dialog: bool = True
    red: bool = False


VERB_LOOKS: dict[str, VerbLook] = {
    "accept": VerbLook("check", "A", dialog=False),
    "assign": VerbLook("user-check", "G"),
    "route": VerbLook("corner-up-right", "R"),
    "return": VerbLook("reply", "B"),
    "reject": VerbLook("x", "X", red=True),
    "resolve": VerbLook("circle-check", "D"),
    "propose": VerbLook("stamp", "S"),
    "approve": VerbLook("stamp", "V"),
    "send_back": VerbLook("undo-2", "H"),
    "message": VerbLook("message-square", "M"),
    "ask_citizen": VerbLook("pause", "Q"),
    "resume": VerbLook("play", "T"),
    "note": VerbLook("sticky-note", "N"),
    "urgency": VerbLook("siren", "U"),
    "categorize": VerbLook("list-filter", "L"),
    "classify": VerbLook("scale", "C", dialog=False),
    "ask_extension": VerbLook("timer-reset", "E"),
    "extend": VerbLook("timer-reset", "I"),
    "deny_extension": VerbLook("ban", "O", red=True),
    "publish": VerbLook("upload", "W"),
    "unpublish": VerbLook("eye-off", "Y"),
    "reopen": VerbLook("rotate-ccw", "F"),
    "merge": VerbLook("git-merge", "Shift+G"),
    "separate": VerbLook("git-compare-arrows", "Shift+T"),
}

STAND_INS = {("resolve", "needs_approval"): "propose"}
"""What the key of a verb does when the verb itself is refused for that reason."""


def stand_in(verb: str, refusal: Refused | None) -> str:
    """The verb that is meant: another one does the work of `verb` where `refusal` stands."""
    return STAND_INS.get((verb, refusal.code), verb) if refusal else verb
