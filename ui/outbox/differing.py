"""Which words of two texts differ, so that both can be read side by side."""

import re
from difflib import SequenceMatcher

WORD = re.compile(r"\S+\s*|\s+")
Piece = tuple[str, bool]
"""Some words, and whether the other text has others in their place."""


def differing(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut where they part; a text alone differs nowhere."""
    if not one.strip() or not other.strip():
        return _whole(one), _whole(other)
    left, right = WORD.findall(one), WORD.findall(other)
    matcher = SequenceMatcher(a=_plain(left), b=_plain(right), autojunk=False)
    ones: list[Piece] = []
    others: list[Piece] = []
    for tag, start, end, from_, to in matcher.get_opcodes():
        for pieces, words in ((ones, left[start:end]), (others, right[from_:to])):
            if words:
                pieces.append(("".join(words), tag != "equal"))
    return ones, others


def _plain(words: list[str]) -> list[str]:
    """Without the space behind: a word at the end of a line is the same word."""
    return [word.strip() for word in words]


def _whole(text: str) -> list[Piece]:
    return [(text, False)] if text else []
