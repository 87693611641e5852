"""Why an action is still here: one reason for each, in the order in which they count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ihanoi_desk.client.pending import REFUSED, SENDING, Pending
from ihanoi_desk.client.uploading import Upload


class Reason(StrEnum):
    BEHIND = "behind"
    """An earlier action of the case has to go first."""
    UNDO = "undo"
    """It can still be taken back."""
    SIGNED_OUT = "signed_out"
    TOO_OLD = "too_old"
    DISK_FULL = "disk_full"
    UPLOADING = "uploading"
    RESTING = "resting"
    """The server stumbled over it, or over everything."""
    OFFLINE = "offline"
    SENDING = "sending"
    """Under way, or perhaps arrived and not yet answered."""
    IN_LINE = "in_line"


@dataclass(frozen=True, slots=True)
class Why:
    """`until`: when it goes on by itself, where that is known. Of an upload: which file of how
    many, and how far it is."""

    reason: Reason
    until: datetime | None = None
    file: int = 0
    files: int = 0
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    pending: Pending
    why: Why


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds for the whole line. `held` keeps everything back."""

    held: Why | None = None
    resting: Mapping[int, datetime] | None = None
    upload: Upload | None = None


def explain(rows: Iterable[Pending], now: datetime, around: Circumstances) -> list[Waiting]:
    """Every row of the outbox that waits, oldest first, with its reason."""
    found = []
    ahead: set[int] = set()
    for row in rows:
        if row.state != REFUSED:
            case_id = row.action.case_id
            behind = Why(Reason.BEHIND) if case_id in ahead else None
            found.append(Waiting(row, behind or why(row, now, around)))
            ahead.add(case_id)
    return found


def why(row: Pending, now: datetime, around: Circumstances) -> Why:
    """The reason of a row that is the first of its case."""
    upload = around.upload
    until = (around.resting or {}).get(row.action.case_id)
    if row.leaves_at > now:
        return Why(Reason.UNDO, row.leaves_at)
    if around.held:
        return around.held
    if upload and upload.action_id == row.action.id:
        return Why(Reason.UPLOADING, None, upload.file, upload.files, upload.percent)
    if until:
        return Why(Reason.RESTING, until)
    return Why(Reason.SENDING if row.state == SENDING else Reason.IN_LINE)
