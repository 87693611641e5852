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

    `refusal`: what became of it; `fell`: only because an earlier one of its case was refused.
    `why`: the reason it waits.
    """

    section: str
    row: Pending | Sent | Dropped | None = None
    count: int = 0
    refusal: Refusal | None = None
    fell: bool = False
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


def entries(store: Store, me: Officer, now: datetime, waiting: Iterable[Waiting]) -> list[Entry]:
    """Every line; a section without lines has no heading either."""
    today = now.astimezone(HANOI).date()
    sent = [row for row in outbox.sent(store) if row.at.astimezone(HANOI).date() == today]
    found: list[Entry] = []
    for section, lines in (
        ("refused", list(_refused(store, me, now))),
        ("waiting", [Entry("waiting", row.pending, why=row.why) for row in waiting]),
        ("sent", [Entry("sent", row) for row in sent]),
        ("dropped", [Entry("dropped", row) for row in dropped.read(store) if _has_words(row)]),
    ):
        if lines:
            found += [Entry(section, count=len(lines)), *lines]
    return found


def _refused(store: Store, me: Officer, now: datetime) -> Iterator[Entry]:
    for refusal in refusals.read(store, me, now):
        yield Entry("refused", refusal.mine, refusal=refusal)
        for row in refusal.fallen:
            apart = refusals.by_itself(store, refusal, row, me, now)
            yield Entry("refused", row, refusal=apart, fell=True)


def _has_words(row: Dropped) -> bool:
    """A press without words is done again by a press."""
    return bool(row.action.text.strip() or row.action.note.strip())
