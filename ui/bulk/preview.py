"""What each citizen will read of a verb on many cases, one notice at a time."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ihanoi_desk.domain import notices
from ihanoi_desk.domain.cases import Case, Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer
from ui.bulk.actions import last_step
from ui.bulk.plan import Plan
from ui.look.look import Look
from ui.parts.bubble import notice_bubble
from ui.parts.labels import icon_label, label


class BulkPreview(QWidget):
    def __init__(self, look: Look, me: Officer, clock: Callable[[], datetime]) -> None:
        super().__init__(objectName="surface2")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._me, self._clock = look, me, clock
        self._plan, self._catalogue = Plan("note"), Catalogue()
        self._person_of: Callable[[Case], int | None] = lambda case: None
        self._at = 0
        self._title = label("", "smallstrong", "text-2")
        self._number = label("", "small", "text")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(icon_label(look, "smartphone"))
        head.addWidget(self._title, 1)
        head.addWidget(self._arrow("chevron-left", "previous", -1))
        head.addWidget(self._number)
        head.addWidget(self._arrow("chevron-right", "next", 1))
        self._spot = QVBoxLayout()
        self._reach = label("", "small", "text-2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._spot)
        column.addWidget(self._reach)

    def _arrow(self, icon: str, name: str, by: int) -> QPushButton:
        button = QPushButton()
        button.setProperty("look", "flat")
        button.setIcon(self._look.icon(icon))
        button.setFixedSize(28, 26)
        button.setAccessibleName(self._look.say(f"bulk.{name}"))
        button.clicked.connect(lambda: self.step(by))
        return button

    def show_plan(
        self, plan: Plan, person_of: Callable[[Case], int | None], catalogue: Catalogue
    ) -> None:
        self._plan, self._person_of, self._catalogue = plan, person_of, catalogue
        self.setVisible(bool(plan.docs))
        self.step(0)

    def step(self, by: int) -> None:
        docs = self._plan.docs
        if not docs:
            return
        self._at = (self._at + by) % len(docs)
        self._number.setText(f"{self._at + 1} / {len(docs)}")
        while item := self._spot.takeAt(0):
            item.widget().deleteLater()
        step = last_step(
            self._plan.verb,
            docs[self._at].case,
            self._person_of,
            self._me,
            self._clock(),
            self._catalogue.rulebook(),
        )
        told = step is not None and step.event is not None
        key = "readers" if told else "nobody_reads"
        self._title.setText(self._look.say(f"bulk.{key}", n=len(docs)))
        if step and told:
            self._spot.addWidget(self._bubble(docs[self._at].case, step))
        self._reach.setVisible(told)
        phones = sum(1 for doc in docs if doc.reporter.devices)
        self._reach.setText(self._look.say("bulk.reach", phones=phones, others=len(docs) - phones))

    def _bubble(self, case: Case, step: Step) -> QWidget:
        notice = notices.compose(step.event or "", case.code, step, self._catalogue)
        return notice_bubble(self._look, notice.title, notice.body, notice.detail)
