"""The way a case has gone from unit to unit, and a warning before it goes round in circles."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.domain.calendar import WorkingCalendar
from ihanoi_desk.domain.transfers import Outlook, Stop
from ui.look.look import Look
from ui.parts.labels import elided, icon_label, label, unverified
from ui.parts.wear import wear

MOST_STOPS = 4
NAME_WIDTH = 18


class HopCard(QFrame):
    """`show_way` draws it anew for another receiver."""

    def __init__(self, look: Look, calendar: WorkingCalendar) -> None:
        super().__init__(objectName="hopCard")
        self._look, self._calendar = look, calendar
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._parts: list[QWidget] = []
        self._shown: tuple[object, ...] = ()

    def show_way(
        self, stops: Sequence[tuple[Stop, str]], receiver: str, outlook: Outlook, now: datetime
    ) -> None:
        """`stops` with their units' names, oldest first; `receiver` is empty at first."""
        wanted = (tuple(stops), receiver, outlook, now)
        if wanted == self._shown:
            return
        self._shown = wanted
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = [self._head(outlook), self._chain(stops, receiver, now)]
        for part in self._parts:
            self._column.addWidget(part)
        wear(self, "tone", "orange" if outlook.rises else "")

    def _head(self, outlook: Outlook) -> QWidget:
        look = self._look
        head = QWidget(objectName="hopHead")
        head.setProperty("tone", "orange" if outlook.rises else "")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(8)
        tone = "orange" if outlook.rises else "text-2"
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(icon_label(look, "arrow-left-right", tone), 0, top)
        row.addWidget(label(warning(look, outlook), "small", "text", wrap=True), 1)
        if outlook.limit and not outlook.limit.verified:
            row.addWidget(unverified(look), 0, top)
        return head

    def _chain(self, stops: Sequence[tuple[Stop, str]], receiver: str, now: datetime) -> QWidget:
        look = self._look
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(10, 6, 10, 8)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        shown = [(name, look.clock(stop.at, now), stop.at) for stop, name in stops[-MOST_STOPS:]]
        shown.append((receiver or look.say("route.receiver"), look.say("dialog.now"), now))
        for place, (name, at, moment) in enumerate(shown):
            column = place * 3
            here = place == len(shown) - 2
            mark = icon_label(look, "circle", "accent" if here else "text-3", 12)
            grid.addWidget(mark, 0, column, Qt.AlignmentFlag.AlignVCenter)
            kind = "smallstrong" if name != look.say("route.receiver") else "small"
            grid.addWidget(label(elided(name, NAME_WIDTH), kind), 0, column + 1)
            grid.addWidget(label(at, "caption"), 1, column + 1)
            if place + 1 < len(shown):
                spent = self._calendar.between(moment, shown[place + 1][2])
                arrow = label(f"{look.working_time(spent)} →", "caption")
                arrow.setAlignment(Qt.AlignmentFlag.AlignCenter)
                grid.addWidget(arrow, 0, column + 2)
                grid.setColumnStretch(column + 2, 1)
        return box


def warning(look: Look, outlook: Outlook) -> str:
    """What one more hop would mean, in words."""
    limit = outlook.limit
    said = [
        look.say("route.hop", n=outlook.hop, limit=limit.amount)
        if limit
        else look.say("route.hop_unlimited", n=outlook.hop)
    ]
    if outlook.circles:
        said.append(look.say("route.circles"))
    if outlook.rises:
        said.append(look.say("route.rises"))
    return " ".join(said)
