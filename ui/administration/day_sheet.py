"""Making a day differ from the week, or taking that back."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ihanoi_desk.client.calendar_orders import CalendarOrders
from ihanoi_desk.domain.calendars import (
    CITY_KINDS,
    EVERY_UNIT,
    SPECIAL_OPEN,
    UNIT_KINDS,
    DayOff,
    checked_day,
    hours_of,
    text_of,
)
from ihanoi_desk.domain.units import UnitKey
from ui.administration.days import TONES, Day, title
from ui.administration.order_sheet import Order, OrderSheet
from ui.parts.check_box import CheckBox
from ui.parts.choices import Choice, Choices
from ui.parts.labels import label
from ui.workplace import Workplace

CHOICE_HEIGHT = 43


class DaySheet(OrderSheet):
    def __init__(
        self, window: QWidget, workplace: Workplace, unit: UnitKey, name: str, day: Day
    ) -> None:
        look = workplace.look
        super().__init__(window, workplace, "calendar", title(look, day.date), name)
        self._orders = CalendarOrders(workplace.api)
        self._unit, self._day = unit, day.date
        kinds = CITY_KINDS if unit == EVERY_UNIT else UNIT_KINDS
        ordered = [kind for kind in TONES if kind in kinds]
        self.set_size(560, 260 + CHOICE_HEIGHT * len(ordered))
        self._kind = day.kind if day.is_own else ordered[0]
        self.kinds = Choices(look, look.say("administration.kind"), dots=True)
        self.kinds.offer(
            [Choice(kind, look.say(f"day_kind.{kind}")) for kind in ordered], self._kind
        )
        self.kinds.picked.connect(self._pick)
        self.name = QLineEdit(day.name if day.is_own else "")
        self.hours = QLineEdit(text_of(day.hours) if day.is_own else "08:00-12:00")
        self.verified = CheckBox(look, look.say("administration.day_verified"))
        self.verified.setChecked(day.is_own and not day.unverified)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(24, 12, 24, 8)
        column.setSpacing(6)
        column.addWidget(label(look.say("administration.kind"), "smallstrong", "text-2"))
        column.addWidget(self.kinds, 1)
        self._hours_title = self._field(column, "hours", self.hours)
        self._field(column, "day_name", self.name)
        column.addWidget(self.verified)
        self.verified.toggled.connect(lambda _: self.typed())
        self._pick(self._kind)

    def _field(self, column: QVBoxLayout, key: str, field: QLineEdit) -> QWidget:
        words = self.look.say(f"administration.{key}")
        head = label(words, "smallstrong", "text-2")
        head.setBuddy(field)
        field.setAccessibleName(words)
        field.textEdited.connect(lambda _: self.typed())
        column.addWidget(head)
        column.addWidget(field)
        return head

    def first_focus(self) -> QWidget:
        return self.name

    def _pick(self, kind: object) -> None:
        self._kind = str(kind)
        opens = self._kind == SPECIAL_OPEN
        self.hours.setVisible(opens)
        self._hours_title.setVisible(opens)
        self.typed()

    def order(self) -> Order | None:
        name = self.name.text().strip()
        if not name:
            return None
        hours = hours_of(self.hours.text()) if self._kind == SPECIAL_OPEN else ()
        verified = self.verified.isChecked()
        day = checked_day(DayOff(self._day, self._kind, name, verified, self._unit, hours))
        return lambda rehearsal: self._orders.put_day(day, rehearsal)


class NoDaySheet(OrderSheet):
    """The day is to be like any other again."""

    def __init__(
        self, window: QWidget, workplace: Workplace, unit: UnitKey, name: str, day: Day
    ) -> None:
        look = workplace.look
        super().__init__(window, workplace, "trash-2", look.say("administration.remove"), name)
        self.set_size(520, 220)
        self._orders = CalendarOrders(workplace.api)
        self._unit, self._day = unit, day.date
        column = QVBoxLayout(self.body)
        column.setContentsMargins(24, 16, 24, 8)
        facts = {"day": title(look, day.date), "name": day.name}
        column.addWidget(label(look.say("administration.remove_about", **facts), wrap=True))
        column.addStretch(1)
        self.typed()

    def order(self) -> Order | None:
        unit, day = self._unit, self._day
        return lambda rehearsal: self._orders.remove_day(unit, day, rehearsal)
