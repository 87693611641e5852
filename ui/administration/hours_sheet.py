"""Another week for a unit from a day on, written day by day."""

from datetime import date

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ihanoi_desk.client.calendar_orders import CalendarOrders
from ihanoi_desk.domain.calendar import Week
from ihanoi_desk.domain.calendars import WorkingHours, checked_week, hours_of, text_of
from ihanoi_desk.domain.units import UnitKey
from ui.administration.order_sheet import Order, OrderSheet
from ui.parts.day_field import DayField
from ui.parts.labels import label
from ui.workplace import Workplace


class HoursSheet(OrderSheet):
    """`week` is what the unit works now. A source makes the hours verified."""

    def __init__(
        self,
        window: QWidget,
        workplace: Workplace,
        unit: UnitKey,
        name: str,
        week: Week,
        since: date,
    ) -> None:
        look = workplace.look
        super().__init__(window, workplace, "clock", look.say("administration.hours_title"), name)
        self.set_size(560, 520)
        self._orders, self._unit = CalendarOrders(workplace.api), unit
        grid = QGridLayout(self.body)
        grid.setContentsMargins(24, 12, 24, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self.days: list[QLineEdit] = []
        for number, hours in enumerate(week):
            field = QLineEdit(text_of(hours), placeholderText=look.say("administration.closed"))
            self.days.append(field)
            self._row(grid, look.say(f"weekday.long_{number}"), field)
        self.since = DayField(look, since)
        self.since.dateChanged.connect(lambda _: self.typed())
        self._row(grid, look.say("administration.since"), self.since)
        self.source = QLineEdit(placeholderText=look.say("administration.source_hint"))
        self._row(grid, look.say("administration.source"), self.source)
        grid.setRowStretch(grid.rowCount(), 1)
        self.typed()

    def _row(self, grid: QGridLayout, words: str, field: QLineEdit | DayField) -> None:
        row = grid.rowCount()
        title = label(words, "small", "text-2")
        title.setBuddy(field)
        field.setAccessibleName(words)
        field.setMinimumHeight(28)
        if isinstance(field, QLineEdit):
            field.textEdited.connect(lambda _: self.typed())
        grid.addWidget(title, row, 0)
        grid.addWidget(field, row, 1)

    def first_focus(self) -> QWidget:
        return self.days[0]

    def order(self) -> Order | None:
        week = checked_week(tuple(hours_of(field.text()) for field in self.days))
        source = self.source.text().strip()
        hours = WorkingHours(self._unit, self.since.day, week, bool(source), source)
        return lambda rehearsal: self._orders.replace_hours(hours, rehearsal)
