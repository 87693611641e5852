"""Printing a case: collects the values, lets a worker thread make the PDF, keeps the file."""

import asyncio
import shutil
from pathlib import Path

from ihanoi_desk.client import reference
from ihanoi_desk.client.cases import Shown
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.whole import write_whole
from ihanoi_desk.domain.wire import Attachment
from ui.late import late
from ui.workplace import Workplace

MOST_PHOTOS = 6


class CasePrinter:
    """Writes case sheets into `folder`.

    A sheet is the one thing that leaves the encrypted data as a plain file, because the officer
    asked for paper; the folder is theirs alone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def forget(self) -> None:
        """Take the sheets away: nobody is here any more who might read them."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def __call__(self, shown: Shown, workplace: Workplace) -> Path:
        """The file with the sheet of `shown`. Photos that cannot be had are left out."""
        photos = [
            (
                workplace.look.say(f"photo.{attachment.role}"),
                await self._picture(workplace, attachment),
            )
            for attachment in shown.doc.attachments[:MOST_PHOTOS]
            if attachment.media_type.startswith("image/")
        ]
        return await asyncio.to_thread(self._write, shown, workplace, photos)

    async def _picture(self, workplace: Workplace, attachment: Attachment) -> bytes:
        try:
            return await workplace.cache.file(attachment)
        except EnvironmentProblem:
            return b""

    def _write(self, shown: Shown, workplace: Workplace, photos: list[tuple[str, bytes]]) -> Path:
        # reportlab costs 0.3 s to import; only an officer who prints pays for it.
        draw = late("reports_print.case_sheet:case_sheet")
        content = late("reports_print.case_sheet:CaseSheet")
        photo = late("reports_print.pictures:Photo")
        catalogue = reference.catalogue(workplace.store)
        case = shown.doc.case
        pdf = draw(
            content(
                doc=shown.doc,
                catalogue=catalogue,
                unit=next(unit for unit in catalogue.units if unit.key == case.unit),
                printed_at=workplace.clock(),
                printed_by=workplace.me.name,
                language=workplace.look.language,
                photos=tuple(photo(caption, jpeg) for caption, jpeg in photos),
                unsent=len(shown.pending),
            )
        )
        file = self._folder / f"{case.code}.pdf"
        write_whole(file, pdf)
        return file
