"""What the sheets of limits and policies have in common."""

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ihanoi_desk.client.rule_orders import RuleOrders
from ihanoi_desk.domain.rules import Rule
from ui.administration import rule_words
from ui.administration.order_sheet import OrderSheet
from ui.look.look import Look
from ui.parts.labels import label
from ui.workplace import Workplace

NAMES = 84
"""Width of the names beside the fields."""


class RuleFields(OrderSheet):
    """What the sheets of rules have: rows of a name and a field, a day, and why."""

    def __init__(
        self, window: QWidget, workplace: Workplace, icon: str, title: str, about: str
    ) -> None:
        super().__init__(window, workplace, icon, title, about)
        self.orders = RuleOrders(workplace.api)
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


def about_rule(look: Look, rule: Rule, unit_name: str) -> str:
    return f"{rule_words.about(look, rule)} · {unit_name}"
