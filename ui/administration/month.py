"""One month, Monday to Sunday: every day with its kind in colour and in a word."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from ui.administration.days import REST, TONES, WORKED, Day, title
from ui.look import type as faces
from ui.look.look import Look

WEEKS, WEEK = 6, 7
DayRole = Qt.ItemDataRole.UserRole + 1
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Month(QTableWidget):
    """`describe` tells of a day what is known. Arrow keys walk, also over the ends of a month."""

    picked = Signal(object)

    def __init__(self, look: Look, describe: Callable[[date], Day], today: date) -> None:
        super().__init__(WEEKS, WEEK)
        self._look, self._describe, self._today = look, describe, today
        self.day = today
        self.setHorizontalHeaderLabels([look.say(f"weekday.short_{n}") for n in range(WEEK)])
        self.setAccessibleName(look.say("administration.month"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_DayDelegate(look, today))
        self.currentCellChanged.connect(self._moved)
        self.show_day(today)

    @property
    def first(self) -> date:
        """The Monday in the corner."""
        start = self.day.replace(day=1)
        return start - timedelta(start.weekday())

    def show_day(self, day: date) -> None:
        """The month of `day`, standing on it."""
        self.day = day
        self.refresh()

    def refresh(self) -> None:
        """The same month with what is known now."""
        first = self.first
        self.blockSignals(True)
        for place in range(WEEKS * WEEK):
            day = self._describe(first + timedelta(place))
            item = QTableWidgetItem(words_of(self._look, day))
            item.setData(DayRole, (day, day.date.month == self.day.month))
            self.setItem(place // WEEK, place % WEEK, item)
        place = (self.day - first).days
        self.setCurrentCell(place // WEEK, place % WEEK)
        self.blockSignals(False)
        self.picked.emit(self._describe(self.day))

    def turn(self, months: int) -> None:
        """So many months on or back, the same day where there is one."""
        count = self.day.year * 12 + self.day.month - 1 + months
        year, month = divmod(count, 12)
        last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(1)).day
        self.show_day(date(year, month + 1, min(self.day.day, last)))

    def _moved(self, row: int, column: int) -> None:
        day = self.first + timedelta(row * WEEK + column)
        if day.month != self.day.month:
            self.show_day(day)
        else:
            self.day = day
            self.picked.emit(self._describe(day))


def words_of(look: Look, day: Day) -> str:
    """Everything a cell shows, for those who listen."""
    kind = look.say(f"day_kind.{day.kind}")
    mark = look.say("window.unverified") if day.unverified else ""
    return ", ".join(
        filter(None, (title(look, day.date), day.name, kind, look.hours(day.hours), mark))
    )


class _DayDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look, self._today = look, today

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        day, is_inside = index.data(DayRole)
        ground, ink = TONES[day.kind]
        rect = option.rect
        painter.fillRect(rect, self._look.colour(ground if is_inside else "surface"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), self._look.colour("line"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._look.colour("line"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(self._look.colour("accent"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
            painter.drawRect(rect.adjusted(2, 2, -3, -3))
        inside = rect.adjusted(8, 6, -6, -6)
        self._number(painter, inside, day.date, ink if is_inside else "text-3")
        if is_inside:
            self._words(painter, inside, day, ink)

    def _number(self, painter: QPainter, spot: QRect, day: date, ink: str) -> None:
        today = day == self._today
        painter.setFont(faces.font("body-strong" if today else "body"))
        painter.setPen(self._look.colour("accent" if today else ink))
        words = self._look.say("administration.today", n=day.day) if today else str(day.day)
        painter.drawText(QRect(spot.left(), spot.top(), spot.width(), 18), LEFT, words)

    def _words(self, painter: QPainter, spot: QRect, day: Day, ink: str) -> None:
        lines = [(day.name, "small", ink)] if day.name else []
        if day.kind not in (WORKED, REST):
            lines.append((self._look.say(f"day_kind.{day.kind}"), "caption", ink))
        if len(day.hours) == 1:
            lines.append((self._look.hours(day.hours), "caption", "text-2"))
        if day.unverified and day.kind not in (WORKED, REST):
            lines.append((self._look.say("window.unverified"), "caption", "ochre"))
        top = spot.top() + 20
        for text, face, tone in lines:
            if top + 14 > spot.bottom() + 4:
                break
            painter.setFont(faces.font(face))
            painter.setPen(self._look.colour(tone))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
            painter.drawText(QRect(spot.left(), top, spot.width(), 15), LEFT, cut)
            top += 15
