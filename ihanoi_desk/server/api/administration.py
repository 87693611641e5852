"""The doors of administrators: what a unit or the city sets for itself."""

from fastapi import APIRouter

from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.wire import StoredTemplate, TemplateDraft
from ihanoi_desk.server.api.access import Rooms, SignedOfficer
from ihanoi_desk.server.api.documentation import problems
from ihanoi_desk.server.problems import ProblemRaised

ROUTER = APIRouter(prefix="/v1/admin", tags=["administration"])


@ROUTER.get("/templates", responses=problems(401, 403))
def list_templates(rooms: Rooms, officer: SignedOfficer) -> list[StoredTemplate]:
    """The ready sentences of the administrator's units and the city's, also of earlier days."""
    _check_administrator(officer)
    return rooms.templates.listed(officer)


@ROUTER.post("/templates", status_code=201, responses=problems(401, 403, 422))
def add_template(rooms: Rooms, officer: SignedOfficer, body: TemplateDraft) -> StoredTemplate:
    """In force from today on."""
    _check_administrator(officer)
    return rooms.templates.add(officer, body)


@ROUTER.post("/templates/{template}/replacement", responses=problems(401, 403, 404, 409, 422))
def replace_template(
    rooms: Rooms, officer: SignedOfficer, template: str, body: TemplateDraft
) -> StoredTemplate:
    """Another sentence from today on; the old row stays with its last day."""
    _check_administrator(officer)
    return rooms.templates.replace(officer, template, body)


@ROUTER.post("/templates/{template}/withdrawal", responses=problems(401, 403, 404, 409))
def withdraw_template(rooms: Rooms, officer: SignedOfficer, template: str) -> StoredTemplate:
    """No longer offered from today on."""
    _check_administrator(officer)
    return rooms.templates.withdraw(officer, template)


def _check_administrator(officer: Officer) -> None:
    if not officer.units_with({Role.ADMINISTRATOR}):
        raise ProblemRaised(403, "not_your_role")
