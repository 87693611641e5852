"""What officers and senders of the demo city do to a case, through the door of live traffic."""

import uuid
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from ihanoi_desk.domain.cases import Action, Case
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.guards import wants_approval
from ihanoi_desk.domain.kind_fields import CRITERIA
from ihanoi_desk.domain.officers import Actor, Officer, Role
from ihanoi_desk.domain.rulebook import Rulebook
from ihanoi_desk.domain.units import UnitKey, code_of
from ihanoi_desk.language import say
from ihanoi_desk.server import file_rows
from ihanoi_desk.server.cases import case_of
from ihanoi_desk.server.media import File, Media
from ihanoi_desk.server.seed.pictures import Picture
from ihanoi_desk.server.seed.plans import DEPARTMENT, Fate, Plan
from ihanoi_desk.server.tables import attachments, cases
from ihanoi_desk.server.writing import write

CRITERIA_MET = dict.fromkeys(CRITERIA, "met") | {"treaties": "irrelevant"}
CLASSIFIED: dict[str, tuple[dict[str, str], ...]] = {
    "procedure": (
        {"nature": "behaviour"},
        {"nature": "regulation", "sufficient": "no"},
        {"nature": "regulation", "sufficient": "yes", **CRITERIA_MET, "simplicity": "not_met"},
    ),
    "waste": ({"waste_of": "energy"}, {"waste_of": "assets"}),
    "initiative": ({"field": "environment", "stage": "idea", "assessment": "further_study"},),
}
"""What the officers of the demo city found out about each kind."""
ON_SITE = ("scene", "waste")


class Deeds:
    """Each deed is one or a few actions at a moment of the past."""

    def __init__(
        self,
        connection: Connection,
        catalogue: Catalogue,
        book: Rulebook,
        after_picture: Callable[[int], Picture],
        chance: Random,
    ) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._book = book
        self._after_picture = after_picture
        self._chance = chance

    def case(self, number: int) -> Case:
        query = select(cases).where(cases.c.id == number)
        return case_of(self._connection.execute(query).one())

    def take_turn(self, plan: Plan, number: int, step: int, at: datetime) -> None:
        """The officers' turn number `step` of `plan`."""
        case = self.case(number)
        if plan.via and step == 0:
            self._route(case, plan.via, at)
            return
        step -= bool(plan.via)
        if step == 0 and plan.fate is Fate.REJECTED:
            self._reject(case, plan, at)
        elif step == 0:
            self.do(case, self.front(case.unit), at, "accept")
        elif step == 1 and plan.fate in (Fate.RESOLVED, Fate.REOPENED):
            self._resolve(case, at)
        elif step == 1:
            self._assign(case, at)
        elif plan.fate is Fate.APPROVAL:
            self._finish(case, at, "propose")
        elif plan.fate is Fate.WAITING:
            self.do(case, self.holder(case), at, "ask_citizen", text=say("vi", "demo.ask"))
        else:
            lead = self.one_of(case.unit, Role.COORDINATOR)
            self.do(case, lead, at, "reopen", note=say("vi", "demo.reopen"))

    def for_everybody(self, case: Case, officer: Officer, at: datetime) -> dict[str, Any]:
        """The words of the result again, with a copy of its picture."""
        brought = select(attachments).where(
            attachments.c.case_id == case.id, attachments.c.role == "result"
        )
        row = self._connection.execute(brought).first()
        files = []
        if row is not None:
            media = Media(row.media_type, row.width, row.height, is_bare=True)
            file = File(row.name, row.size, row.sha256, media)
            copy = file_rows.Brought(file, source_id=row.id)
            name = self._new_id()
            files = [file_rows.keep(self._connection, name, case.id, copy, officer, at).id]
        return {"text": say("vi", "demo.published"), "attachments": tuple(files)}

    def open_beside(self, case: Case) -> int | None:
        """The number of another open case of the same kind and unit, filed before."""
        query = select(cases.c.id).where(
            cases.c.unit == case.unit,
            cases.c.kind == case.kind,
            cases.c.closed_at.is_(None),
            cases.c.master_id.is_(None),
            cases.c.id < case.id,
        )
        return self._connection.execute(query.order_by(cases.c.id.desc())).scalars().first()

    def do(self, case: Case, actor: Actor, at: datetime, verb: str, **what: Any) -> None:
        action = Action(id=self._new_id(), case_id=case.id, verb=verb, at=at, **what)
        write(self._connection, action, actor, at, self._catalogue, self._book)

    def front(self, unit: UnitKey) -> Officer:
        return self.one_of(unit, Role.HANDLER)

    def holder(self, case: Case) -> Officer:
        return self._book.officers[case.holder_id or 0]

    def one_of(self, unit: UnitKey, role: Role) -> Officer:
        """An officer of the unit itself, or of the city where the unit has no desk."""
        everyone = self._catalogue.officers
        found = [
            row for row in everyone if any(g.role is role and g.unit == unit for g in row.grants)
        ]
        return self._chance.choice(found or [row for row in everyone if role in row.roles_at(unit)])

    def _route(self, case: Case, via: str, at: datetime) -> None:
        """Send the case on. It stays where it is when its category has no department, or when the
        position, drawn near a border, already lies in the unit it was to be sent to."""
        code = via
        if via == DEPARTMENT:
            code = {row.code: row.department or "" for row in self._catalogue.categories}[
                case.category
            ]
        desks = {code_of(officer.home): officer.home for officer in self._catalogue.officers}
        if desks.get(code, case.unit) != case.unit:
            self.do(
                case,
                self.front(case.unit),
                at,
                "route",
                target_unit=desks[code],
                text=say("vi", "demo.route_text"),
                note=say("vi", "demo.route_note"),
            )

    def _reject(self, case: Case, plan: Plan, at: datetime) -> None:
        reasons = [row for row in self._catalogue.reasons if row.fits(case.kind)]
        by_code = {row.code: row for row in reasons}
        reason = by_code.get(plan.text["rejection_reason"]) or by_code["unclear_content"]
        told = by_code["unclear_content"] if "{" in reason.citizen_text_vi else reason
        text = told.citizen_text_vi
        self.do(case, self.front(case.unit), at, "reject", reason=reason.code, text=text)

    def _assign(self, case: Case, at: datetime) -> None:
        lead = self.one_of(case.unit, Role.COORDINATOR)
        handler = self.one_of(case.unit, Role.HANDLER)
        note = say("vi", f"demo.note_{self._chance.randint(1, 3)}")
        self.do(case, lead, at, "assign", assignee_id=handler.id, note=note)

    def _resolve(self, case: Case, at: datetime) -> None:
        """Let the result out, with a superior's approval where the unit wants one."""
        if wants_approval(case, self._book):
            self._finish(case, at, "propose")
            self.do(case, self.one_of(case.unit, Role.SUPERVISOR), at, "approve")
        else:
            self._finish(case, at, "resolve")

    def _finish(self, case: Case, at: datetime, verb: str) -> None:
        officer = self.holder(case)
        on_site = case.kind in ON_SITE
        files = []
        if on_site:
            picture = self._after_picture(self._chance.randrange(8))
            brought = file_rows.Brought(picture.file)
            name = self._new_id()
            files = [file_rows.keep(self._connection, name, case.id, brought, officer, at).id]
        words = f"resolve_{self._chance.randint(1, 4)}" if on_site else f"answer_{1 + case.id % 2}"
        text = say("vi", f"demo.{words}")
        if case.kind in CLASSIFIED:
            facts = self._chance.choice(CLASSIFIED[case.kind])
            self.do(case, officer, at, "classify", facts=facts)
        self.do(case, officer, at, verb, text=text, attachments=tuple(files))

    def _new_id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
