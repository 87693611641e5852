"""Another amount for a rule from a day on, and taking such a change back."""

from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QDateEdit, QGridLayout, QLabel, QLineEdit, QWidget

from ihanoi_desk.domain.rule_orders import RuleOrder, RuleWithdrawal
from ihanoi_desk.domain.rules import LATEST, Rule, Table, check_new, span, units_of
from ihanoi_desk.domain.units import UnitKey
from ui.administration import rule_words
from ui.administration.order_sheet import Order, OrderSheet
from ui.administration.rule_lines import standing
from ui.look.look import Look
from ui.parts.drop_list import DropList
from ui.parts.labels import label, unverified
from ui.workplace import Workplace

MOST = 9999
NAMES = 84
"""Width of the names beside the fields."""


class RuleFields(OrderSheet):
    """What both sheets have: rows of a name and a field, a day, and why."""

    def __init__(
        self, window: QWidget, workplace: Workplace, icon: str, title: str, about: str
    ) -> None:
        super().__init__(window, workplace, icon, title, about)
        self.orders = workplace.rules
        self.grid = QGridLayout(self.body)
        self.grid.setContentsMargins(24, 16, 24, 8)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(10)
        self.grid.setColumnMinimumWidth(0, NAMES)
        self.grid.setColumnStretch(1, 1)
        self.why = QLineEdit(placeholderText=self.look.say("rules.why_hint"))

    def add_row(self, key: str, *fields: QWidget) -> None:
        row, words = self.grid.rowCount(), self.look.say(f"rules.{key}")
        title = label(words, "small", "text-2")
        title.setBuddy(fields[0])
        self.grid.addWidget(title, row, 0)
        for column, field in enumerate(fields, start=1):
            field.setAccessibleName(words)
            if not isinstance(field, QLabel):
                field.setMinimumHeight(28)
            if isinstance(field, QLineEdit):
                field.textEdited.connect(lambda _: self.typed())
            self.grid.addWidget(field, row, column, 1, 1 if len(fields) > 1 else 2)

    def add_words(self, text: str) -> None:
        row = self.grid.rowCount()
        self.grid.addWidget(label(text, "small", "text-2", wrap=True), row, 0, 1, 3)


class RuleSheet(RuleFields):
    """`rules` are all rows known here, so that most faults are told before the server is asked."""

    def __init__(
        self,
        window: QWidget,
        workplace: Workplace,
        rule: Rule,
        unit: UnitKey,
        unit_name: str,
        rules: tuple[Rule, ...],
        today: date,
    ) -> None:
        look = workplace.look
        super().__init__(
            window, workplace, "pencil", rule_words.name(look, rule), _about(look, rule, unit_name)
        )
        self.set_size(600, 400)
        self._rule, self._unit, self._rules, self._today = rule, unit, rules, today
        now = label(rule_words.value(look, rule), "strong")
        ground = label(rule.source, "small", "text-2") if rule.verified else unverified(look)
        self.add_row(f"holds_{standing(rule, today)}", now, ground)
        self.amount: QLineEdit | DropList = self._amount()
        self.unit = DropList(look)
        for name in units_of(rule):
            if rule.unit not in rule_words.WORDED:
                self.unit.addItem(look.say(f"rules.unit_{_counted(rule, name)}"), name)
        self.unit.setCurrentIndex(max(0, self.unit.findData(rule.unit)))
        self.unit.currentIndexChanged.connect(lambda _: self.typed())
        self.unit.setEnabled(self.unit.count() > 1)
        if rule.unit in rule_words.WORDED:
            self.add_row("value", self.amount)
        else:
            self.add_row("value", self.amount, self.unit)
        self.since = day_field(today + timedelta(1), today)
        self.since.dateChanged.connect(lambda _: self.typed())
        self.add_row("begins", self.since)
        self.source = QLineEdit(placeholderText=look.say("administration.source_hint"))
        self.add_row("source", self.source)
        self.add_row("why", self.why)
        self.add_words(look.say("rules.kept"))
        self.grid.setRowStretch(self.grid.rowCount(), 1)
        self.typed()

    def _amount(self) -> QLineEdit | DropList:
        rule = self._rule
        if rule.unit not in rule_words.WORDED:
            field = QLineEdit(str(abs(rule.amount)))
            field.setValidator(QIntValidator(0, MOST, field))
            return field
        least, most = span(rule)
        choices = DropList(self.look)
        for amount in range(least, most + 1):
            choices.addItem(rule_words.choice(self.look, rule.unit, amount), amount)
        choices.setCurrentIndex(choices.findData(rule.amount))
        choices.currentIndexChanged.connect(lambda _: self.typed())
        return choices

    def first_focus(self) -> QWidget:
        if isinstance(self.amount, QLineEdit):
            self.amount.selectAll()
        return self.amount

    @property
    def _number(self) -> int | None:
        if isinstance(self.amount, DropList):
            return int(self.amount.currentData())
        text = self.amount.text().strip()
        if not text:
            return None
        return -int(text) if self._rule.amount < 0 else int(text)

    def order(self) -> Order | None:
        number, why = self._number, self.why.text().strip()
        if number is None:
            return None
        rule, source = self._rule, self.source.text().strip()
        counted = str(self.unit.currentData() or rule.unit)
        since = day_of(self.since)
        new = Rule(
            table=rule.table,
            code=rule.code,
            amount=number,
            unit=counted,
            valid_from=since,
            verified=bool(source),
            source=source,
            where=self._unit,
        )
        check_new(new, self._rules, self._today)
        if not why:
            return None
        facts = (str(rule.table), rule.code, number, counted, since, why, source, self._unit)
        return lambda rehearsal: self.orders.change(RuleOrder(*facts, rehearsal))


class WithdrawalSheet(RuleFields):
    """`since` is the day whose change is taken back; None lets a unit choose from when on the
    city's policy holds for it again."""

    def __init__(
        self,
        window: QWidget,
        workplace: Workplace,
        rule: Rule,
        unit_name: str,
        since: date | None,
        today: date,
    ) -> None:
        look = workplace.look
        title = look.say("rules.withdraw_title" if since else "rules.return_title")
        about = f"{rule_words.name(look, rule)} · {_about(look, rule, unit_name)}"
        super().__init__(window, workplace, "trash-2", title, about)
        self.set_size(600, 280)
        self._rule, self._since = rule, since
        value = rule_words.value(look, rule)
        if since == rule.valid_from:
            self.add_words(look.say("rules.withdraw_about", value=value, day=since))
        elif since:
            self.add_words(look.say("rules.goes_on", value=value, day=since))
        else:
            self.add_words(look.say("rules.return_about", value=value))
        self._day = day_field(since or today + timedelta(1), today)
        self._day.dateChanged.connect(lambda _: self.typed())
        if since is None:
            self.add_row("begins", self._day)
        self.add_row("why", self.why)
        self.grid.setRowStretch(self.grid.rowCount(), 1)
        self.typed()

    def first_focus(self) -> QWidget:
        return self.why

    def order(self) -> Order | None:
        rule, why = self._rule, self.why.text().strip()
        if not why:
            return None
        facts = (str(rule.table), rule.code, self._since or day_of(self._day), why, rule.where)
        return lambda rehearsal: self.orders.withdraw(RuleWithdrawal(*facts, rehearsal))


def day_field(day: date, first: date) -> QDateEdit:
    """A day from `first` on."""
    field = QDateEdit(QDate(day.year, day.month, day.day), calendarPopup=True)
    last = first + LATEST
    field.setDateRange(
        QDate(first.year, first.month, first.day), QDate(last.year, last.month, last.day)
    )
    field.setDisplayFormat("dd/MM/yyyy")
    return field


def day_of(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _about(look: Look, rule: Rule, unit_name: str) -> str:
    return f"{rule_words.about(look, rule)} · {unit_name}"


def _counted(rule: Rule, unit: str) -> str:
    """Minutes of an escalation are working time, those of an alarm are not."""
    return f"working_{unit}" if rule.table == Table.ESCALATIONS else unit
