"""How often a sender may rate one result."""

from collections.abc import Iterable

MOST_RATINGS = 5
"""The last word counts."""


def times_rated(verbs: Iterable[str]) -> int:
    """How often the newest result was rated; `verbs` are those of the history, oldest first."""
    times = 0
    for verb in verbs:
        times = times + 1 if verb == "rate" else 0 if verb == "reopen" else times
    return times
