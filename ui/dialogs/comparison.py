"""Two reports beside each other, line by line; what agrees is marked."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.catalogue import Catalogue
from ui.look.look import Look
from ui.parts.labels import icon_label, label

TOP = Qt.AlignmentFlag.AlignTop


class Comparison(QScrollArea):
    def __init__(self, look: Look, catalogue: Catalogue, own: Case, now: datetime) -> None:
        super().__init__(widgetResizable=True)
        self._look, self._own, self._now = look, own, now
        self._categories = {
            row.code: look.name(row.name_vi, row.name_en) for row in catalogue.categories
        }
        self._units = {unit.key: unit.full_name for unit in catalogue.units}
        self.setAccessibleName(look.say("merge.compare"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_other(None)

    def show_other(self, other: Case | None) -> None:
        look = self._look
        box = QWidget(objectName="scrolled")
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(label(look.say("merge.this", code=self._own.code), "strong"), 0, 1)
        master = look.say("merge.master", code=other.code) if other else look.say("merge.choose")
        grid.addWidget(label(master, "strong" if other else "body"), 0, 2)
        rows = zip(self._lines(self._own), self._lines(other or self._own), strict=True)
        for place, ((name, one), (_, two)) in enumerate(rows, start=1):
            same = other is not None and one == two
            grid.addWidget(label(look.say(f"merge.{name}"), "small", "text-3"), place, 0, TOP)
            grid.addWidget(label(one, "body", wrap=True), place, 1, TOP)
            if other:
                grid.addWidget(label(two, "body", wrap=True), place, 2, TOP)
                mark = icon_label(look, "check" if same else "minus", "green" if same else "text-3")
                mark.setAccessibleName(look.say("merge.same" if same else "merge.differs"))
                grid.addWidget(mark, place, 3, TOP)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(box)

    def _lines(self, case: Case) -> Iterator[tuple[str, str]]:
        look = self._look
        yield "content", case.content
        yield "place", case.place or look.say("merge.no_place")
        yield "category", self._categories.get(case.category, case.category)
        yield "unit", self._units.get(case.unit, case.unit)
        yield "state", look.say(f"state.{case.state}")
        yield "filed", look.clock(case.filed_at, self._now)
