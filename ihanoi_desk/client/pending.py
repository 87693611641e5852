"""The outbox rows that have not left or were refused, and cases folded with them."""

from dataclasses import dataclass
from datetime import datetime

from ihanoi_desk.client.codec import decode
from ihanoi_desk.client.moments import EPOCH, from_us
from ihanoi_desk.client.sqlite import Connection
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action, Case, Step
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.wire import CaseDoc

WAITING, SENDING, REFUSED = "waiting", "sending", "refused"


@dataclass(frozen=True, slots=True)
class Pending:
    """An action on its way. `leaves_at` ends the time in which it can be taken back.

    ``sending`` also means: it may have arrived, but nobody answered yet.
    """

    action: Action
    case_code: str
    officer_id: int
    state: str
    made_at: datetime
    leaves_at: datetime
    code: str = ""
    why: str = ""
    fell_with: str | None = None
    """The id of the refused action that this one depended on."""
    basis: int | None = None
    """The version of the case the officer saw; None when an earlier program made the row."""


FIELDS = "body, case_code, officer_id, state, made_us, leaves_us, code, why, fell_with, basis"


def read_all(connection: Connection) -> list[Pending]:
    """Every outbox row, oldest first."""
    lines = connection.execute(f"SELECT {FIELDS} FROM outbox ORDER BY seq")
    return [from_line(*line) for line in lines]


def read_of_case(connection: Connection, case_id: int) -> list[Pending]:
    lines = connection.execute(
        f"SELECT {FIELDS} FROM outbox WHERE case_id = ? ORDER BY seq", (case_id,)
    )
    return [from_line(*line) for line in lines]


def fold(
    doc: CaseDoc, rows: list[Pending], me: Officer, book: Rulebook
) -> tuple[Case, tuple[Step, ...]]:
    """The case of `doc` as it will be when every waiting row is applied, and the steps this adds.

    A row the rules no longer allow is passed over: the server will refuse it and say why. So is
    one that the feed brought before its answer came.
    """
    case, steps = doc.case, []
    done = {step.id for step in doc.steps}
    for row in rows:
        if row.state == REFUSED or row.action.id in done:
            continue
        try:
            applied = decide.apply(case, row.action, me, row.made_at, book)
        except Refused:
            continue
        case = applied.case
        steps.append(applied.step)
    return case, tuple(steps)


def from_line(
    body: str,
    case_code: str,
    officer_id: int,
    state: str,
    made_us: int,
    leaves_us: int,
    code: str,
    why: str,
    fell_with: str | None,
    basis: int | None,
) -> Pending:
    """A line of FIELDS as a value."""
    return Pending(
        action=decode(Action, body),
        case_code=case_code,
        officer_id=officer_id,
        state=state,
        made_at=from_us(made_us) or EPOCH,
        leaves_at=from_us(leaves_us) or EPOCH,
        code=code,
        why=why,
        fell_with=fell_with,
        basis=basis,
    )
