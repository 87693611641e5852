"""Beside a list with picked rows: who gets what, what is left out, what the citizens will read."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.deadlines import find_limit
from ihanoi_desk.domain.officers import Officer
from ui.bulk.plan import Plan
from ui.bulk.preview import BulkPreview
from ui.bulk.shares import Shares
from ui.look.look import Look
from ui.parts.labels import icon_label, label, line, unverified
from ui.parts.tall import Tall
from ui.verbs import VERB_LOOKS


class BulkPane(QWidget):
    def __init__(self, look: Look, me: Officer, clock: Callable[[], datetime]) -> None:
        super().__init__(objectName="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._me, self._clock = look, me, clock
        self.shares = Shares(look, me)
        self.shares.changed.connect(self._told_anew)
        self._preview = BulkPreview(look, me, clock)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        below = QWidget(objectName="surface2")
        foot = QHBoxLayout(below)
        foot.setContentsMargins(16, 8, 16, 8)
        foot.addWidget(icon_label(look, "history", "text-3"))
        self._foot = label("", "small", "text-2", wrap=True)
        foot.addWidget(self._foot, 1)
        self._top = QVBoxLayout()
        self._top.setSpacing(0)
        box = Tall(objectName="scrolled")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(self.shares)
        self._left_out = QVBoxLayout()
        column.addLayout(self._left_out)
        column.addWidget(self._preview)
        column.addStretch(1)
        self._scroll.setWidget(box)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(line())
        outer.addWidget(below)
        self._plan, self._catalogue = Plan("note"), Catalogue()

    def show_plan(self, plan: Plan, catalogue: Catalogue, undo_s: int) -> None:
        self._plan, self._catalogue = plan, catalogue
        _replace(self._top, self._head(plan, catalogue))
        self.shares.show_plan(plan, catalogue)
        _replace(self._left_out, self._exceptions(plan))
        self._told_anew()
        self._foot.setText(self._look.say("bulk.leaves", seconds=undo_s, n=len(plan.docs)))

    def step(self, by: int) -> None:
        """The next citizen's notice; the one before when negative."""
        self._preview.step(by)

    def _told_anew(self) -> None:
        self._preview.show_plan(self._plan, self.shares.person_of, self._catalogue)

    def _head(self, plan: Plan, catalogue: Catalogue) -> QWidget:
        look = self._look
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(icon_label(look, VERB_LOOKS[plan.verb].icon, "accent", 18))
        title = look.say(f"bulk.{plan.verb}_title", n=len(plan.docs))
        row.addWidget(label(title, "title"), 1)
        column.addLayout(row)
        if plan.verb == "accept" and plan.docs:
            column.addLayout(self._limit(plan, catalogue))
        return box

    def _limit(self, plan: Plan, catalogue: Catalogue) -> QHBoxLayout:
        look, case = self._look, plan.docs[0].case
        limit = find_limit(catalogue.limits, case.kind, "handle", case.urgency, case.rule_set)
        row = QHBoxLayout()
        row.setSpacing(6)
        if limit:
            amount = look.say(f"panel.{limit.unit}", n=limit.amount)
            row.addWidget(label(look.say("bulk.limit", amount=amount), "small", "text-2"))
            if not limit.verified:
                row.addWidget(unverified(look))
        row.addStretch(1)
        return row

    def _exceptions(self, plan: Plan) -> QWidget:
        look = self._look
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(6)
        if plan.left_out:
            column.addWidget(label(look.say("bulk.not_together"), "smallstrong", "text-2"))
        for part in plan.left_out:
            row = QHBoxLayout()
            row.setSpacing(8)
            top = Qt.AlignmentFlag.AlignTop
            row.addWidget(icon_label(look, part.icon, part.tone), 0, top)
            codes = ", ".join(case.code for case in part.cases)
            row.addWidget(label(f"{codes}: {part.why}", "small", "text", wrap=True), 1)
            column.addLayout(row)
        column.addWidget(label(look.say("bulk.alone"), "small", "text-3", wrap=True))
        return box


def _replace(spot: QVBoxLayout, part: QWidget) -> None:
    while item := spot.takeAt(0):
        item.widget().deleteLater()
    spot.addWidget(part)
