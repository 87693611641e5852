"""Several people report one thing: which reports lie near in place and time and speak alike.

The distance and the hours are policies and unverified. Alike words only order what was found: two
people see one fallen tree with different words, so a person compares before anything is merged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import cos, hypot, radians

from ihanoi_desk.domain.cases import Step
from ihanoi_desk.domain.policies import Policy, find_policy
from ihanoi_desk.domain.text import fold
from ihanoi_desk.domain.transitions import ENDS_ALONG, find
from ihanoi_desk.domain.wire import CaseDoc

DISTANCE, TIME = "duplicate_distance", "duplicate_time"
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a report of the same thing may lie: metres, and hours by the wall clock."""

    metres: float
    apart: timedelta

    def degrees(self, lat: float) -> tuple[float, float]:
        """The same in degrees of latitude and of longitude, for a first coarse search."""
        north = self.metres / METRES_PER_DEGREE
        return north, north / cos(radians(lat))


@dataclass(frozen=True, slots=True)
class Report:
    """What two reports are compared by."""

    id: int
    code: str
    category: str
    words: str
    lat: float
    lon: float
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class Alike:
    """A report that may be about the same. `likeness` of the words from 0 to 1."""

    id: int
    code: str
    metres: float
    apart: timedelta
    likeness: float


def reach(policies: Iterable[Policy], on: date) -> Reach | None:
    """The policies in force on `on`; None when one is missing, then nothing is compared."""
    rows = tuple(policies)
    distance, hours = find_policy(rows, DISTANCE, on), find_policy(rows, TIME, on)
    if distance is None or hours is None:
        return None
    return Reach(distance.amount, timedelta(hours=hours.amount))


def alike(one: Report, others: Iterable[Report], within: Reach) -> tuple[Alike, ...]:
    """Those of `others` that may be about the same as `one`, the most alike first."""
    words = words_of(one.words)
    found = []
    for other in others:
        metres, apart = distance(one, other), abs(other.filed_at - one.filed_at)
        if other.id == one.id or other.category != one.category:
            continue
        if metres <= within.metres and apart <= within.apart:
            share = _likeness(words, words_of(other.words))
            found.append(Alike(other.id, other.code, metres, apart, share))
    return tuple(sorted(found, key=lambda row: (-row.likeness, row.metres, row.id)))


def distance(one: Report, other: Report) -> float:
    """Metres between two positions of the city; good to a few centimetres at this range."""
    north = (other.lat - one.lat) * METRES_PER_DEGREE
    east = (other.lon - one.lon) * METRES_PER_DEGREE * cos(radians((one.lat + other.lat) / 2))
    return hypot(north, east)


def words_of(text: str) -> frozenset[str]:
    """The folded words of `text`, which two reports are compared by."""
    plain = "".join(char if char.isalnum() else " " for char in fold(text))
    return frozenset(plain.split())


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def goes_along(doc: CaseDoc, verb: str) -> bool:
    """Whether a merged case takes the step `verb` with its main one. What ended by itself stays so
    when the main one is taken up again."""
    if find(doc.case, verb) is None:
        return False
    return doc.case.is_open or ended_along(doc.steps)


def ended_along(steps: Sequence[Step]) -> bool:
    """Whether a case ended because the one it was merged into did."""
    last = next((row for row in reversed(steps) if row.from_state is not row.to_state), None)
    return last is not None and last.verb in ENDS_ALONG
