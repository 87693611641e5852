"""A field for a day, written as people here write it, with a calendar that drops down."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDateEdit

from ui.look.look import Look


class DayField(QDateEdit):
    """Holds `day` at first; `between` are the first and the last day it takes."""

    def __init__(self, look: Look, day: date, between: tuple[date, date] | None = None) -> None:
        super().__init__(_shown(day), calendarPopup=True)
        self._look = look
        self.setDisplayFormat("dd/MM/yyyy")
        self.setMinimumHeight(28)
        if between:
            self.setDateRange(*map(_shown, between))

    @property
    def day(self) -> date:
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = self._look.pixmap("chevron-down", "text-2", 14, self.devicePixelRatioF())
        QPainter(self).drawPixmap(self.width() - 22, (self.height() - 14) // 2, arrow)


def _shown(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
