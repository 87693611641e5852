"""Where a list that is read page by page goes on: a text the caller hands back unchanged."""

from ihanoi_desk.server.problems import ProblemRaised

DIGITS = 18
"""So many digits fit every column."""


def write(owner: str, *place: int) -> str:
    """`owner` names the list, `place` the last row that was read."""
    return ":".join([owner, *map(str, place)])


def read(text: str, owner: str, length: int) -> list[int]:
    """The `length` numbers of a cursor of `owner`. Raises ProblemRaised 422 for another one."""
    found, *place = text.split(":")
    usable = all(part.isascii() and part.isdecimal() and len(part) <= DIGITS for part in place)
    if found != owner or len(place) != length or not usable:
        raise ProblemRaised(422, "bad_cursor")
    return [int(part) for part in place]
