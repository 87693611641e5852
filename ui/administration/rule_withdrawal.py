"""Taking a change of a rule back, and giving up a unit's own policy."""

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain.rule_orders import RuleWithdrawal
from ihanoi_desk.domain.rules import LATEST, Rule
from ui.administration import rule_words
from ui.administration.order_sheet import Order
from ui.administration.rule_fields import RuleFields, about_rule
from ui.parts.day_field import DayField
from ui.workplace import Workplace


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
        about = f"{rule_words.name(look, rule)} · {about_rule(look, rule, unit_name)}"
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
        self._day = DayField(look, since or today + timedelta(1), (today, today + LATEST))
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
        facts = (str(rule.table), rule.code, self._since or self._day.day, why, rule.where)
        return lambda rehearsal: self.orders.withdraw(RuleWithdrawal(*facts, rehearsal))
