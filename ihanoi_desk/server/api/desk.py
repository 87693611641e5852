"""The doors of the officers' desks."""

import time
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, Response, StreamingResponse
from pydantic import TypeAdapter

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.wire import (
    MOST_ACTIONS,
    Answers,
    Attachment,
    Batch,
    Changes,
    DemoSignIn,
    SignedIn,
    SignIn,
    Sms,
)
from ihanoi_desk.server import audit, feed, sms
from ihanoi_desk.server.api import files
from ihanoi_desk.server.api.access import Rooms, SignedOfficer, Token
from ihanoi_desk.server.api.documentation import attachment_form, problems
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.problems import ProblemRaised, missing
from ihanoi_desk.server.seed import demo
from ihanoi_desk.server.uploads import Form, inspect_all, read_form

ROUTER = APIRouter(prefix="/v1", tags=["desk"])
CHANGES = TypeAdapter(Changes)
ATTACHMENT = TypeAdapter(Attachment)
ANSWERS = TypeAdapter(Answers)
LONGEST_WAIT_S = 25.0
LOOK_S = 1.0
"""How often a poll looks for news that another process of the same database wrote."""


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
    rooms.sessions.sign_out(token)


@ROUTER.get("/desk/catalogue", responses=problems(401))
def read_catalogue(rooms: Rooms, officer: SignedOfficer) -> Catalogue:
    with rooms.database.read() as connection:
        return rooms.reference.for_desk(connection, officer, rooms.clock())


@ROUTER.get(
    "/desk/snapshot",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {}}}, **problems(401)},
)
def read_snapshot(rooms: Rooms, officer: SignedOfficer) -> StreamingResponse:
    """A line of SnapshotHead, then one CaseDoc a line: open cases, then lately closed ones."""
    return StreamingResponse(_snapshot(rooms, officer), media_type="application/x-ndjson")


@ROUTER.get("/changes", response_model=Changes, responses=problems(401))
async def read_changes(
    request: Request,
    rooms: Rooms,
    officer: SignedOfficer,
    after: Annotated[int, Query(ge=0)],
    wait: Annotated[float, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> Response:
    """The feed after a position; waits up to `wait` seconds for the first change."""
    until = time.monotonic() + min(wait, LONGEST_WAIT_S)
    while True:
        ticket = rooms.waker.ticket()
        page = await run_in_threadpool(_changes, rooms, officer, after, limit)
        left = until - time.monotonic()
        if page.changes or left <= 0 or rooms.waker.stopped or await request.is_disconnected():
            return Response(CHANGES.dump_json(page), media_type="application/json")
        await rooms.waker.wait(ticket, left if rooms.database.is_sqlite else min(left, LOOK_S))


@ROUTER.post("/actions", response_model=Answers, responses=problems(401, 422))
def act(rooms: Rooms, officer: SignedOfficer, body: Batch) -> Response:
    """Do something to cases. A refusal by the rules is an answer, not an error."""
    if len(body.actions) > MOST_ACTIONS:
        raise ProblemRaised(422, "too_many_actions", limit=MOST_ACTIONS)
    answers = rooms.actions.act_all(body.actions, officer)
    return Response(ANSWERS.dump_json(answers), media_type="application/json")


@ROUTER.post(
    "/attachments",
    status_code=201,
    response_model=Attachment,
    responses=problems(401, 403, 404, 409, 413, 415, 422),
    openapi_extra=attachment_form(),
)
async def add_attachment(request: Request, rooms: Rooms, officer: SignedOfficer) -> Response:
    """Upload a result file under an id made on the desk; a repeat answers the same."""
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


@ROUTER.get("/admin/sms", responses=problems(401, 403))
def list_sms(rooms: Rooms, officer: SignedOfficer) -> list[Sms]:
    """The text messages of a server without a carrier; reading them is audited."""
    if not any(grant.role is Role.ADMINISTRATOR for grant in officer.grants):
        raise ProblemRaised(403, "not_your_role")
    with rooms.database.write() as connection:
        audit.append(connection, rooms.clock(), f"officer:{officer.id}", "read_sms", "outbox")
        return sms.latest(connection)


def _changes(rooms: Server, officer: Officer, after: int, limit: int) -> Changes:
    with rooms.database.read() as connection:
        return feed.changes(connection, officer, after, limit, rooms.clock())


def _snapshot(rooms: Server, officer: Officer) -> Iterator[bytes]:
    with rooms.database.read() as connection:
        now = rooms.clock()
        catalogue = rooms.reference.for_desk(connection, officer, now)
        yield from feed.snapshot(connection, officer, catalogue, now)


def _attach(rooms: Server, officer: Officer, form: Form) -> Attachment:
    if len(form.files) != 1:
        raise missing("file")
    case_id = form.fields.get("case_id", "")
    if not case_id.isdecimal() or len(case_id) > 9:
        raise missing("case_id")
    inspect_all(form, rooms.settings.limits)
    return rooms.attachments.add(form.fields.get("id", ""), int(case_id), form.files[0], officer)
