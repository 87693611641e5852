"""The rows of `attachments`: what is noted of a file of a case, and writing an officer's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.redactions import Redaction
from ihanoi_desk.domain.transitions import DESK
from ihanoi_desk.domain.wire import Attachment
from ihanoi_desk.server import audit, redacting
from ihanoi_desk.server.cases import attachment_of
from ihanoi_desk.server.media import File
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.tables import attachments, cases

ID_LENGTH = 80
MAX_PER_CASE = 60
MOST_OF_SENDER = 40
"""The rest is kept for officers: a result must find room for its picture."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What an officer adds: `file` as everybody sees it; what it was made of, where that says more.

    `original` is the SHA-256 of the officer's own file, `source_id` a file of the case.
    """

    file: File
    original: str | None = None
    source_id: str | None = None
    redactions: tuple[Redaction, ...] = ()


def keep(
    connection: Connection,
    file_id: str,
    case_id: int,
    brought: Brought,
    officer: Officer,
    now: datetime,
) -> Attachment:
    """Write the row of an officer's file in the caller's transaction; see `Attachments.add`."""
    if not file_id or len(file_id) > ID_LENGTH:
        raise ProblemRaised(422, "too_long", field="id", limit=ID_LENGTH)
    case = connection.execute(
        select(cases.c.code, cases.c.unit).where(cases.c.id == case_id).with_for_update()
    ).one_or_none()
    if case is None or not officer.may_read(case.unit):
        raise ProblemRaised(404, "not_found")
    if DESK.isdisjoint(officer.roles_at(case.unit)):
        raise ProblemRaised(403, "not_your_role")
    by_id = select(attachments).where(attachments.c.id == file_id)
    known = connection.execute(by_id).one_or_none()
    if known is not None:
        if (known.officer_id, known.case_id) != (officer.id, case_id) or not _is(known, brought):
            raise ProblemRaised(409, "id_taken")
        return attachment_of(known)
    place = next_place(connection, case_id)
    role = "published" if brought.source_id else "result"
    facts = file_values(brought.file, file_id, case_id, role, place, now)
    more = {
        "officer_id": officer.id,
        "source_id": brought.source_id,
        "original_sha256": brought.original,
        "redactions": redacting.facts(brought.redactions),
    }
    connection.execute(insert(attachments).values({**facts, **more}))
    audit.append(connection, now, f"officer:{officer.id}", "attach", case.code)
    return attachment_of(connection.execute(by_id).one())


def next_place(
    connection: Connection, case_id: int, count: int = 1, most: int = MAX_PER_CASE
) -> int:
    """Where `count` more files of a case go. Raises ProblemRaised 413 when it would have more than
    `most`."""
    query = select(func.count()).where(attachments.c.case_id == case_id)
    place = int(connection.execute(query).scalar_one())
    if place + count > most:
        raise ProblemRaised(413, "case_full", limit=most)
    return place


def file_values(
    file: File, file_id: str, case_id: int, role: str, place: int, now: datetime
) -> dict[str, Any]:
    """What `attachments` stores of any file."""
    media = file.media
    position = media.shot.position
    return {
        "id": file_id,
        "case_id": case_id,
        "role": role,
        "place": place,
        "name": file.name,
        "media_type": media.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "width": media.width,
        "height": media.height,
        "duration_s": media.duration_s,
        "is_broken": media.is_broken,
        "taken_at": media.shot.taken_at,
        "lat": position and position.lat,
        "lon": position and position.lon,
        "created_at": now,
        "redactions": [],
    }


def _is(known: Row[Any], brought: Brought) -> bool:
    """Whether a repeat brings what is there: the copy of a picture may have been drawn anew."""
    same = (known.source_id, known.redactions) == (
        brought.source_id,
        redacting.facts(brought.redactions),
    )
    if brought.original or brought.source_id:
        return same and known.original_sha256 == brought.original
    return same and known.sha256 == brought.file.sha256
