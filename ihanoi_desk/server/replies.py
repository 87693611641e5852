"""The door for what senders do to their own reports: answer, write, rate."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from ihanoi_desk.domain.cases import Action, State
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Sender
from ihanoi_desk.domain.ratings import MOST_RATINGS
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.wire import ReportRating
from ihanoi_desk.server import steps
from ihanoi_desk.server.blobs import BLOBS, Blobs
from ihanoi_desk.server.database import Database, hold
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.file_rows import MOST_OF_SENDER, file_values, next_place
from ihanoi_desk.server.problems import ProblemRaised, missing
from ihanoi_desk.server.reference import Reference
from ihanoi_desk.server.settings import UploadLimits
from ihanoi_desk.server.tables import attachments, cases
from ihanoi_desk.server.tables import steps as lines
from ihanoi_desk.server.uploads import Form, Upload, inspect_all
from ihanoi_desk.server.writing import check_size, write

OWN = (
    select(cases)
    .where(cases.c.citizen_id == bindparam("citizen_id"), cases.c.code == bindparam("code"))
    .with_for_update()
)
LAST_REOPENED = (
    select(func.coalesce(func.max(lines.c.seq), 0))
    .where(lines.c.case_id == bindparam("case_id"), lines.c.verb == "reopen")
    .scalar_subquery()
)
RATED = (
    select(lines.c.text)
    .where(
        lines.c.case_id == bindparam("case_id"),
        lines.c.verb == "rate",
        lines.c.seq > LAST_REOPENED,
    )
    .order_by(lines.c.seq.desc())
)
"""The words of every rating of the newest result, newest first."""


class Replies:
    """Each is done once, however often the phone sends it under the same key."""

    def __init__(
        self,
        database: Database,
        reference: Reference,
        blobs: Blobs,
        limits: UploadLimits,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._reference = reference
        self._blobs = blobs
        self._limits = limits
        self._clock = clock

    def answer(self, citizen_id: int, code: str, form: Form, key: str) -> None:
        """What the sender was asked for, or says unasked; in words, with files, or both.

        Raises ProblemRaised 404 for somebody else's report, and Refused as the table does.
        """
        step_id = _step_id(citizen_id, key)
        inspect_all(form, self._limits)
        # PostgreSQL stores no NUL, and nobody types one.
        text = form.fields.get("text", "").replace("\0", "")
        self._answer(citizen_id, code, text, form.files, step_id)

    @retried
    def rate(self, citizen_id: int, code: str, rating: ReportRating, key: str) -> None:
        """Raises as `answer` does; saying the same again changes nothing."""
        step_id = _step_id(citizen_id, key)
        with self._database.write() as connection:
            rules = self._reference.steady(connection, self._clock())
            case = _own(connection, citizen_id, code)
            words = rating.text.replace("\0", "").strip()
            if steps.is_known(connection, step_id):
                return
            said = connection.execute(RATED, {"case_id": case.id}).scalars().all()
            if said and (case.rating, said[0]) == (rating.rating, words):
                return
            if len(said) >= MOST_RATINGS:
                raise Refused("rated_enough", most=str(MOST_RATINGS))
            what = {"rating": rating.rating, "text": words}
            self._do(connection, rules, step_id, case, "rate", **what)

    @retried
    def _answer(
        self, citizen_id: int, code: str, text: str, files: list[Upload], step_id: str
    ) -> None:
        with self._database.write() as connection:
            rules = self._reference.steady(connection, self._clock())
            case = _own(connection, citizen_id, code)
            if steps.is_known(connection, step_id):
                return
            names = tuple(f"{step_id}.{turn}" for turn in range(len(files)))
            if files:
                self._keep(connection, case.id, dict(zip(names, files, strict=True)))
            verb = "answer" if case.state == State.WAITING else "write"
            self._do(connection, rules, step_id, case, verb, text=text, attachments=names)

    def _keep(self, connection: Connection, case_id: int, files: dict[str, Upload]) -> None:
        hold(connection, BLOBS, shared=True)
        place = next_place(connection, case_id, len(files), MOST_OF_SENDER)
        now = self._clock()
        rows = [
            file_values(upload.checked(), name, case_id, "report", place + turn, now)
            for turn, (name, upload) in enumerate(files.items())
        ]
        connection.execute(insert(attachments), rows)
        for upload in files.values():
            self._blobs.keep(upload.file, upload.sha256)

    def _do(
        self,
        connection: Connection,
        rules: tuple[Catalogue, Rulebook],
        step_id: str,
        case: Row[Any],
        verb: str,
        **what: Any,
    ) -> None:
        now = self._clock()
        action = Action(id=step_id, case_id=case.id, verb=verb, at=now, **what)
        check_size(action)
        write(connection, action, Sender(), now, *rules)


def _step_id(citizen_id: int, key: str) -> str:
    """The same for every repeat, and nobody else's."""
    if not key:
        raise missing("idempotency_key")
    return hashlib.sha256(f"{citizen_id}:{key}".encode()).hexdigest()[:40]


def _own(connection: Connection, citizen_id: int, code: str) -> Row[Any]:
    own = {"citizen_id": citizen_id, "code": code}
    row: Row[Any] | None = connection.execute(OWN, own).one_or_none()
    if row is None:
        raise ProblemRaised(404, "not_found")
    return row
