"""Another amount for a rule from a day on."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from ihanoi_desk.client import drafts
from ihanoi_desk.domain.rule_orders import RuleOrder
from ihanoi_desk.domain.rules import LATEST, Rule, Table, check_new, span, units_of
from ihanoi_desk.domain.units import UnitKey
from ui.administration import rule_words
from ui.administration.order_sheet import Order
from ui.administration.rule_fields import RuleFields, about_rule
from ui.administration.rule_lines import standing
from ui.parts.day_field import DayField
from ui.parts.drop_list import DropList
from ui.parts.labels import label, unverified
from ui.parts.later import later
from ui.workplace import Workplace

MOST = 9999
SAVE_DELAY_MS = 300


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
            window,
            workplace,
            "pencil",
            rule_words.name(look, rule),
            about_rule(look, rule, unit_name),
        )
        self.set_size(600, 400)
        self._rule, self._unit, self._rules, self._today = rule, unit, rules, today
        self._store = workplace.store
        self._draft_key = f"rule:{rule.table}:{rule.code}:{unit}"
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
        self.since = DayField(look, today + timedelta(1), (today, today + LATEST))
        self.since.dateChanged.connect(lambda _: self.typed())
        self.add_row("begins", self.since)
        self.source = QLineEdit(placeholderText=look.say("administration.source_hint"))
        self.add_row("source", self.source)
        self.add_row("why", self.why)
        self.add_words(look.say("rules.kept"))
        self.grid.setRowStretch(self.grid.rowCount(), 1)
        self._at_first = self._written()
        self._keep_later = later(self, SAVE_DELAY_MS, self._keep)
        self._take_up(drafts.find(self._store, self._draft_key))
        self.typed()

    def _take_up(self, kept: dict[str, Any] | None) -> None:
        """What was typed before the sheet was left."""
        if not kept:
            return
        self.source.setText(kept["source"])
        self.why.setText(kept["why"])
        self.since.setDate(QDate.fromString(kept["since"], Qt.DateFormat.ISODate))
        self.unit.setCurrentIndex(max(0, self.unit.findData(kept["unit"])))
        if isinstance(self.amount, DropList):
            self.amount.setCurrentIndex(max(0, self.amount.findText(kept["amount"])))
        else:
            self.amount.setText(kept["amount"])

    def typed(self) -> None:
        super().typed()
        self._keep_later.start()

    def answer(self, value: object) -> None:
        self._keep_later.stop()
        if value is None:
            self._keep()
        else:
            drafts.forget(self._store, self._draft_key)
        super().answer(value)

    def _keep(self) -> None:
        """What is typed outlives the sheet until the server has it."""
        written = self._written()
        if written != self._at_first:
            drafts.keep(self._store, self._draft_key, written)
        else:
            drafts.forget(self._store, self._draft_key)

    def _written(self) -> dict[str, str]:
        field = self.amount
        return {
            "amount": field.currentText() if isinstance(field, DropList) else field.text(),
            "unit": str(self.unit.currentData() or ""),
            "since": self.since.day.isoformat(),
            "source": self.source.text(),
            "why": self.why.text(),
        }

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
        since = self.since.day
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


def _counted(rule: Rule, unit: str) -> str:
    """Minutes of an escalation are working time, those of an alarm are not."""
    return f"working_{unit}" if rule.table == Table.ESCALATIONS else unit
