"""How each verb shows on buttons and which key presses it; the rules are in the domain."""

from dataclasses import dataclass


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
    "note": VerbLook("sticky-note", "N"),
}
