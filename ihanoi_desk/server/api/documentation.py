"""What OpenAPI cannot read off the functions: the problems of a door, and its multipart forms."""

from typing import Any

from pydantic import TypeAdapter

from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.wire import Problem
from ihanoi_desk.server.problems import MEDIA_TYPE

MEANINGS = {
    400: "The request could not be read",
    401: "Signed out, or wrong password",
    403: "Not allowed for this account",
    404: "Unknown, or out of this account's reach",
    409: "Taken by somebody else",
    413: "A file or the whole request is too large",
    415: "A content type or kind of file that is not taken",
    422: "Something required is missing or wrong; `errors` names the fields",
    426: "The desk program is too old",
    429: "Too often; wait",
    500: "A fault of the server; `detail` holds a reference number",
    503: "The database is busy or away; the same request may succeed later",
}
FILES = {"type": "array", "items": {"type": "string", "format": "binary"}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of a door that answers with problem documents."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": MEANINGS[status],
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in sorted({*statuses, 422, 426, 500, 503})
    }


def report_form() -> dict[str, Any]:
    texts = ("category", "title", "content", "place", "unit_code")
    fields: dict[str, Any] = {name: {"type": "string"} for name in texts}
    fields["kind"] = {"type": "string", "enum": list(KINDS)}
    for name in ("lat", "lon", "accuracy_m"):
        fields[name] = {"type": "number"}
    return _form({**fields, "files": FILES}, ["kind", "category"])


def answer_form() -> dict[str, Any]:
    return _form({"text": {"type": "string"}, "files": FILES}, [])


def attachment_form() -> dict[str, Any]:
    fields = {
        "id": {"type": "string"},
        "case_id": {"type": "integer"},
        "file": {"type": "string", "format": "binary"},
        "source_id": {"type": "string"},
        "redactions": {"type": "string", "contentMediaType": "application/json"},
    }
    return _form(fields, ["id", "case_id"])


def problem_schema() -> dict[str, Any]:
    """The schema of `Problem`, which no door returns by itself."""
    return TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}")


def _form(fields: dict[str, Any], required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "properties": fields, "required": required}
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}
