"""Chuyển: the unit that ought to have the case, by competence, position or name."""

import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.text import fold
from ihanoi_desk.domain.units import CITY_CODE, Nearby, Unit, code_of
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.choices import Choice, Choices
from ui.parts.labels import icon_label, label, line
from ui.parts.sheet import column_title

NOTE_LIMIT = 400
MAP_HEIGHT = 230
MOST_SHOWN = 9

Neighbours = Callable[[float, float], list[Nearby]]
"""The units around a position, nearest first, with their distance in metres."""


class RouteSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask, neighbours: Neighbours) -> None:
        case = task.case
        here = neighbours(case.lat, case.lon) if case.lat and case.lon else []
        self._near = {row.code: row.metres for row in here}
        self._target: str | None = None
        self._map_is_painted = case.lat is None or case.lon is None
        super().__init__(window, look, task)
        self.set_size(1130, 600)

    def fields(self) -> QWidget:
        look = self.look
        self._units = [
            unit for unit in self.task.catalogue.units if unit.key != self.task.case.unit
        ]
        self._search = QLineEdit(placeholderText=look.say("route.search"), clearButtonEnabled=True)
        self._search.setAccessibleName(look.say("route.search"))
        self._search.textChanged.connect(self._offer)
        self._title = column_title(look.say("route.suggested"), look.say("dialog.press"))
        self._list = Choices(look, look.say("route.units"))
        self._list.picked.connect(self._pick)
        self._note = TextBox(look, look.say("route.note"), look.say("dialog.note_hint"), NOTE_LIMIT)
        self._note.changed.connect(self.changed)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._unit_column())
        row.addWidget(line(vertical=True))
        self._middle = column(*self._facts(), self._note, stretch_last=True)
        row.addWidget(self._middle, 1)
        QTimer.singleShot(0, self, self._draw_map)
        self._offer("")
        return box

    def _draw_map(self) -> None:
        """The position against the nearest border, once the sheet itself is on the screen."""
        case = self.task.case
        if case.lat is None or case.lon is None:
            return
        own = code_of(case.unit)
        near = next((item for item in self._near.items() if item[0] != own), (None, None))
        # The map engine is already running under the list; the module only names it here.
        view = importlib.import_module("ui.map.view").MapView(self.look.theme, self.look.language)
        view.setFixedHeight(MAP_HEIGHT)
        view.setProperty("mouseOnly", True)
        view.ready.connect(self._note_painted)
        view.set_own_unit(own)
        view.show_position(case.lat, case.lon, case.accuracy_m, *near)
        layout = self._middle.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, view)

    def _note_painted(self) -> None:
        self._map_is_painted = True

    @property
    def is_drawn(self) -> bool:
        return self._map_is_painted

    def _unit_column(self) -> QWidget:
        box = QWidget(objectName="surface")
        box.setFixedWidth(400)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 12, 0, 8)
        rows.setSpacing(8)
        for part in (self._search, self._title):
            holder = QHBoxLayout()
            holder.setContentsMargins(12, 0, 12, 0)
            holder.addWidget(part)
            rows.addLayout(holder)
        rows.addWidget(self._list, 1)
        return box

    def _facts(self) -> list[QWidget]:
        look, case = self.look, self.task.case
        names = {unit.key: unit.full_name for unit in self.task.catalogue.units}
        facts = [("clock", look.say("route.clock_restarts"))]
        age = look.moment(case.filed_at)
        facts.append(("hourglass", look.say("route.age_kept", at=age)))
        if case.hops:
            way = " → ".join(names.get(key, key) for key in (*case.hops, case.unit))
            facts.insert(0, ("arrow-left-right", look.say("route.way", n=len(case.hops), way=way)))
        return [self._fact(icon, text) for icon, text in facts]

    def _fact(self, icon: str, text: str) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(icon_label(self.look, icon, "text-3"))
        row.addWidget(label(text, "small", wrap=True), 1)
        return box

    def first_focus(self) -> QWidget:
        return self._search

    def _offer(self, typed: str) -> None:
        wanted = fold(typed)
        if wanted:
            found = [unit for unit in self._units if wanted in fold(unit.full_name)]
            self._list.offer([self._choice(unit) for unit in found[:MOST_SHOWN]], self._target)
        else:
            self._list.offer(self._suggestions(), self._target)

    def _suggestions(self) -> list[Choice]:
        case = self.task.case
        category = next(
            (row for row in self.task.catalogue.categories if row.code == case.category), None
        )
        by_code = {unit.code: unit for unit in self._units}
        wanted = [category.department] if category and category.department else []
        wanted += list(self._near)
        wanted.append(CITY_CODE)
        return [self._choice(by_code[code]) for code in wanted if code in by_code][:MOST_SHOWN]

    def _choice(self, unit: Unit) -> Choice:
        look = self.look
        metres = self._near.get(unit.code)
        if unit.key in self.task.case.hops:
            hint = look.say("route.came_from")
        elif unit.type == "department":
            hint = look.say("route.competent")
        elif metres is None:
            hint = ""
        elif metres == 0:
            hint = look.say("route.inside")
        else:
            hint = look.say("route.distance", metres=f"{metres:.0f}")
        return Choice(unit.key, unit.full_name, hint)

    def _pick(self, key: object) -> None:
        self._target = str(key)
        self.changed()

    def read_fields(self, action: Action) -> Action:
        return replace(action, target_unit=self._target, note=self._note.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        if draft.get("target_unit"):
            self._target = str(draft["target_unit"])
            self._offer("")
        self._note.set_text(str(draft.get("note") or ""))
