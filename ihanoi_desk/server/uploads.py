"""Reads multipart forms as they stream in, so that a file too large never fills the disk."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from ihanoi_desk.server.blobs import Blobs
from ihanoi_desk.server.media import File, Media, inspect, is_movie, too_large
from ihanoi_desk.server.problems import ProblemRaised
from ihanoi_desk.server.settings import UploadLimits

FIELD_BYTES = 64_000
MAX_FIELDS = 30
HEAD = 12
"""Bytes by which a video is told from everything else."""


@dataclass(slots=True)
class Upload:
    """One file of a form, lying in the incoming folder. `size` in bytes."""

    name: str
    file: Path
    size: int
    sha256: str
    media: Media = field(default_factory=lambda: Media(""))

    def checked(self) -> File:
        return File(self.name, self.size, self.sha256, self.media)


@dataclass(slots=True)
class Form:
    """The fields and files of a request."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)


@asynccontextmanager
async def read_form(
    request: Request, blobs: Blobs, limits: UploadLimits, file_fields: Sequence[str]
) -> AsyncIterator[Form]:
    """The form of `request`; its files are gone afterwards unless the blobs took them.

    Raises ProblemRaised 413 for a file over its limit or too many files, 422 for a broken form.
    """
    reader = _Reader(_boundary(request), blobs, limits, file_fields)
    try:
        async for chunk in request.stream():
            reader.feed(chunk)
        yield reader.finish()
    except FormParserError as error:
        raise ProblemRaised(422, "broken_form") from error
    finally:
        reader.clean()


def inspect_all(form: Form, limits: UploadLimits) -> None:
    """Decide what every file of the form is. Raises ProblemRaised for the first bad one."""
    for upload in form.files:
        upload.media = inspect(upload.file, limits)


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise ProblemRaised(415, "wrong_content_type", wanted="multipart/form-data")
    return options[b"boundary"]


class _Reader:
    """The callbacks of the multipart parser, and what they have gathered so far."""

    def __init__(
        self, boundary: bytes, blobs: Blobs, limits: UploadLimits, file_fields: Sequence[str]
    ) -> None:
        self._blobs = blobs
        self._limits = limits
        self._file_fields = file_fields
        self._form = Form()
        self._written: list[Path] = []
        self._ended = False
        self._start_part()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._start_part,
                "on_header_field": self._header_name_part,
                "on_header_value": self._header_value_part,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._part_end,
                "on_end": self._end,
            },
        )

    def feed(self, chunk: bytes) -> None:
        self._parser.write(chunk)

    def finish(self) -> Form:
        self._parser.finalize()
        if not self._ended:
            raise ProblemRaised(422, "broken_form")
        return self._form

    def clean(self) -> None:
        if self._open_file is not None:
            self._open_file.close()
        for file in self._written:
            file.unlink(missing_ok=True)

    def _start_part(self) -> None:
        self._headers: dict[str, bytes] = {}
        self._header_name = b""
        self._header_value = b""
        self._name = ""
        self._file_name: str | None = None
        self._text = b""
        self._size = 0
        self._limit = 0
        self._head = b""
        self._digest = hashlib.sha256()
        self._open_file: BinaryIO | None = None

    def _header_name_part(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _header_value_part(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._header_name.decode("latin-1").lower()] = self._header_value
        self._header_name = self._header_value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition"))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options and self._name not in self._file_fields:
            return
        if len(self._form.files) >= self._limits.files:
            raise ProblemRaised(413, "too_many_files", limit=self._limits.files)
        self._file_name = options.get(b"filename", b"").decode("utf-8", "replace")
        self._limit = self._limits.photo
        file = self._blobs.incoming()
        self._written.append(file)
        self._open_file = file.open("wb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        self._size += len(piece)
        if self._open_file is None:
            if self._size > FIELD_BYTES or len(self._form.fields) >= MAX_FIELDS:
                raise ProblemRaised(413, "form_too_large")
            self._text += piece
            return
        if len(self._head) < HEAD:
            self._head += piece[:HEAD]
            # What a file is called or declared to be says nothing; phones declare all sorts.
            self._limit = self._limits.video if is_movie(self._head) else self._limits.photo
        if self._size > self._limit:
            raise too_large(self._limit)
        self._digest.update(piece)
        self._open_file.write(piece)

    def _part_end(self) -> None:
        if self._open_file is None:
            self._form.fields[self._name] = self._text.decode("utf-8", "replace")
            return
        self._open_file.close()
        self._open_file = None
        # A browser sends an empty nameless part for a file field that was left empty.
        if self._size or self._file_name:
            self._form.files.append(
                Upload(
                    _safe_name(self._file_name or ""),
                    self._written[-1],
                    self._size,
                    self._digest.hexdigest(),
                )
            )

    def _end(self) -> None:
        self._ended = True


def _safe_name(name: str) -> str:
    """The last part of a file name, without anything a file system or a header could trip over."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(char for char in last if char.isprintable() and char not in '"<>|:*?')
    return clean.strip(". ")[-120:] or "tep"
