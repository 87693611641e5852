"""The doors of the officers' desks."""

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, Response
from pydantic import TypeAdapter

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.wire import (
    MOST_ACTIONS,
    Answers,
    Attachment,
    Batch,
    DemoSignIn,
    Identity,
    IdentityQuestion,
    PasswordChange,
    SignedIn,
    SignIn,
    Sms,
)
from ihanoi_desk.server import audit, redacting, sms
from ihanoi_desk.server.api import files
from ihanoi_desk.server.api.access import Rooms, SignedOfficer, Token
from ihanoi_desk.server.api.documentation import attachment_form, problems
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.problems import ProblemRaised, missing
from ihanoi_desk.server.seed import demo
from ihanoi_desk.server.uploads import Form, inspect_all, read_form

ROUTER = APIRouter(prefix="/v1", tags=["desk"])
ATTACHMENT = TypeAdapter(Attachment)
ANSWERS = TypeAdapter(Answers)


@ROUTER.get("/desk/sign-ins", responses=problems(404))
def list_demo_sign_ins(rooms: Rooms) -> list[DemoSignIn]:
    """The fictitious officers of the demo city; not found on a real server."""
    if not rooms.settings.demo:
        raise ProblemRaised(404, "not_found")
    with rooms.database.read() as connection:
        return demo.sign_ins(rooms.reference.catalogue(connection, rooms.clock()))


@ROUTER.post("/desk/sign-in", responses=problems(401, 403, 426, 429))
def desk_sign_in(rooms: Rooms, body: SignIn) -> SignedIn:
    if body.api_version < rooms.settings.desk_api_minimum:
        raise ProblemRaised(426, "desk_too_old")
    return rooms.sessions.sign_in(body, rooms.settings.server_name, rooms.settings.demo)


@ROUTER.post("/desk/sign-out", status_code=204, responses=problems(401))
def desk_sign_out(rooms: Rooms, token: Token) -> None:
    """Also ends the officer's presence at a case."""
    rooms.sessions.sign_out(token)


@ROUTER.get("/desk/me", responses=problems(401))
def read_me(officer: SignedOfficer) -> Officer:
    """Whose token it is, with the roles held now."""
    return officer


@ROUTER.post("/desk/password", status_code=204, responses=problems(401, 403, 422, 429))
def change_password(
    rooms: Rooms, token: Token, officer: SignedOfficer, body: PasswordChange
) -> None:
    """Choose another password. Other sessions of the officer end, this one goes on."""
    rooms.sessions.change_password(token, officer, body)


@ROUTER.get("/desk/catalogue", responses=problems(401))
def read_catalogue(rooms: Rooms, officer: SignedOfficer) -> Catalogue:
    with rooms.database.read() as connection:
        return rooms.reference.for_desk(connection, officer, rooms.clock())


@ROUTER.post("/actions", response_model=Answers, responses=problems(401, 422))
def act(rooms: Rooms, officer: SignedOfficer, body: Batch) -> Response:
    """Do something to cases. A refusal by the rules is an answer, not an error."""
    if len(body.actions) > MOST_ACTIONS:
        raise ProblemRaised(422, "too_many_actions", limit=MOST_ACTIONS)
    answers = rooms.actions.act_all(body.actions, officer)
    return Response(ANSWERS.dump_json(answers), media_type="application/json")


@ROUTER.post("/cases/{case_id}/identity", responses=problems(401, 403, 404, 422))
def read_identity(
    rooms: Rooms, officer: SignedOfficer, case_id: int, body: IdentityQuestion, response: Response
) -> Identity:
    """Who sent the case, for a reason that is kept in the audit trail."""
    response.headers["Cache-Control"] = "no-store"
    return rooms.identities.ask(officer, case_id, body)


@ROUTER.post(
    "/attachments",
    status_code=201,
    response_model=Attachment,
    responses=problems(401, 403, 404, 409, 413, 415, 422),
    openapi_extra=attachment_form(),
)
async def add_attachment(request: Request, rooms: Rooms, officer: SignedOfficer) -> Response:
    """Upload a result file under an id made on the desk; a repeat answers the same.

    Instead of a file, `source_id` names a picture of the case of which a copy for publication is
    made. `redactions` are rectangles to cover, as JSON.
    """
    async with read_form(request, rooms.blobs, rooms.settings.limits, ("file",)) as form:
        added = await run_in_threadpool(_attach, rooms, officer, form)
    return Response(ATTACHMENT.dump_json(added), 201, media_type="application/json")


@ROUTER.get("/attachments/{file_id}", response_class=FileResponse, responses=problems(401, 404))
def read_attachment(rooms: Rooms, officer: SignedOfficer, file_id: str) -> FileResponse:
    return files.original(rooms.blobs, rooms.attachments.for_officer(file_id, officer))


@ROUTER.get(
    "/attachments/{file_id}/thumbnail",
    response_class=FileResponse,
    responses=problems(401, 404),
)
def read_thumbnail(rooms: Rooms, officer: SignedOfficer, file_id: str) -> FileResponse:
    return files.thumbnail(rooms.blobs, rooms.attachments.for_officer(file_id, officer))


@ROUTER.get(
    "/attachments/{file_id}/original",
    response_class=FileResponse,
    responses=problems(401, 403, 404),
)
def read_original(rooms: Rooms, officer: SignedOfficer, file_id: str) -> FileResponse:
    """A picture before anything was covered in it; who looks is written down."""
    return files.original(rooms.blobs, rooms.attachments.original(file_id, officer))


@ROUTER.get("/admin/sms", responses=problems(401, 403))
def list_sms(rooms: Rooms, officer: SignedOfficer) -> list[Sms]:
    """The text messages of a server without a carrier; reading them is audited."""
    if not any(grant.role is Role.ADMINISTRATOR for grant in officer.grants):
        raise ProblemRaised(403, "not_your_role")
    with rooms.database.write() as connection:
        audit.append(connection, rooms.clock(), f"officer:{officer.id}", "read_sms", "outbox")
        return sms.latest(connection)


def _attach(rooms: Server, officer: Officer, form: Form) -> Attachment:
    fields = form.fields
    file_id, number, source = (fields.get(name, "") for name in ("id", "case_id", "source_id"))
    if not number.isdecimal() or len(number) > 9:
        raise missing("case_id")
    if len(form.files) != (0 if source else 1):
        raise missing("file")
    redactions = redacting.read(fields.get("redactions", ""))
    if source:
        return rooms.attachments.copy(file_id, int(number), source, redactions, officer)
    inspect_all(form, rooms.settings.limits)
    return rooms.attachments.add(file_id, int(number), form.files[0], redactions, officer)
