"""Errors as RFC 9457 problem documents: a stable code, and a sentence that says what to do."""

import logging
import uuid
from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import TypeAdapter
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import FieldError, Problem
from ihanoi_desk.language import phrases, refusal_words, say
from ihanoi_desk.server.failures import Unavailable

LOG = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
PROBLEM = TypeAdapter(Problem)
FORBIDDEN = frozenset(
    {
        "needs_verified_account",
        "identity_protected",
        "identity_not_yours",
        "identity_not_in_hand",
    }
)
"""Refusals of who asks; the others are of what is asked."""
PLAIN_CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


class ProblemRaised(Exception):
    """Ends a request with a problem document; `facts` fill its sentence, which is that of the
    code unless another `sentence` is named."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        errors: Sequence[FieldError] = (),
        sentence: str = "",
        **facts: object,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.sentence = sentence or code
        self.errors = tuple(errors)
        self.facts = facts


def missing(*fields: str) -> ProblemRaised:
    """422 for required fields that were left empty."""
    errors = [
        FieldError(name, "missing", say("vi", "problem.missing_field", field=field_name(name)))
        for name in fields
    ]
    names = ", ".join(field_name(name) for name in fields)
    return ProblemRaised(422, "missing_field", errors=errors, field=names)


def field_name(name: str) -> str:
    """What people call a field."""
    return phrases("vi").get(f"field.{name}", name)


def problem(status: int, code: str, detail: str, errors: Sequence[FieldError] = ()) -> Problem:
    return Problem(
        type=f"urn:ihanoi:problem:{code}",
        title=phrases("vi").get(f"problem_title.{status}", code),
        status=status,
        code=code,
        detail=detail,
        errors=tuple(errors),
    )


def answer(value: Problem) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if value.status == 401 else None
    return Response(PROBLEM.dump_json(value), value.status, headers, MEDIA_TYPE)


def problem_of(error: Exception, where: str) -> Problem:
    """What `error` is to whoever asked; one that nobody foresaw is logged under a reference."""
    if isinstance(error, ProblemRaised):
        detail = say("vi", f"problem.{error.sentence}", **error.facts)
        return problem(error.status, error.code, detail, error.errors)
    if isinstance(error, Refused):
        status = 403 if error.code in FORBIDDEN else 422
        return problem(status, error.code, refusal_words("vi", error.code, error.facts))
    if isinstance(error, OverflowError | DataError):
        # A number beyond the column, or a NUL in a text: valid JSON that no database takes.
        return problem(422, "bad_request", say("vi", "problem.bad_request"))
    if isinstance(error, Unavailable):
        LOG.warning("the database is not available: %s", error)
        return problem(503, "unavailable", say("vi", "problem.unavailable"))
    reference = uuid.uuid4().hex[:8]
    LOG.error("error %s at %s", reference, where, exc_info=error)
    return problem(500, "server_error", say("vi", "problem.server_error", reference=reference))


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem document."""

    @app.exception_handler(RequestValidationError)
    def invalid(_request: Request, error: RequestValidationError) -> Response:
        errors = [
            FieldError(".".join(str(part) for part in row["loc"][1:]), row["type"], row["msg"])
            for row in error.errors()
        ]
        names = ", ".join(dict.fromkeys(field_name(row.field) for row in errors if row.field))
        detail = say("vi", "problem.invalid_request", fields=names or "?")
        return answer(problem(422, "invalid_request", detail, errors))

    @app.exception_handler(HTTPException)
    def plain(_request: Request, error: HTTPException) -> Response:
        code = PLAIN_CODES.get(error.status_code, "bad_request")
        return answer(problem(error.status_code, code, say("vi", f"problem.{code}")))

    @app.exception_handler(ClientDisconnect)
    def left(_request: Request, _error: ClientDisconnect) -> Response:
        # A line that was cut in the middle of a request: no fault, and nobody hears the answer.
        return answer(problem(400, "bad_request", say("vi", "problem.bad_request")))

    @app.exception_handler(ProblemRaised)
    @app.exception_handler(Refused)
    @app.exception_handler(OverflowError)
    @app.exception_handler(DataError)
    @app.exception_handler(Unavailable)
    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        return answer(problem_of(error, request.url.path))
