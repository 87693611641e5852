"""Printing a case: collects the values, lets a worker thread make the PDF, keeps the file."""

import asyncio
import importlib
from pathlib import Path

from ihanoi_desk.client import reference
from ihanoi_desk.client.cases import Shown
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.domain.wire import Attachment
from ui.queue.page import Desk

MOST_PHOTOS = 6


class CasePrinter:
    """Writes case sheets into `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def __call__(self, shown: Shown, desk: Desk) -> Path:
        """The file with the sheet of `shown`. Photos that cannot be had are left out."""
        photos = [
            (desk.look.say(f"photo.{attachment.role}"), await self._picture(desk, attachment))
            for attachment in shown.doc.attachments[:MOST_PHOTOS]
            if attachment.media_type.startswith("image/")
        ]
        return await asyncio.to_thread(self._write, shown, desk, photos)

    async def _picture(self, desk: Desk, attachment: Attachment) -> bytes:
        try:
            return (await desk.cache.file(attachment)).read_bytes()
        except EnvironmentProblem:
            return b""

    def _write(self, shown: Shown, desk: Desk, photos: list[tuple[str, bytes]]) -> Path:
        # reportlab costs 0.3 s to import; only an officer who prints pays for it.
        sheets = importlib.import_module("reports_print.case_sheet")
        pictures = importlib.import_module("reports_print.pictures")
        catalogue = reference.catalogue(desk.store)
        case = shown.doc.case
        pdf = sheets.case_sheet(
            sheets.CaseSheet(
                doc=shown.doc,
                catalogue=catalogue,
                unit=next(unit for unit in catalogue.units if unit.key == case.unit),
                printed_at=desk.clock(),
                printed_by=desk.me.name,
                language=desk.look.language,
                photos=tuple(pictures.Photo(caption, jpeg) for caption, jpeg in photos),
                unsent=len(shown.pending),
            )
        )
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{case.code}.pdf"
        file.write_bytes(pdf)
        return file
