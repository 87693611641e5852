"""Quản trị: the working calendar of the city and of its units, month by month."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ihanoi_desk.client import reference
from ihanoi_desk.domain.calendar import HANOI, DatedWeek, WorkingCalendar
from ihanoi_desk.domain.calendar_orders import CalendarEffect
from ihanoi_desk.domain.calendars import EVERY_UNIT
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.units import UnitKey
from ui.administration.cards import DayCard, HoursCard
from ui.administration.day_sheet import DaySheet, NoDaySheet
from ui.administration.days import Day, day_of
from ui.administration.head import head
from ui.administration.hours_sheet import HoursSheet
from ui.administration.import_sheet import ImportSheet
from ui.administration.month import Month
from ui.administration.order_sheet import OrderSheet, effect_words
from ui.administration.room import Room
from ui.administration.whose import ruled_units, rules_city
from ui.parts.drop_list import DropList
from ui.parts.key_button import KeyButton
from ui.parts.labels import label, line
from ui.parts.toast import Toast
from ui.workplace import Workplace

SIDE_WIDTH = 330


class AdministrationPage(Room):
    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        look = workplace.look
        self._catalogue = Catalogue()
        self._calendar = WorkingCalendar()
        self.units = DropList(look)
        self.units.setMinimumWidth(260)
        self.units.setAccessibleName(look.say("administration.whose"))
        self.units.activated.connect(lambda _: self.refresh())
        self._import = KeyButton(look, "file-up", look.say("administration.import"), "I")
        self._import.clicked.connect(self.ask_import)
        self._month_name = label("", "lead")
        self.hours = HoursCard(look)
        self.hours.change_asked.connect(self.ask_hours)
        self.day = DayCard(look)
        self.day.put_asked.connect(self.ask_day)
        self.day.remove_asked.connect(self.ask_no_day)
        self._chosen = self._describe(self._today)
        self.month = Month(look, self._describe, self._today)
        self.month.picked.connect(self._show_day)
        self.toast = Toast(self, look)
        self._lay_out()
        self._add_keys()

    def open(self) -> None:
        """Read what is known and stand on the month."""
        self._offer_units()
        self.refresh()
        self.month.setFocus()

    def refresh(self) -> None:
        """Draw anew what the catalogue says."""
        store = self._workplace.store
        self._catalogue = reference.catalogue(store)
        self._calendar = reference.working_time(store).of(self.unit)
        self.month.refresh()
        today = self._today
        later = [week for week in self._calendar.later if week.valid_from > today]
        following: DatedWeek | None = later[0] if later else None
        self.hours.show_week(self.unit_name, self._calendar.week_on(today), following)
        self._allow()

    @property
    def unit(self) -> UnitKey:
        """Whose calendar is shown; EVERY_UNIT is the city's."""
        return str(self.units.currentData() or EVERY_UNIT)

    @property
    def unit_name(self) -> str:
        return self.units.currentText()

    # --- orders --------------------------------------------------------------------------------

    def ask_day(self) -> None:
        self._ask(lambda: DaySheet(self.window(), self._workplace, *self._whose, self._chosen))

    def ask_no_day(self) -> None:
        if self._chosen.is_own:
            place = self._workplace
            self._ask(lambda: NoDaySheet(self.window(), place, *self._whose, self._chosen))

    def ask_hours(self) -> None:
        week, today = self._calendar.week_on(self._today).week, self._today
        place = self._workplace
        self._ask(lambda: HoursSheet(self.window(), place, *self._whose, week, today))

    def ask_import(self) -> None:
        if rules_city(self._workplace.me):
            self._ask(lambda: ImportSheet(self.window(), self._workplace))

    def _ask(self, sheet: Callable[[], OrderSheet]) -> None:
        if self._online:
            self._workplace.tasks.spawn(self._order(sheet()), "calendar sheet")

    async def _order(self, sheet: OrderSheet) -> None:
        effect = await sheet.ask()
        if isinstance(effect, CalendarEffect):
            done = self._workplace.look.say("administration.done")
            self.toast.tell("circle-check", "green", done, effect_words(sheet, effect))

    @property
    def _whose(self) -> tuple[UnitKey, str]:
        return self.unit, self.unit_name

    # --- the screen ----------------------------------------------------------------------------

    @property
    def _today(self) -> date:
        return self._workplace.clock().astimezone(HANOI).date()

    def _describe(self, day: date) -> Day:
        return day_of(day, self.unit, self._catalogue, self._calendar)

    def _show_day(self, day: Day) -> None:
        self._chosen = day
        self.day.show_day(day)
        facts = {"month": day.date.month, "year": day.date.year}
        self._month_name.setText(self._workplace.look.say("administration.month_name", **facts))
        self._allow()

    def _allow(self) -> None:
        why = "" if self._online else self._workplace.look.say("administration.needs_connection")
        for button in (self._import, self.hours.change, self.day.put, self.day.remove):
            button.setEnabled(self._online)
            button.setToolTip(why)
        self.day.remove.setEnabled(self._online and self._chosen.is_own)
        if self._online and self._chosen.name and not self._chosen.is_own:
            self.day.remove.setToolTip(self._workplace.look.say("administration.not_own"))

    def _offer_units(self) -> None:
        """The calendars that this administrator may change, the one shown kept."""
        place = self._workplace
        kept = self.units.currentData()
        self.units.clear()
        if rules_city(place.me):
            self.units.addItem(place.look.say("administration.city"), EVERY_UNIT)
        for unit in ruled_units(place.me, reference.catalogue(place.store)):
            self.units.addItem(unit.full_name, unit.key)
        self.units.setCurrentIndex(max(0, self.units.findData(kept)))
        self._import.setVisible(rules_city(place.me))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(
            head(self._workplace.look, "administration", self.turned.emit, self.units, self._import)
        )
        column.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(self._turning())
        left.addWidget(self.month, 1)
        side = QVBoxLayout()
        side.setSpacing(12)
        for card in (self.day, self.hours):
            card.setFixedWidth(SIDE_WIDTH)
            side.addWidget(card)
        side.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(side)
        column.addLayout(row, 1)

    def _turning(self) -> QHBoxLayout:
        look = self._workplace.look
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._month_name)
        row.addStretch(1)
        for icon, key, cap, act in (
            ("chevron-left", "before", "PgUp", lambda: self.month.turn(-1)),
            ("calendar", "this_month", "T", lambda: self.month.show_day(self._today)),
            ("chevron-right", "after", "PgDn", lambda: self.month.turn(1)),
        ):
            button = KeyButton(look, icon, look.say(f"administration.{key}"), cap, "flat")
            button.clicked.connect(act)
            row.addWidget(button)
        return row

    def _add_keys(self) -> None:
        for key, act in (
            ("D", self.ask_day),
            ("X", self.ask_no_day),
            ("G", self.ask_hours),
            ("I", self.ask_import),
            ("T", lambda: self.month.show_day(self._today)),
            ("PgUp", lambda: self.month.turn(-1)),
            ("PgDown", lambda: self.month.turn(1)),
            ("Escape", self.left.emit),
        ):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(key), self, act, context=within)
