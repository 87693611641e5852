"""Xử lý xong: what was done, with a photo or document of the result."""

import importlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ihanoi_desk.client import attachments
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.domain import decide
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.transition import Need
from ihanoi_desk.domain.wire import Attachment
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.task import VerbTask
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label, line
from ui.parts.picture import decode
from ui.parts.sheet import column_title

TEXT_LIMIT = 1000
THUMB = QSize(150, 104)
PDF = b"%PDF-"


class ResolveSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        self._files: list[tuple[Attachment, bytes]] = []
        super().__init__(window, look, task)
        self.setAcceptDrops(True)

    def fields(self) -> QWidget:
        look, case = self.look, self.task.case
        self._text = CitizenBox(
            look, look.say("resolve.text"), "", TEXT_LIMIT, self.task.catalogue.public_contacts
        )
        self._text.changed.connect(self.changed)
        needed = Need.EVIDENCE in decide.needs_of(case, "resolve")
        hint = look.say("resolve.photo_needed" if needed else "resolve.photo_optional")
        self._add = KeyButton(look, "image-plus", look.say("resolve.add"), "Ctrl O")
        self._add.setShortcut("Ctrl+O")
        self._add.clicked.connect(self._choose)
        self._problem_line = label("", "small", "red", wrap=True)
        self._strip = QVBoxLayout()
        photos = QWidget()
        photos.setLayout(self._strip)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(column(self._text, stretch_last=True), 3)
        row.addWidget(line(vertical=True))
        row.addWidget(
            column(
                column_title(look.say("resolve.after"), hint),
                self._add,
                self._problem_line,
                photos,
            ),
            2,
        )
        return box

    def first_focus(self) -> QWidget:
        return self._text.edit

    def _choose(self) -> None:
        picker = QFileDialog(self, self.look.say("resolve.add"))
        picker.setFileMode(QFileDialog.FileMode.ExistingFiles)
        picker.setNameFilter(self.look.say("resolve.files") + " (*.jpg *.jpeg *.png *.webp *.pdf)")
        picker.filesSelected.connect(self._add_files)
        picker.open()

    def _add_files(self, names: list[str]) -> None:
        for name in names:
            self.add_file(Path(name))

    def add_file(self, path: Path) -> None:
        """Take a file along; a copy is kept at once, so the original may vanish."""
        try:
            body = path.read_bytes()
            _look_at(body)
            kept = attachments.keep(self.task.store, body, path.name)
        except (EnvironmentProblem, OSError, ValueError) as problem:
            self._problem_line.setText(self.look.say("resolve.bad_file", name=path.name))
            self._problem_line.setToolTip(str(problem))
            return
        self._problem_line.clear()
        self._files.append((kept, body))
        self._show_files()
        self.changed()

    def _show_files(self) -> None:
        while item := self._strip.takeAt(0):
            item.widget().deleteLater()
        for kept, body in self._files:
            self._strip.addWidget(self._file_row(kept, body))

    def _file_row(self, kept: Attachment, body: bytes) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        picture = decode(body, within=THUMB)
        image = QLabel()
        if picture.isNull():
            image.setPixmap(self.look.pixmap("file-text", "text-3", 32))
        else:
            image.setPixmap(QPixmap.fromImage(picture))
        row.addWidget(image)
        row.addWidget(label(kept.name, "small", wrap=True), 1)
        remove = QPushButton()
        remove.setProperty("look", "flat")
        remove.setIcon(self.look.icon("trash-2"))
        remove.setAccessibleName(self.look.say("resolve.remove", name=kept.name))
        remove.clicked.connect(lambda: self._remove(kept))
        row.addWidget(remove)
        return box

    def _remove(self, kept: Attachment) -> None:
        self._files = [entry for entry in self._files if entry[0] != kept]
        self._show_files()
        self.changed()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in _local_files(event.mimeData()):
            self.add_file(path)

    def read_fields(self, action: Action) -> Action:
        names = tuple(kept.id for kept, _ in self._files)
        return replace(action, text=self._text.text, attachments=names)

    def write_fields(self, draft: dict[str, Any]) -> None:
        self._text.set_text(str(draft.get("text") or ""))
        wanted = draft["attachments"]
        self._files = [
            (kept, self._content(kept)) for kept in attachments.kept(self.task.store, wanted)
        ]
        self._show_files()

    def _content(self, kept: Attachment) -> bytes:
        """A lost file stays in the list without a picture; the sending says what to do."""
        try:
            return attachments.read(self.task.store, kept)
        except attachments.FileLost:
            return b""


def _look_at(body: bytes) -> None:
    """Raise UnusableFile for a picture that cannot be drawn: the server would refuse it later."""
    # Only an officer who adds a picture pays for the toolkit.
    pictures = importlib.import_module("PIL.Image")
    if body.startswith(PDF):
        return
    try:
        with pictures.open(BytesIO(body)) as picture:
            picture.draft("RGB", (THUMB.width(), THUMB.height()))
            picture.load()
    except (OSError, SyntaxError, pictures.DecompressionBombError) as problem:
        raise attachments.UnusableFile(str(problem)) from problem


def _local_files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
