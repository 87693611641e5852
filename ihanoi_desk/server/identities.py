"""Lifting the mask of a sender: for a reason, by who may, and never without a line in the trail."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from ihanoi_desk.domain.identities import MOST_NOTE, check_reason, why_hidden
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.personal_data import find
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import Identity, IdentityQuestion
from ihanoi_desk.server import audit
from ihanoi_desk.server.actions import readable
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.reference import Reference
from ihanoi_desk.server.tables import cases, citizens


class Identities:
    def __init__(
        self, database: Database, reference: Reference, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._reference = reference
        self._clock = clock

    def ask(self, officer: Officer, case_id: int, question: IdentityQuestion) -> Identity:
        """Who sent the case; the reason is in the audit trail before anybody reads the answer.

        Raises ProblemRaised when the case is out of reach, and Refused when the identity stays
        hidden or the reason is none.
        """
        now = self._clock()
        with self._database.write() as connection:
            known = self._reference.catalogue(connection, now)
            doc = readable(connection, case_id, officer)
            if doc is None:
                raise ProblemRaised(404, "not_found")
            hidden = why_hidden(doc.case, doc.steps, officer, known.identity_rights)
            if hidden:
                raise hidden
            check_reason(known.identity_reasons, question.reason, question.note)
            note = question.note.strip()
            if len(note) > MOST_NOTE:
                raise ProblemRaised(422, "too_long", field="note", limit=MOST_NOTE)
            found = find(note, known.public_contacts)
            if found:
                # The trail is kept for years and read by many.
                raise Refused("personal_data", masks=", ".join(row.mask for row in found))
            query = select(citizens.c.name, citizens.c.phone, citizens.c.level)
            query = query.join_from(cases, citizens, citizens.c.id == cases.c.citizen_id)
            sender = connection.execute(query.where(cases.c.id == case_id)).one()
            facts = {"reason": question.reason, "note": note, "unit": doc.case.unit}
            actor = f"officer:{officer.id}"
            audit.append(connection, now, actor, "identity_seen", doc.case.code, facts)
        return Identity(sender.name, sender.phone, sender.level)
