"""The door for files: who may add one to a case, and who may read one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.transitions import DESK
from ihanoi_desk.domain.wire import Attachment
from ihanoi_desk.server import audit
from ihanoi_desk.server.blobs import BLOBS, Blobs
from ihanoi_desk.server.cases import attachment_of
from ihanoi_desk.server.database import Database, hold
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.media import File
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.tables import attachments, cases, steps
from ihanoi_desk.server.uploads import Upload

ID_LENGTH = 80
MAX_PER_CASE = 60


class Attachments:
    """Result files come from officers; report files come in with the report itself."""

    def __init__(self, database: Database, blobs: Blobs, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    @retried
    def add(self, file_id: str, case_id: int, upload: Upload, officer: Officer) -> Attachment:
        """Keep a result file under the id its desk gave it; a repeat answers the same.

        Raises ProblemRaised 404 for a case out of reach, 403 for a mere reader, 409 for an id
        that names another file.
        """
        if not file_id or len(file_id) > ID_LENGTH:
            raise ProblemRaised(422, "too_long", field="id", limit=ID_LENGTH)
        with self._database.write() as connection:
            hold(connection, BLOBS, shared=True)
            added = keep(connection, file_id, case_id, upload.checked(), officer, self._clock())
            self._blobs.keep(upload.file, upload.sha256)
            return added

    def for_officer(self, file_id: str, officer: Officer) -> Attachment:
        """Raises ProblemRaised 404 when the file or its case is out of reach."""
        row = self._find(file_id)
        if row is None or not officer.may_read(row.unit):
            raise ProblemRaised(404, "not_found")
        return attachment_of(row)

    def for_citizen(self, file_id: str, citizen_id: int) -> Attachment:
        """A file of the citizen's own report, or of a result the citizen was told of."""
        row = self._find(file_id)
        if row is None or row.citizen_id != citizen_id:
            raise ProblemRaised(404, "not_found")
        if row.role != "report" and not self._was_told(row):
            raise ProblemRaised(404, "not_found")
        return attachment_of(row)

    def _find(self, file_id: str) -> Row[Any] | None:
        with self._database.read() as connection:
            return connection.execute(
                select(attachments, cases.c.unit, cases.c.citizen_id)
                .join_from(attachments, cases)
                .where(attachments.c.id == file_id)
            ).one_or_none()

    def _was_told(self, row: Row[Any]) -> bool:
        with self._database.read() as connection:
            told = connection.execute(
                select(steps.c.attachments).where(
                    steps.c.case_id == row.case_id, steps.c.event.is_not(None)
                )
            ).scalars()
            return any(row.id in files for files in told)


def keep(
    connection: Connection, file_id: str, case_id: int, file: File, officer: Officer, now: datetime
) -> Attachment:
    """Write the row of a result file in the caller's transaction; see `Attachments.add`."""
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
        same = (known.officer_id, known.case_id, known.sha256)
        if same != (officer.id, case_id, file.sha256):
            raise ProblemRaised(409, "id_taken")
        return attachment_of(known)
    place = connection.execute(
        select(func.count()).where(attachments.c.case_id == case_id)
    ).scalar_one()
    if place >= MAX_PER_CASE:
        raise ProblemRaised(413, "too_many_files", limit=MAX_PER_CASE)
    connection.execute(
        insert(attachments).values(
            id=file_id,
            case_id=case_id,
            role="result",
            place=place,
            name=file.name,
            media_type=file.media.media_type,
            size=file.size,
            sha256=file.sha256,
            width=file.media.width,
            height=file.media.height,
            officer_id=officer.id,
            created_at=now,
        )
    )
    audit.append(connection, now, f"officer:{officer.id}", "attach", case.code)
    return attachment_of(connection.execute(by_id).one())
