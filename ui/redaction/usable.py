"""Whether the server will take a file, asked before the officer goes on working with it."""

import importlib
import re
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QMimeData

from ihanoi_desk.client.attachments import UnusableFile

PDF = b"%PDF-"
OFFICE = re.compile(
    rb"\xd0\xcf\x11\xe0|PK\x03\x04.{0,2000}?(?:\[Content_Types\]\.xml|application/vnd\.oasis)",
    re.DOTALL,
)
"""How Word, Excel and their like begin, old and new."""
ENDINGS = "*.jpg *.jpeg *.png *.webp *.pdf"
SMALL = (150, 104)


class OfficeFile(UnusableFile):
    """A file that can still be written in, and that tells who wrote it and what was struck out."""


def check(body: bytes) -> None:
    """Raise UnusableFile for a picture that cannot be drawn whole, OfficeFile for its sort."""
    if OFFICE.match(body):
        raise OfficeFile("an office file")
    if body.startswith(PDF):
        return
    # Only an officer who adds a picture pays for the toolkit.
    pictures = importlib.import_module("PIL.Image")
    try:
        with pictures.open(BytesIO(body)) as picture:
            picture.draft("RGB", SMALL)
            picture.load()
    except (OSError, SyntaxError, pictures.DecompressionBombError) as problem:
        raise UnusableFile(str(problem)) from problem


def local_files(data: QMimeData) -> list[Path]:
    """What was dropped, as far as it lies on this machine."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
