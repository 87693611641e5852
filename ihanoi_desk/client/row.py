"""A line of a queue, made straight from a line of the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ihanoi_desk.client.moments import EPOCH, from_us

FIELDS = (
    "id, code, kind, state, urgency, category, headline, place, unit, holder_id, holder_name,"
    " lat, lon, hops, risen, unclassified, sort_code, rest_us, asked_days, filed_us,"
    " due_us, closed_us, sort_us, is_open"
)


@dataclass(frozen=True, slots=True)
class Row:
    """`sending`: an action waits; `refused`: the newest one was refused.

    `risen`: waits for the city's coordinator, who alone may send it on. `unclassified`: the kind's
    questions are open; `sort_code`: the answer to the first of them, empty without one. `rest_us`:
    working time left, in microseconds, when the clock came to rest. `asked_days`: working days more
    that a superior has to decide on.

    Moments are kept in microseconds, because most rows of a page are never asked for theirs.
    """

    id: int
    code: str
    kind: str
    state: str
    urgency: str
    category: str
    headline: str
    place: str
    unit: str
    holder_id: int | None
    holder_name: str | None
    lat: float | None
    lon: float | None
    hops: int
    risen: int
    unclassified: int
    sort_code: str
    rest_us: int | None
    asked_days: int
    filed_us: int
    due_us: int | None
    closed_us: int | None
    sort_us: int
    is_open: int
    sending: bool = False
    refused: bool = False

    @property
    def filed_at(self) -> datetime:
        return from_us(self.filed_us) or EPOCH

    @property
    def due_at(self) -> datetime | None:
        """The running clock's limit; None when closed or unlimited."""
        return from_us(self.due_us)

    @property
    def left_at_rest(self) -> timedelta | None:
        """Working time left once the citizen answers; None while the clock runs."""
        return None if self.rest_us is None else timedelta(microseconds=self.rest_us)

    @property
    def closed_at(self) -> datetime | None:
        return from_us(self.closed_us)

    @property
    def place_in_order(self) -> tuple[int, int, int]:
        """Open ones first, by limit; then closed ones, newest first."""
        return place_in_order(self.is_open, self.sort_us, self.id)


def place_in_order(is_open: int, sort_us: int, case_id: int) -> tuple[int, int, int]:
    return (0, sort_us, case_id) if is_open else (1, -sort_us, -case_id)
