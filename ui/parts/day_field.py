"""A day to be typed or picked from a calendar, written as people here write it."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDateEdit

from ui.look.look import Look


class DayField(QDateEdit):
    """`first` and `last` bound what may be chosen."""

    def __init__(
        self, look: Look, day: date, first: date | None = None, last: date | None = None
    ) -> None:
        super().__init__(_to_qt(day), calendarPopup=True)
        self._look = look
        self.setDisplayFormat("dd/MM/yyyy")
        self.setMinimumHeight(28)
        if first:
            self.setMinimumDate(_to_qt(first))
        if last:
            self.setMaximumDate(_to_qt(last))

    @property
    def day(self) -> date:
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        image = self._look.pixmap("calendar", "text-2", 14, self.devicePixelRatioF())
        QPainter(self).drawPixmap(self.width() - 22, (self.height() - 14) // 2, image)


def _to_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
