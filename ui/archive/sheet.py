"""Kho lưu trữ: search at the left, the chosen case read-only at the right."""

import asyncio
from dataclasses import asdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.client.errors import EnvironmentProblem, Offline, ServerProblem
from ihanoi_desk.client.sync import Sync, SyncStatus
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.wire import CaseDoc
from ui.archive.question import Question, QuestionFields
from ui.archive.results import Results
from ui.panel.panel import CasePanel
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label, line
from ui.parts.sheet import Sheet
from ui.pictures.album import album_of
from ui.workplace import Workplace

PANEL_WIDTH = 420


class ArchiveSheet(Sheet):
    photo_asked = Signal(object, int)

    def __init__(
        self, window: QWidget, workplace: Workplace, sync: Sync, words: str, kind: str
    ) -> None:
        look = workplace.look
        super().__init__(
            window, look, "history", look.say("archive.title"), look.say("archive.about")
        )
        self.set_size(1180, 690)
        self._workplace, self._sync = workplace, sync
        self._asking: asyncio.Task[None] | None = None
        self._question = Question()
        self._next: str | None = None
        today = workplace.clock().astimezone(HANOI).date()
        self.fields = QuestionFields(look, words, kind, today)
        self.fields.asked.connect(self._ask_anew)
        self.results = Results(look)
        self.results.more_asked.connect(self._ask_more)
        self.results.cancelled.connect(self._cancel)
        self.panel = CasePanel(
            workplace.store,
            workplace.me,
            workplace.cache,
            workplace.tasks,
            look,
            workplace.clock,
            for_reading=True,
        )
        self.panel.setFixedWidth(PANEL_WIDTH)
        self.panel.photo_opened.connect(self._open_photo)
        self.results.picked.connect(self._show)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.fields)
        left.addWidget(line())
        left.addWidget(self.results, 1)
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(line(vertical=True))
        row.addWidget(self.panel)
        self.foot.addWidget(icon_label(look, "info", "text-3"))
        self.foot.addWidget(label(look.say("archive.order"), "small", "text-2"), 1)
        close = KeyButton(look, "", look.say("window.close"), "Esc")
        close.clicked.connect(lambda: self.answer(None))
        self.foot.addWidget(close)
        self._show_status(sync.status)

    async def ask(self) -> object:
        forget = self._sync.on_status(self._show_status)
        try:
            return await super().ask()
        finally:
            forget()
            self._cancel()

    def first_focus(self) -> QWidget:
        return self.fields.words

    # --- asking --------------------------------------------------------------------------------

    def _show_status(self, status: SyncStatus) -> None:
        words = self.look.say("archive.needs_connection")
        self.fields.allow(status.online, words)
        self.results.more.setEnabled(status.online)
        if not status.online:
            self.results.say(words, "ochre")
        elif self.results.said == words:
            self.results.say(self.look.say("archive.ready"))

    def _ask_anew(self) -> None:
        self._question, self._next = self.fields.question, None
        self.results.clear()
        self._begin()

    def _ask_more(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._cancel()
        self.results.show_asking(True)
        self._asking = self._workplace.tasks.spawn(self._fetch(), "archive search")

    def _cancel(self) -> None:
        if self._asking and not self._asking.done():
            self._asking.cancel()
            self.results.show_asking(False)
            self.results.say(self.look.say("archive.cancelled"))

    async def _fetch(self) -> None:
        try:
            page = await self._workplace.api.archive(
                **asdict(self._question), cursor=self._next or ""
            )
        except EnvironmentProblem as trouble:
            self.results.show_asking(False)
            self.results.more.setVisible(self._next is not None)
            self.results.say(self._words_for(trouble), "red")
        else:
            self.results.show_asking(False)
            self._next = page.next
            self.results.add(page.cases, is_more=page.next is not None)

    def _words_for(self, trouble: EnvironmentProblem) -> str:
        """The server's own sentence where it gave one."""
        if isinstance(trouble, ServerProblem):
            return trouble.problem.detail
        key = "needs_connection" if isinstance(trouble, Offline) else "failed"
        return self.look.say(f"archive.{key}")

    # --- the chosen case -----------------------------------------------------------------------

    def _show(self, doc: CaseDoc | None) -> None:
        self.panel.show_doc(doc)

    def _open_photo(self, position: int) -> None:
        shown = self.panel.shown
        if shown:
            self.photo_asked.emit(album_of(shown.doc), position)
