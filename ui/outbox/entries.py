"""What the outbox lists, top to bottom: refused with those that fell, waiting, sent, dropped."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client import dropped, outbox, refusals
from ihanoi_desk.client.dropped import Dropped
from ihanoi_desk.client.outbox import Sent
from ihanoi_desk.client.pending import Pending
from ihanoi_desk.client.refusals import Refusal
from ihanoi_desk.client.store import Store
from ihanoi_desk.client.waiting import Waiting, Why
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.officers import Officer


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; a heading has no `row` and counts its section.

    `refusal`: what it was refused with, or fell with. `why`: the reason it waits.
    """

    section: str
    row: Pending | Sent | Dropped | None = None
    count: int = 0
    refusal: Refusal | None = None
    why: Why | None = None

    @property
    def key(self) -> str:
        """The id of the action; empty for a heading."""
        if isinstance(self.row, Sent):
            return self.row.action_id
        return self.row.action.id if self.row else ""

    @property
    def case_id(self) -> int:
        if isinstance(self.row, Sent):
            return self.row.case_id
        return self.row.action.case_id if self.row else 0

    @property
    def verb(self) -> str:
        if isinstance(self.row, Sent):
            return self.row.verb
        return self.row.action.verb if self.row else ""

    @property
    def fell(self) -> bool:
        """Refused only because an earlier one of its case was."""
        return self.refusal is not None and self.refusal.mine != self.row


def entries(store: Store, me: Officer, now: datetime, waiting: Iterable[Waiting]) -> list[Entry]:
    """Every line; a section without lines has no heading either."""
    today = now.astimezone(HANOI).date()
    sent = [row for row in outbox.sent(store) if row.at.astimezone(HANOI).date() == today]
    found: list[Entry] = []
    for section, lines in (
        ("refused", list(_refused(refusals.read(store, me, now)))),
        ("waiting", [Entry("waiting", row.pending, why=row.why) for row in waiting]),
        ("sent", [Entry("sent", row) for row in sent]),
        ("dropped", [Entry("dropped", row) for row in dropped.read(store)]),
    ):
        if lines:
            found += [Entry(section, count=len(lines)), *lines]
    return found


def _refused(found: Iterable[Refusal]) -> Iterator[Entry]:
    for refusal in found:
        for row in (refusal.mine, *refusal.fallen):
            yield Entry("refused", row, refusal=refusal)
