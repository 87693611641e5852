"""Gộp: the main report of one thing, chosen among those alike or by its code."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ihanoi_desk.client import cases, queues
from ihanoi_desk.client.queues import Query, Row
from ihanoi_desk.client.similar import similar
from ihanoi_desk.domain.cases import Action, Case
from ui.dialogs.side_by_side import SideBySide
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.panel.related import about
from ui.parts.choices import Choice, Choices
from ui.parts.facts import Fact
from ui.parts.labels import elided, icon_label, label, line
from ui.parts.sheet import column_title

LIST_WIDTH = 330
HEADLINE = 80
MOST_FOUND = 9


class MergeSheet(VerbSheet):
    def fields(self) -> QWidget:
        look, task = self.look, self.task
        self._master: Case | None = None
        self._alike = {row.id: row for row in similar(task.store, task.case)}
        self._search = QLineEdit(placeholderText=look.say("merge.search"), clearButtonEnabled=True)
        self._search.setAccessibleName(look.say("merge.search"))
        self._search.textChanged.connect(self._offer)
        self._list = Choices(look, look.say("merge.others"), dots=True)
        self._list.picked.connect(self._pick)
        self._pair = SideBySide(look, look.say("merge.pair"))
        self._nothing = label(look.say("merge.choose"), "small", "text-3", wrap=True)
        self._pair.hide()
        self.set_size(1134, 560)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(line(vertical=True))
        promise = QWidget()
        said = QHBoxLayout(promise)
        said.setContentsMargins(0, 0, 0, 0)
        said.addWidget(icon_label(look, "info", "text-3"))
        said.addWidget(label(look.say("merge.promise"), "small", "text-2", wrap=True), 1)
        middle = column(self._pair, self._nothing, promise, stretch_last=True)
        layout = middle.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setStretch(0, 1)
        row.addWidget(middle, 1)
        self._offer("")
        return box

    def _left(self) -> QWidget:
        look = self.look
        box = QWidget(objectName="surface")
        box.setFixedWidth(LIST_WIDTH)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 12, 0, 8)
        rows.setSpacing(8)
        title = column_title(look.say("merge.others"), look.say("dialog.press"))
        for part in (self._search, title):
            holder = QHBoxLayout()
            holder.setContentsMargins(12, 0, 12, 0)
            holder.addWidget(part)
            rows.addLayout(holder)
        rows.addWidget(self._list, 1)
        return box

    def _offer(self, typed: str) -> None:
        """Those alike, or whatever open report of the kind the words find on this machine."""
        task = self.task
        if typed.strip():
            query = Query(task.case.kind, "all", search=typed)
            found = queues.page(task.store, query, task.me, task.clock(), MOST_FOUND + 1)
            ids = [row.id for row in found if row.is_open and row.id != task.case.id]
        else:
            ids = list(self._alike)
        rows = queues.rows(task.store, ids[:MOST_FOUND], task.me)
        chosen = self._master.id if self._master else None
        self._list.offer(
            [
                Choice(
                    row.id,
                    row.code,
                    facts=(
                        Fact("file-text", "text-3", elided(row.headline, HEADLINE)),
                        Fact("map-pin", "text-3", self._about(row)),
                    ),
                )
                for row in rows
            ],
            chosen,
        )

    def _about(self, row: Row) -> str:
        known = self._alike.get(row.id)
        return about(self.look, known) if known else row.place

    def _pick(self, value: object) -> None:
        task = self.task
        shown = cases.read(task.store, int(str(value)), task.me, task.clock())
        self._master = shown.doc.case if shown else None
        if self._master:
            names = {row.code: row for row in task.catalogue.categories}
            row = names.get(task.case.category)
            category = self.look.name(row.name_vi, row.name_en) if row else task.case.category
            alike = self._alike.get(self._master.id)
            self._pair.show_pair(task.case, self._master, alike, category)
        self._pair.setVisible(self._master is not None)
        self._nothing.setVisible(self._master is None)
        self.changed()

    def first_focus(self) -> QWidget:
        return self._list

    def read_fields(self, action: Action) -> Action:
        return replace(action, master_id=self._master.id if self._master else None)

    def write_fields(self, draft: dict[str, Any]) -> None:
        if draft.get("master_id"):
            self._pick(draft["master_id"])
            self._offer("")
