"""Where a list that is read page by page goes on: a text the caller hands back unchanged."""

from ihanoi_desk.server.problems import ProblemRaised

DIGITS = 17
ID_DIGITS = 9
"""What fits a moment in microseconds, and the number of a row."""


def write(owner: str, *place: int) -> str:
    """`owner` names the list, `place` the row that was read last; its number comes last."""
    return ":".join([owner, *map(str, place)])


def read(text: str, owner: str, length: int) -> list[int]:
    """The `length` numbers of a cursor of `owner`. Raises ProblemRaised 422 for another one."""
    found, *place = text.split(":")
    if found != owner or len(place) != length or not _all_fit(place):
        raise ProblemRaised(422, "bad_cursor")
    return [int(part) for part in place]


def _all_fit(place: list[str]) -> bool:
    digits = all(part.isascii() and part.isdecimal() and len(part) <= DIGITS for part in place)
    return digits and len(place[-1]) <= ID_DIGITS
