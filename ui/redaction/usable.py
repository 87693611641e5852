"""Whether the server will take a file, asked before the officer goes on working with it."""

import importlib
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QMimeData

from ihanoi_desk.client.attachments import UnusableFile

PDF = b"%PDF-"
ENDINGS = "*.jpg *.jpeg *.png *.webp *.pdf"
SMALL = (150, 104)


def check(body: bytes) -> None:
    """Raise UnusableFile for a picture that cannot be drawn whole."""
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
