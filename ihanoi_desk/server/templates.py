"""Ready sentences as administrators keep them: a change is a new dated row, nothing is deleted."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from ihanoi_desk.domain import templates
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.catalogue import Catalogue, ResponseTemplate
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.units import UnitKey
from ihanoi_desk.domain.wire import FieldError, StoredTemplate, TemplateDraft
from ihanoi_desk.language import say
from ihanoi_desk.server import audit
from ihanoi_desk.server.database import Database
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.reference import Reference, city_unit, touch
from ihanoi_desk.server.steps import announce
from ihanoi_desk.server.tables import catalogue as rows

KIND = "responses"
ROWS = select(rows).where(rows.c.kind == KIND)


class Templates:
    """Orders of administrators, each for the units at which the role is held."""

    def __init__(
        self, database: Database, reference: Reference, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._reference = reference
        self._clock = clock

    def listed(self, officer: Officer) -> list[StoredTemplate]:
        """What is and was in force at the officer's units, and the city's own, which all use."""
        with self._database.read() as connection:
            city = self._city(connection)
            held = _administered(officer)
            query = ROWS.order_by(rows.c.place, rows.c.valid_from)
            found = [_stored(row) for row in connection.execute(query)]
        return [
            row
            for row in found
            if row.template.unit is None or templates.may_edit(held, row.template.unit, city)
        ]

    def add(self, officer: Officer, draft: TemplateDraft) -> StoredTemplate:
        """A sentence that is in force already is not doubled. Raises ProblemRaised."""
        with self._database.write() as connection:
            template = self._checked(connection, officer, draft)
            for known in map(_stored, connection.execute(ROWS)):
                same = replace(known.template, code=template.code) == template
                if same and known.holds_on(self._today()):
                    return known
            place = connection.execute(select(func.max(rows.c.place))).scalar() or 0
            return self._put(connection, officer, template, place + 1, "template_added")

    def replace(self, officer: Officer, code: str, draft: TemplateDraft) -> StoredTemplate:
        """The row `code` ends today and another takes its place. Raises ProblemRaised."""
        with self._database.write() as connection:
            template = self._checked(connection, officer, draft)
            old = self._in_force(connection, officer, code)
            if template.unit != _stored(old).template.unit:
                raise ProblemRaised(409, "template_elsewhere")
            self._end(connection, old)
            return self._put(connection, officer, template, old.place, "template_replaced", code)

    def withdraw(self, officer: Officer, code: str) -> StoredTemplate:
        """The row `code` ends today. Raises ProblemRaised."""
        with self._database.write() as connection:
            old = self._in_force(connection, officer, code)
            self._end(connection, old)
            self._tell(connection, officer, "template_withdrawn", code, _stored(old).template.unit)
            return replace(_stored(old), valid_to=self._today())

    # --- steps of an order ----------------------------------------------------------------------

    def _checked(
        self, connection: Connection, officer: Officer, draft: TemplateDraft
    ) -> ResponseTemplate:
        if not self._may_edit(connection, officer, draft.unit):
            raise ProblemRaised(403, "not_your_role")
        known = self._catalogue(connection)
        if draft.unit is not None and draft.unit not in {unit.key for unit in known.units}:
            raise ProblemRaised(422, "unknown_unit")
        template = ResponseTemplate(f"rt_{secrets.token_hex(6)}", **asdict(draft))
        kinds = {row.code: row.kind for row in known.categories}
        faults = templates.faults(template, kinds, known.public_contacts)
        if faults:
            errors = [
                FieldError(row.field, row.code, say("vi", f"template.{row.code}", what=row.what))
                for row in faults
            ]
            raise ProblemRaised(422, "bad_template", errors=errors, why=errors[0].text)
        return template

    def _may_edit(self, connection: Connection, officer: Officer, unit: UnitKey | None) -> bool:
        return templates.may_edit(_administered(officer), unit, self._city(connection))

    def _in_force(self, connection: Connection, officer: Officer, code: str) -> Row[Any]:
        query = ROWS.where(rows.c.code == code).with_for_update()
        found = connection.execute(query).one_or_none()
        if found is None:
            raise ProblemRaised(404, "not_found")
        row = _stored(found)
        if not self._may_edit(connection, officer, row.template.unit):
            # The city's sentences are seen by all, those of another unit by nobody else.
            if row.template.unit is None:
                raise ProblemRaised(403, "not_your_role")
            raise ProblemRaised(404, "not_found")
        if not row.holds_on(self._today()):
            raise ProblemRaised(409, "template_gone")
        return found

    def _put(
        self,
        connection: Connection,
        officer: Officer,
        template: ResponseTemplate,
        place: int,
        what: str,
        old: str = "",
    ) -> StoredTemplate:
        line = {
            "kind": KIND,
            "code": template.code,
            "valid_from": self._today(),
            "valid_to": None,
            "verified": False,
            "place": place,
            "body": asdict(template),
        }
        connection.execute(insert(rows), line)
        self._tell(connection, officer, what, template.code, template.unit, old)
        return StoredTemplate(template, self._today(), None, verified=False)

    def _end(self, connection: Connection, old: Row[Any]) -> None:
        connection.execute(
            update(rows)
            .where(rows.c.kind == KIND, rows.c.code == old.code)
            .values(valid_to=self._today())
        )

    def _tell(
        self,
        connection: Connection,
        officer: Officer,
        what: str,
        code: str,
        unit: UnitKey | None,
        old: str = "",
    ) -> None:
        touch(connection)
        now = self._clock()
        place = unit or self._city(connection)
        announce(connection, 0, place, now, what="catalogue")
        facts = {"unit": place, "replaces": old}
        audit.append(connection, now, f"officer:{officer.id}", what, code, facts)

    def _catalogue(self, connection: Connection) -> Catalogue:
        return self._reference.catalogue(connection, self._clock())

    def _city(self, connection: Connection) -> UnitKey:
        return city_unit(self._catalogue(connection), self._today()).key

    def _today(self) -> date:
        return self._clock().astimezone(HANOI).date()


def _administered(officer: Officer) -> frozenset[UnitKey]:
    return officer.units_with({Role.ADMINISTRATOR})


def _stored(row: Row[Any]) -> StoredTemplate:
    return StoredTemplate(ResponseTemplate(**row.body), row.valid_from, row.valid_to, row.verified)
