"""Who gets which of the picked cases: a line a category, the person chosen where allowed."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer, Role
from ihanoi_desk.domain.transitions import LEADS
from ui.bulk.plan import Plan
from ui.look.look import Look
from ui.parts.drop_list import DropList
from ui.parts.labels import elided, label

WIDTH = 170
NAME_LENGTH = 22


class Shares(QWidget):
    """`person_of` is the officer chosen for a case; None leaves it with whoever accepts."""

    changed = Signal()

    def __init__(self, look: Look, me: Officer) -> None:
        super().__init__()
        self._look, self._me = look, me
        self._chosen: dict[str, int] = {}
        self._boxes: list[QComboBox] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 8)

    def person_of(self, case: Case) -> int | None:
        return self._chosen.get(case.category)

    @property
    def first_open(self) -> QComboBox | None:
        """The first category nobody was chosen for."""
        return next((box for box in self._boxes if box.currentData() is None), None)

    def show_plan(self, plan: Plan, catalogue: Catalogue) -> None:
        while item := self._column.takeAt(0):
            item.widget().deleteLater()
        self._boxes = []
        goes_to_somebody = plan.verb in ("accept", "assign") and bool(plan.docs)
        self.setVisible(goes_to_somebody)
        if goes_to_somebody:
            self._column.addWidget(self._lines(plan, catalogue))

    def _lines(self, plan: Plan, catalogue: Catalogue) -> QWidget:
        look = self._look
        names = {row.code: look.name(row.name_vi, row.name_en) for row in catalogue.categories}
        people = handlers(catalogue, plan.docs[0].case.unit) if self._may_assign(plan) else []
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.addWidget(label(look.say("bulk.shares"), "smallstrong", "text-2"), 0, 0, 1, 4)
        counted = Counter(doc.case.category for doc in plan.docs).most_common()
        for line, (category, count) in enumerate(counted, start=1):
            name = names.get(category, category)
            called = label(elided(name, NAME_LENGTH), "small", "text")
            called.setToolTip(name)
            grid.addWidget(called, line, 0)
            grid.addWidget(label(str(count), "smallstrong"), line, 1)
            grid.addWidget(label("→", "small", "text-3"), line, 2)
            grid.addWidget(self._person(plan, category, name, people), line, 3)
        grid.setColumnStretch(0, 1)
        return box

    def _may_assign(self, plan: Plan) -> bool:
        return not LEADS.isdisjoint(self._me.roles_at(plan.docs[0].case.unit))

    def _person(self, plan: Plan, category: str, name: str, people: Iterable[Officer]) -> QWidget:
        look = self._look
        if not people:
            return label(look.say("bulk.me", name=self._me.name), "small", "text")
        box = DropList(look)
        box.setFixedWidth(WIDTH)
        box.setAccessibleName(look.say("bulk.who_for", category=name))
        nobody = "bulk.me" if plan.verb == "accept" else "bulk.choose"
        box.addItem(look.say(nobody, name=self._me.name), None)
        for officer in people:
            box.addItem(officer.name, officer.id)
        if category in self._chosen:
            box.setCurrentIndex(max(0, box.findData(self._chosen[category])))
        box.currentIndexChanged.connect(lambda _: self._choose(category, box.currentData()))
        self._boxes.append(box)
        return box

    def _choose(self, category: str, officer_id: int | None) -> None:
        if officer_id is None:
            self._chosen.pop(category, None)
        else:
            self._chosen[category] = officer_id
        self.changed.emit()


def handlers(catalogue: Catalogue, unit: str) -> list[Officer]:
    """Who may be assigned cases at `unit`."""
    return [
        officer
        for officer in catalogue.officers
        if any(grant.unit == unit and grant.role is Role.HANDLER for grant in officer.grants)
    ]
