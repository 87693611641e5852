"""Where pictures are made ready to leave: added, looked at, covered, before beside after."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ihanoi_desk.client import attachments
from ihanoi_desk.client.attachments import Cache, FileLost
from ihanoi_desk.client.errors import BadAnswer, EnvironmentProblem
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.redactions import Covered
from ihanoi_desk.domain.wire import Attachment
from ui.look.look import Look
from ui.panel.photos import show_trouble
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.pictures import loading
from ui.pictures.album import Album, name_of
from ui.pictures.levels import Levels
from ui.pictures.thumb import RATIO, Thumb, dress
from ui.redaction.boxes import Boxes
from ui.redaction.editor import Editor
from ui.redaction.shelf import THUMB, Shelf
from ui.redaction.tools import Counts, Tools
from ui.redaction.usable import ENDINGS, OfficeFile, check, local_files
from ui.tasks import Tasks


class Bench(QWidget):
    """`attachments` are the officer's files that go along, each with what is covered in it.

    `album` brings the citizen's pictures, to compare with, and what was sent before, which may go
    along again as it is. What is drawn is kept at once.
    """

    changed = Signal()

    def __init__(
        self, look: Look, store: Store, cache: Cache, tasks: Tasks, album: Album, hint: str
    ) -> None:
        super().__init__()
        self._look, self._album, self._hint = look, album, hint
        self._store, self._cache, self._tasks = store, cache, tasks
        self._own: list[Attachment] = []
        self._sent = {file.id: file for file in album.files}
        self._boxes: dict[str, Boxes] = {}
        self._shown: Attachment | None = None
        thumbs: list[asyncio.Task[None]] = []
        opening: list[asyncio.Task[None]] = []
        self._thumbs, self._opening = thumbs, opening
        self.add = KeyButton(look, "image-plus", look.say("resolve.add"), "Ctrl O")
        self.add.setShortcut("Ctrl+O")
        self.add.clicked.connect(self._choose)
        self.editor = Editor(look)
        self.editor.changed.connect(self._drawn)
        self.tools = Tools(look, self.editor)
        self._counts = Counts(look)
        self._counts.remove_asked.connect(self._remove)
        self._problem = label("", "small", "red", wrap=True)
        self._problem.hide()
        self._shelf = Shelf(look, self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(6)
        column.addWidget(self._shelf)
        column.addWidget(self._problem)
        column.addWidget(self.tools)
        column.addWidget(self.editor, 1)
        column.addWidget(self._counts)
        column.addWidget(label(look.say("redaction.promise"), "small", "text-3", wrap=True))
        self.setAcceptDrops(True)
        # What is gone must not be drawn on when its picture arrives.
        self.destroyed.connect(lambda: _cancel(thumbs, opening))
        self._put_shelf()
        self._show(None)

    # --- what others ask -----------------------------------------------------------------------

    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(self._own)

    @property
    def counts(self) -> Counter[Covered]:
        """What is covered in all of them together."""
        return Counter(row.kind for file in self._own for row in file.redactions)

    def restore(self, ids: Iterable[str]) -> None:
        """The files of a draft, or of a result that was sent back. A lost one stays in the list;
        the sending says what to do."""
        wanted = tuple(ids)
        known = {file.id: file for file in attachments.kept(self._store, wanted)} | self._sent
        self._own = [known[file_id] for file_id in wanted if file_id in known]
        self._put_shelf()
        self._show(self._own[-1] if self._own else None)

    def add_file(self, path: Path) -> None:
        """Take a file along; a copy is kept at once, so the original may vanish."""
        try:
            body = path.read_bytes()
            check(body)
            kept = attachments.keep(self._store, body, path.name)
        except OfficeFile:
            self._tell_problem(self._look.say("resolve.office_file", name=path.name))
            return
        except (EnvironmentProblem, OSError, ValueError) as problem:
            self._tell_problem(self._look.say("resolve.bad_file", name=path.name), str(problem))
            return
        self._tell_problem("")
        self._own.append(kept)
        self._put_shelf()
        self._show(kept)
        self.changed.emit()

    # --- files ---------------------------------------------------------------------------------

    def _choose(self) -> None:
        picker = QFileDialog(self, self._look.say("resolve.add"))
        picker.setFileMode(QFileDialog.FileMode.ExistingFiles)
        picker.setNameFilter(f"{self._look.say('resolve.files')} ({ENDINGS})")
        picker.filesSelected.connect(self._add_files)
        picker.open()

    def _add_files(self, names: list[str]) -> None:
        for name in names:
            self.add_file(Path(name))

    def _remove(self) -> None:
        gone = self._shown
        self._own = [file for file in self._own if gone is None or file.id != gone.id]
        self._put_shelf()
        self._show(self._own[-1] if self._own else None)
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in local_files(event.mimeData()):
            self.add_file(path)

    def _tell_problem(self, words: str, why: str = "") -> None:
        self._problem.setText(words)
        self._problem.setToolTip(why)
        self._problem.setVisible(bool(words))

    # --- the row -------------------------------------------------------------------------------

    def _put_shelf(self) -> None:
        _cancel(self._thumbs)
        before = [(file, self._thumb(file, False)) for file in self._album.before]
        after = [(file, self._thumb(file, True)) for file in self._own]
        self._shelf.put(before, after, self._hint, self._choose_file)

    def _thumb(self, file: Attachment, is_own: bool) -> Thumb:
        row = self._own if is_own else self._album.before
        number = row.index(file) + 1
        thumb = Thumb(self._look, THUMB, name_of(self._look, file, number, len(row)))
        moment = self._album.moment(file)
        if moment:
            thumb.set_badge(self._look.time(moment))
        thumb.set_ticked(is_own)
        if dress(thumb, self._look, file):
            fetch = self._read if is_own and self._is_here(file) else self._cache.thumbnail
            work = self._fill(thumb, lambda: fetch(file))
            self._thumbs.append(self._tasks.spawn(work, "thumbnail"))
        return thumb

    async def _fill(self, thumb: Thumb, fetch: loading.Fetch) -> None:
        found = await loading.small(fetch, THUMB * RATIO)
        if isinstance(found, loading.Trouble):
            show_trouble(thumb, self._look, found)
        else:
            thumb.show_image(found)

    async def _read(self, file: Attachment) -> bytes:
        """The officer's own file, as it was before anything is covered."""
        try:
            return await asyncio.to_thread(attachments.read, self._store, file)
        except FileLost as lost:
            raise BadAnswer(str(lost)) from lost

    def _choose_file(self, file_id: str) -> None:
        everything = (*self._album.before, *self._own)
        self._show(next(file for file in everything if file.id == file_id))
        self.editor.setFocus()

    # --- the picture ---------------------------------------------------------------------------

    def _show(self, file: Attachment | None) -> None:
        self._shown = file
        self._shelf.mark(file.id if file else None)
        self.tools.original.setChecked(False)
        _cancel(self._opening)
        if file is None:
            self.editor.show_words(self._look.say("redaction.empty"), "image-plus")
        elif not file.is_picture:
            self.editor.show_words(self._look.say("redaction.paper"), "file-text")
        elif file.is_broken:
            self.editor.show_words(self._look.say("panel.came_broken"), "image-off", "red")
        else:
            self.editor.show_words(self._look.say("photo.loading"), "loader")
            is_own = any(row.id == file.id for row in self._own)
            may_draw = is_own and self._is_here(file)
            self._opening.append(self._tasks.spawn(self._open(file, may_draw), "picture"))
        self._show_counts()

    def _is_here(self, file: Attachment) -> bool:
        """Whether it is a file of this machine: what was sent is covered for good."""
        return file.id not in self._sent

    async def _open(self, file: Attachment, may_draw: bool) -> None:
        fetch = self._read if may_draw else self._cache.file
        found = await loading.whole(lambda: fetch(file), is_picture=True)
        if found.levels is None:
            why = self._look.say(f"panel.file_{found.trouble}")
            self.editor.show_words(why, "image-off", "red")
            return
        self.editor.edit(found.levels, self._boxes_of(file, found.levels) if may_draw else None)
        self._show_counts()

    def _boxes_of(self, file: Attachment, levels: Levels) -> Boxes:
        size = levels.size
        made = Boxes(size.width(), size.height(), file.redactions)
        return self._boxes.setdefault(file.id, made)

    def _drawn(self) -> None:
        """The rectangles changed: keep them with the file."""
        file, boxes = self._shown, self.editor.boxes
        if file is None or boxes is None:
            return
        try:
            kept = attachments.redact(self._store, file, boxes.rows)
        except EnvironmentProblem as problem:
            self._tell_problem(self._look.say("redaction.unkept"), str(problem))
            return
        self._own = [kept if row.id == kept.id else row for row in self._own]
        self._shown = kept
        self._show_counts()
        self.changed.emit()

    def _show_counts(self) -> None:
        file = self._shown
        own = file is not None and any(row.id == file.id for row in self._own)
        covered = None
        if file and own and file.is_picture:
            covered = dict(Counter(row.kind for row in file.redactions))
        self._counts.setVisible(file is not None)
        self._counts.show_file(file.name if file and own else "", own, covered)


def _cancel(*kinds: list[asyncio.Task[None]]) -> None:
    for tasks in kinds:
        for task in tasks:
            task.cancel()
        tasks.clear()
