"""Copies for everybody: of the pictures of the case those that were chosen, each covered anew."""

from ihanoi_desk.client import attachments
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.domain.wire import Attachment
from ui.parts.key_button import KeyButton
from ui.pictures.album import Album
from ui.redaction.bench import Bench


class Copies(Bench):
    """The originals stay as they are: a copy is another file of the case, made by the server."""

    titles = ("redaction.of_case", "redaction.published")
    empty = "redaction.choose"
    takes_files = False

    @staticmethod
    def offered(album: Album) -> tuple[Attachment, ...]:
        return (*album.before, *album.after)

    def more_tools(self) -> list[KeyButton]:
        self.take = KeyButton(self._look, "plus", self._look.say("redaction.take"), "Ctrl I")
        self.take.setShortcut("Ctrl+I")
        self.take.clicked.connect(self._copy_shown)
        return [self.take]

    def _show(self, file: Attachment | None) -> None:
        super()._show(file)
        sources = {row.source_id for row in self._own}
        self.take.setEnabled(file in self._offered and file.id not in sources if file else False)

    def _copy_shown(self) -> None:
        if self._shown:
            self._opening.append(self._tasks.spawn(self._copy(self._shown), "copy"))

    async def _copy(self, source: Attachment) -> None:
        try:
            body = await self._cache.file(source)
            kept = attachments.keep(self._store, body, source.name, source.id)
        except (EnvironmentProblem, OSError, ValueError) as problem:
            self._tell_problem(self._look.say("panel.file_broken"), str(problem))
            return
        self._take_along(kept)
