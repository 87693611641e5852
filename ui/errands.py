"""What a window fetches for whoever asks: keys, archive, a picture, a printed sheet."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ihanoi_desk.client import reference
from ihanoi_desk.client.cases import Shown
from ihanoi_desk.client.sync import Sync
from ihanoi_desk.domain.out_of_scope import may_be_printed
from ui.late import late
from ui.pictures.album import Album
from ui.queue.page import QueuePage
from ui.workplace import Workplace

Printer = Callable[[Shown, Workplace], Awaitable[Path]]
"""Writes the case sheet and gives back where it lies; the work is done in a worker thread."""


class Errands(QObject):
    """`front` tells the queue page in front, None while another one is."""

    def __init__(
        self,
        window: QWidget,
        workplace: Workplace,
        sync: Sync,
        print_case: Printer,
        front: Callable[[], QueuePage | None],
    ) -> None:
        super().__init__(window)
        self._window, self._place, self._sync = window, workplace, sync
        self._print_case, self._front = print_case, front

    def show_keys(self) -> None:
        page, place = self._front(), self._place
        case = page.shown.doc.case if page and page.shown else None
        rules = reference.rulebook(place.store)
        sheet = late("ui.keys_sheet:KeysSheet")(self._window, place.look, case, place.me, rules)
        place.tasks.spawn(sheet.ask(), "keys")

    def show_archive(self) -> None:
        """Search beyond this machine, in what the server keeps."""
        page = self._front()
        words, kind = (page.query.search, page.kind) if page else ("", "")
        archive = late("ui.archive.sheet:ArchiveSheet")
        sheet = archive(self._window, self._place, self._sync, words, kind)
        sheet.photo_asked.connect(self.show_photo)
        self._place.tasks.spawn(sheet.ask(), "archive")

    def show_photo(self, album: Album, position: int) -> None:
        place = self._place
        may = album.unit is not None and place.me.may_open_originals(album.unit)
        viewer = late("ui.pictures.viewer:Viewer")
        sheet = viewer(self._window, place.look, place.cache, place.tasks, album, position, may)
        place.tasks.spawn(sheet.ask(), "photo")

    def print(self, shown: Shown) -> None:
        self._place.tasks.spawn(self._print_and_open(shown), "print")

    async def _print_and_open(self, shown: Shown) -> None:
        look = self._place.look
        if not may_be_printed(shown.doc.steps):
            self._tell("ban", "red", look.say("toast.not_printed"), look.say("out_of_scope.police"))
            return
        file = await self._print_case(shown, self._place)
        title = look.say("toast.printed", code=shown.doc.case.code)
        self._tell("file-down", "accent", title, str(file))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    def _tell(self, icon: str, tone: str, title: str, about: str) -> None:
        if page := self._front():
            page.toast.tell(icon, tone, title, about)
