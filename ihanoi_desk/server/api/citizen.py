"""The doors of the citizens' app."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse
from pydantic import TypeAdapter

from ihanoi_desk.domain.citizens import Level, normal_phone
from ihanoi_desk.domain.wire import (
    CitizenReport,
    CitizenSession,
    CitizenSignIn,
    DeviceRegistration,
    InboxNotice,
    OtpRequest,
    PublishedPage,
    Registration,
    ReportRating,
    Verification,
)
from ihanoi_desk.server import publishing, reports
from ihanoi_desk.server.api import files
from ihanoi_desk.server.api.access import Citizen, Rooms, SignedCitizen
from ihanoi_desk.server.api.documentation import answer_form, problems, report_form
from ihanoi_desk.server.blobs import BLOBS
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.database import hold
from ihanoi_desk.server.failures import retried
from ihanoi_desk.server.filing import find_filed, read_report
from ihanoi_desk.server.problems import missing
from ihanoi_desk.server.uploads import Form, inspect_all, read_form

ROUTER = APIRouter(prefix="/v1/citizen", tags=["citizen"])
REPORT = TypeAdapter(CitizenReport)
PUBLISHED = TypeAdapter(PublishedPage)
NOTICES = TypeAdapter(list[InboxNotice])
Key = Annotated[str, Header(max_length=80)]


@ROUTER.post("/otp", status_code=202, responses=problems(422, 429))
def request_otp(rooms: Rooms, body: OtpRequest) -> dict[str, str]:
    """Send a one-time code to a phone."""
    rooms.citizens.request_code(body)
    return {}


@ROUTER.post("/register", status_code=201, responses=problems(409, 422))
def register(rooms: Rooms, body: Registration) -> CitizenSession:
    """Open an account with the code that was sent."""
    return rooms.citizens.register(body)


@ROUTER.post("/sign-in", responses=problems(401, 422, 429))
def citizen_sign_in(rooms: Rooms, body: CitizenSignIn) -> CitizenSession:
    return rooms.sessions.citizen_sign_in(body, normal_phone(body.phone))


@ROUTER.post("/verify", responses=problems(401, 409, 422))
def verify(rooms: Rooms, citizen: SignedCitizen, body: Verification) -> CitizenSession:
    """Raise the account to verified with the QR text of the citizen's own card."""
    return rooms.citizens.verify(citizen.id, body)


@ROUTER.post("/devices", status_code=204, responses=problems(401, 422))
def register_device(rooms: Rooms, citizen: SignedCitizen, body: DeviceRegistration) -> None:
    """Allow pushes to a phone."""
    rooms.citizens.register_device(citizen.id, body)


@ROUTER.post(
    "/reports",
    status_code=201,
    response_model=CitizenReport,
    responses={200: {"model": CitizenReport}, **problems(401, 403, 413, 415, 422)},
    openapi_extra=report_form(),
)
async def file_report(
    request: Request,
    rooms: Rooms,
    citizen: SignedCitizen,
    idempotency_key: Key = "",
) -> Response:
    """File a report; a repeat under the same key answers with the same report."""
    if not idempotency_key:
        raise missing("idempotency_key")
    limits = rooms.settings.limits
    async with read_form(request, rooms.blobs, limits, ("files",)) as form:
        status, report = await run_in_threadpool(_file, rooms, citizen, form, idempotency_key)
    return Response(REPORT.dump_json(report), status, media_type="application/json")


@ROUTER.get("/reports", responses=problems(401))
def list_reports(rooms: Rooms, citizen: SignedCitizen) -> list[CitizenReport]:
    with rooms.database.read() as connection:
        catalogue, book = rooms.reference.in_force(connection, rooms.clock())
        return reports.own_reports(connection, citizen.id, catalogue, book)


@ROUTER.get("/reports/{code}", responses=problems(401, 404))
def read_own_report(rooms: Rooms, citizen: SignedCitizen, code: str) -> CitizenReport:
    return _read(rooms, citizen, code)


@ROUTER.post(
    "/reports/{code}/answer",
    response_model=CitizenReport,
    responses=problems(401, 404, 413, 415, 422),
    openapi_extra=answer_form(),
)
async def answer_report(
    request: Request,
    rooms: Rooms,
    citizen: SignedCitizen,
    code: str,
    idempotency_key: Key = "",
) -> Response:
    """Say something about one's own report, or add files: what was asked, or of one's own accord.

    A repeat under the same key changes nothing more.
    """
    limits = rooms.settings.limits
    async with read_form(request, rooms.blobs, limits, ("files",)) as form:
        await run_in_threadpool(rooms.replies.answer, citizen.id, code, form, idempotency_key)
    report = await run_in_threadpool(_read, rooms, citizen, code)
    return Response(REPORT.dump_json(report), media_type="application/json")


@ROUTER.post("/reports/{code}/rating", responses=problems(401, 404, 422))
def rate_report(
    rooms: Rooms, citizen: SignedCitizen, code: str, body: ReportRating, idempotency_key: Key = ""
) -> CitizenReport:
    """Rate the result; who is not satisfied has the report opened again, so often as the rules
    allow. A repeat under the same key changes nothing more."""
    rooms.replies.rate(citizen.id, code, body, idempotency_key)
    return _read(rooms, citizen, code)


@ROUTER.get("/published", response_model=PublishedPage, responses=problems(401, 422))
def list_published(rooms: Rooms, citizen: SignedCitizen, cursor: str = "") -> Response:
    """Results that were published, of everybody's reports, newest first."""
    with rooms.database.read() as connection:
        catalogue = rooms.reference.catalogue(connection, rooms.clock())
        found = publishing.page(connection, catalogue, cursor)
    return Response(PUBLISHED.dump_json(found), media_type="application/json")


@ROUTER.get("/notifications", response_model=list[InboxNotice], responses=problems(401))
def list_notifications(rooms: Rooms, citizen: SignedCitizen, after: int = 0) -> Response:
    """Notices after an id, oldest first."""
    with rooms.database.read() as connection:
        found = reports.notices(connection, citizen.id, after)
    return Response(NOTICES.dump_json(found), media_type="application/json")


@ROUTER.post("/notifications/{notice_id}/read", status_code=204, responses=problems(401, 404))
def mark_notification_read(rooms: Rooms, citizen: SignedCitizen, notice_id: int) -> None:
    with rooms.database.write() as connection:
        reports.mark_read(connection, citizen.id, notice_id, rooms.clock())


@ROUTER.get("/attachments/{file_id}", response_class=FileResponse, responses=problems(401, 404))
def read_own_attachment(rooms: Rooms, citizen: SignedCitizen, file_id: str) -> FileResponse:
    """A file of one's own report or of its result, or of a published result."""
    return files.original(rooms.blobs, rooms.attachments.for_citizen(file_id, citizen.id))


def _file(rooms: Server, citizen: Citizen, form: Form, key: str) -> tuple[int, CitizenReport]:
    known = _filed(rooms, citizen, key)
    if known:
        return 200, _read(rooms, citizen, known)
    now = rooms.clock()
    report = read_report(form.fields)
    with rooms.database.read() as connection:
        catalogue = rooms.reference.catalogue(connection, now)
    level = Level(citizen.row.level)
    unit = rooms.filing.check(report, level, len(form.files), catalogue, now)
    inspect_all(form, rooms.settings.limits)
    found = [upload.checked() for upload in form.files]
    rooms.filing.check_files(report, found)

    @retried
    def write() -> tuple[int, str]:
        with rooms.database.write() as connection:
            # The same key may have been filed by a request that ran beside this one.
            known = find_filed(connection, citizen.id, key)
            if known:
                return 200, known
            hold(connection, BLOBS, shared=True)
            catalogue, book = rooms.reference.steady(connection, now)
            case = rooms.filing.file(
                connection, report, citizen.row, found, key, unit, catalogue, book, now
            )
            for upload in form.files:
                rooms.blobs.keep(upload.file, upload.sha256)
            return 201, case.code

    status, code = write()
    return status, _read(rooms, citizen, code)


def _filed(rooms: Server, citizen: Citizen, key: str) -> str | None:
    with rooms.database.read() as connection:
        return find_filed(connection, citizen.id, key)


def _read(rooms: Server, citizen: Citizen, code: str) -> CitizenReport:
    with rooms.database.read() as connection:
        catalogue, book = rooms.reference.in_force(connection, rooms.clock())
        return reports.own_report(connection, citizen.id, code, catalogue, book)
