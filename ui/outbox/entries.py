"""What the outbox lists, top to bottom: refused with those that fell, waiting, sent today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client import outbox
from ihanoi_desk.client.outbox import Sent
from ihanoi_desk.client.pending import REFUSED, Pending
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.calendar import HANOI


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; a heading has no `row` and counts its section.

    `fell`: refused only because an earlier one was. `follows`: an earlier one of the case waits.
    """

    section: str
    row: Pending | Sent | None = None
    count: int = 0
    fell: bool = False
    follows: bool = False

    @property
    def key(self) -> str:
        """The id of the action; empty for a heading."""
        if isinstance(self.row, Pending):
            return self.row.action.id
        return self.row.action_id if self.row else ""

    @property
    def case_id(self) -> int:
        if isinstance(self.row, Pending):
            return self.row.action.case_id
        return self.row.case_id if self.row else 0

    @property
    def verb(self) -> str:
        if isinstance(self.row, Pending):
            return self.row.action.verb
        return self.row.verb if self.row else ""


def entries(store: Store, now: datetime) -> list[Entry]:
    """Every line; a section without lines has no heading either."""
    rows = outbox.pending_rows(store)
    today = now.astimezone(HANOI).date()
    sent = [row for row in outbox.sent(store) if row.at.astimezone(HANOI).date() == today]
    found: list[Entry] = []
    for section, lines in (
        ("refused", list(_refused(rows))),
        ("waiting", list(_waiting(rows))),
        ("sent", [Entry("sent", row) for row in sent]),
    ):
        if lines:
            found += [Entry(section, count=len(lines)), *lines]
    return found


def _refused(rows: list[Pending]) -> Iterator[Entry]:
    """Each refused action with those that fell with it; one whose first is gone leads itself."""
    refused = [row for row in rows if row.state == REFUSED]
    here = {row.action.id for row in refused}
    for first in refused:
        if first.fell_with not in here:
            yield Entry("refused", first)
            for later in refused:
                if later.fell_with == first.action.id:
                    yield Entry("refused", later, fell=True)


def _waiting(rows: list[Pending]) -> Iterator[Entry]:
    busy: set[int] = set()
    for row in rows:
        if row.state != REFUSED:
            yield Entry("waiting", row, follows=row.action.case_id in busy)
            busy.add(row.action.case_id)
