"""Công khai: the text everybody reads, the pictures that go with it, what is covered in them and
what is never shown."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.client import attachments
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.wire import Attachment
from ui.dialogs.citizen_box import CitizenBox
from ui.dialogs.reopen import RESULTS
from ui.dialogs.task import VerbTask
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.check_box import CheckBox
from ui.parts.facts import Fact, FactsCard
from ui.parts.labels import label, line
from ui.parts.sheet import column_title
from ui.pictures.album import name_of
from ui.redaction.bench import Bench

TEXT_LIMIT = 1000
SIZE = (1148, 674)
LEFT = 400
NEVER = ("sender", "notes", "originals", "camera")


class PublishSheet(VerbSheet):
    """A ticked picture becomes a copy of its own, in which more may be covered."""

    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        self._boxes: dict[str, CheckBox] = {}
        self._coming: set[str] = set()
        """Files whose copy is on its way."""
        super().__init__(window, look, task)
        self.set_size(*SIZE)

    def fields(self) -> QWidget:
        look, task = self.look, self.task
        public = task.catalogue.public_contacts
        title = look.say("publish.text")
        self._text = CitizenBox(look, title, "", TEXT_LIMIT, public, may_keep=False)
        result = task.last(*RESULTS)
        self._text.set_text(result.text if result else "")
        self._text.changed.connect(self.changed)
        album = replace(task.album, files=())
        self.bench = Bench(look, task.store, task.cache, task.tasks, album, "")
        self.bench.add.hide()
        self.bench.changed.connect(self._picked)
        never = [Fact("eye-off", "text-3", look.say(f"publish.never_{what}")) for what in NEVER]
        left = column(
            self._text,
            column_title(look.say("publish.files"), look.say("publish.copies")),
            self._sources(),
            column_title(look.say("publish.never")),
            FactsCard(look, never),
            stretch_last=True,
        )
        left.layout().setStretch(0, 1)
        left.setFixedWidth(LEFT)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(line(vertical=True))
        row.addWidget(self.bench, 1)
        return box

    def _sources(self) -> QWidget:
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        album = self.task.album
        self._files = tuple(file for file in (*album.after, *album.before) if not file.is_broken)
        for number, file in enumerate(self._files, start=1):
            tick = CheckBox(self.look, self._words(file, number, len(file.redactions)))
            tick.toggled.connect(lambda on, file=file: self._ticked(file, on))
            self._boxes[file.id] = tick
            rows.addWidget(tick)
        if not self._files:
            rows.addWidget(label(self.look.say("publish.no_files"), "small", "text-3"))
        return box

    def _words(self, file: Attachment, number: int, covered: int) -> str:
        look, of = self.look, len(self._files)
        name = f"{name_of(look, file, number, of)} · {look.say(f'photo.{file.role}')}"
        key = "publish.covered" if covered else "publish.not_covered"
        return f"{name} · {look.say(key, n=covered)}"

    # --- choosing --------------------------------------------------------------------------------

    def _ticked(self, file: Attachment, on: bool) -> None:
        if on and file.id not in self._coming:
            self._coming.add(file.id)
            self.task.tasks.spawn(self._copy(file), "copy for everybody")
        elif not on:
            rows = self.bench.attachments()
            self._show([row.id for row in rows if row.source_id != file.id])

    async def _copy(self, file: Attachment) -> None:
        """A copy on this machine; what the citizen's camera noted is taken out by the server."""
        tick = self._boxes[file.id]
        try:
            body = await self.task.cache.file(file)
            copy = attachments.keep(self.task.store, body, file.name, source_id=file.id)
        except (EnvironmentProblem, ValueError):
            tick.setChecked(False)
            self._problem.setText(self.look.say("panel.file_offline"))
        else:
            self._show([*(row.id for row in self.bench.attachments()), copy.id])
        finally:
            self._coming.discard(file.id)

    def _show(self, ids: list[str]) -> None:
        self.bench.restore(ids)
        self._picked()

    def _picked(self) -> None:
        """The bench has the last word: what was taken away there is not ticked here."""
        copies = {row.source_id: row for row in self.bench.attachments()}
        for number, file in enumerate(self._files, start=1):
            tick, copy = self._boxes[file.id], copies.get(file.id)
            tick.blockSignals(True)
            tick.setChecked(copy is not None or file.id in self._coming)
            tick.blockSignals(False)
            covered = len(file.redactions) + (len(copy.redactions) if copy else 0)
            tick.setText(self._words(file, number, covered))
        self.changed()

    # --- what VerbSheet asks ---------------------------------------------------------------------

    def first_focus(self) -> QWidget:
        return self._text.edit

    def read_fields(self, action: Action) -> Action:
        names = tuple(row.id for row in self.bench.attachments())
        return replace(action, text=self._text.text, attachments=names)

    def write_fields(self, draft: dict[str, Any]) -> None:
        self._text.set_text(str(draft.get("text") or ""))
        self._show(list(draft.get("attachments") or ()))
