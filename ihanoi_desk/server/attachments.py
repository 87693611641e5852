"""The door for files: who may add one to a case, and who may read one."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.redactions import Redaction
from ihanoi_desk.domain.wire import Attachment
from ihanoi_desk.server import audit, publishing, redacting
from ihanoi_desk.server.blobs import BLOBS, Blobs
from ihanoi_desk.server.cases import attachment_of, shown_to_citizen
from ihanoi_desk.server.database import Database, hold
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.file_rows import Brought, keep
from ihanoi_desk.server.media import File, Media, picture_type
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.tables import attachments, cases, steps
from ihanoi_desk.server.uploads import Upload


class Attachments:
    """Result files come from officers; report files come in with the report itself."""

    def __init__(self, database: Database, blobs: Blobs, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    def add(
        self,
        file_id: str,
        case_id: int,
        upload: Upload,
        redactions: Sequence[Redaction],
        officer: Officer,
    ) -> Attachment:
        """Keep a result file under the id its desk gave it; a repeat answers the same.

        What others get of a picture is a copy without the camera's notes and with `redactions`
        burnt in. Raises ProblemRaised 404 for a case out of reach, 403 for a mere reader, 409 for
        an id that names another file, 415 for a video, 422 for a broken file and for a rectangle
        outside the picture.
        """
        file = upload.checked()
        if file.media.is_film:
            raise ProblemRaised(415, "no_result_film")
        if file.media.is_broken:
            # Whoever sits at a desk can choose another; a citizen's is kept as it came.
            raise ProblemRaised(422, "damaged_file")
        if redactions and not file.media.is_picture:
            raise ProblemRaised(422, "cannot_redact")
        if not file.media.is_picture or (file.media.is_bare and not redactions):
            return self._write(file_id, case_id, Brought(file), officer, upload)
        content, copy = _copy(upload.file, file, redactions)
        brought = Brought(copy, upload.sha256, None, tuple(redactions))
        return self._write(file_id, case_id, brought, officer, upload, content)

    def copy(
        self,
        file_id: str,
        case_id: int,
        source_id: str,
        redactions: Sequence[Redaction],
        officer: Officer,
    ) -> Attachment:
        """Make a copy for publication of a picture of the case, see `add`.

        Raises ProblemRaised 404 for a file that is not the case's, 422 for one that is no picture.
        """
        source = self._find(source_id)
        if source is None or source.case_id != case_id or not officer.may_read(source.unit):
            raise ProblemRaised(404, "not_found")
        shown = attachment_of(source)
        if not shown.is_picture:
            raise ProblemRaised(422, "cannot_redact")
        file = File(shown.name, shown.size, shown.sha256, Media(shown.media_type))
        content, copy = _copy(self._blobs.path(shown.sha256), file, redactions)
        brought = Brought(copy, None, source_id, tuple(redactions))
        return self._write(file_id, case_id, brought, officer, None, content)

    def for_officer(self, file_id: str, officer: Officer) -> Attachment:
        """Raises ProblemRaised 404 when the file or its case is out of reach."""
        return attachment_of(self._within_reach(file_id, officer))

    def original(self, file_id: str, officer: Officer) -> Attachment:
        """What its officer brought, before anything was covered; the look is audited.

        Raises ProblemRaised 404 as `for_officer` does, 403 for those who may not look under it.
        """
        row = self._within_reach(file_id, officer)
        if not officer.may_open_originals(row.unit):
            raise ProblemRaised(403, "not_your_role")
        if row.original_sha256 is None:
            raise ProblemRaised(404, "not_found")
        with self._database.write() as connection:
            actor = f"officer:{officer.id}"
            facts = {"file": file_id}
            audit.append(connection, self._clock(), actor, "open_original", row.code, facts)
        kind = picture_type(self._blobs.path(row.original_sha256))
        return replace(attachment_of(row), sha256=row.original_sha256, media_type=kind)

    def for_citizen(self, file_id: str, citizen_id: int) -> Attachment:
        """A file of the citizen's own report, of a result the citizen was told of, or of one that
        is published."""
        row = self._find(file_id)
        if row is None or not (self._is_own(row, citizen_id) or self._is_published(row)):
            raise ProblemRaised(404, "not_found")
        return shown_to_citizen(row)

    @retried
    def _write(
        self,
        file_id: str,
        case_id: int,
        brought: Brought,
        officer: Officer,
        upload: Upload | None,
        content: bytes = b"",
    ) -> Attachment:
        with self._database.write() as connection:
            hold(connection, BLOBS, shared=True)
            added = keep(connection, file_id, case_id, brought, officer, self._clock())
            if upload:
                self._blobs.keep(upload.file, upload.sha256)
            if content:
                self._blobs.put(content, brought.file.sha256)
            return added

    def _within_reach(self, file_id: str, officer: Officer) -> Row[Any]:
        row = self._find(file_id)
        if row is None or not officer.may_read(row.unit):
            raise ProblemRaised(404, "not_found")
        return row

    def _find(self, file_id: str) -> Row[Any] | None:
        with self._database.read() as connection:
            return connection.execute(
                select(attachments, cases.c.unit, cases.c.code, cases.c.citizen_id)
                .join_from(attachments, cases)
                .where(attachments.c.id == file_id)
            ).one_or_none()

    def _is_own(self, row: Row[Any], citizen_id: int) -> bool:
        own = row.citizen_id == citizen_id
        return own and (row.role == "report" or self._was_told(row))

    def _is_published(self, row: Row[Any]) -> bool:
        with self._database.read() as connection:
            return publishing.is_for_everybody(connection, row)

    def _was_told(self, row: Row[Any]) -> bool:
        with self._database.read() as connection:
            told = connection.execute(
                select(steps.c.attachments).where(
                    steps.c.case_id == row.case_id, steps.c.event.is_not(None)
                )
            ).scalars()
            return any(row.id in files for files in told)


def _copy(picture: Path, file: File, redactions: Sequence[Redaction]) -> tuple[bytes, File]:
    """The content of what others get of a picture, and what is noted of it."""
    try:
        content, width, height = redacting.burn(picture, redactions)
    except OSError as error:
        raise ProblemRaised(422, "damaged_file") from error
    name = f"{Path(file.name).stem}.jpg"
    media = Media("image/jpeg", width, height, shot=file.media.shot, is_bare=True)
    return content, File(name, len(content), hashlib.sha256(content).hexdigest(), media)
