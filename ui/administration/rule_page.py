"""Thời hạn: limits, policies and alarms with their days, of the city and of the units it lets."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.client import reference
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.rule_orders import RuleEffect
from ihanoi_desk.domain.rules import Rule, rules
from ui.administration.head import head
from ui.administration.order_sheet import OrderSheet, effect_words
from ui.administration.room import Room
from ui.administration.rule_lines import Line, lines, may_return, taken_back_on
from ui.administration.rule_sheet import RuleSheet
from ui.administration.rule_table import RuleTable
from ui.administration.rule_withdrawal import WithdrawalSheet
from ui.administration.whose import rules_city
from ui.administration.whose_list import WhoseList
from ui.parts.check_box import CheckBox
from ui.parts.key_button import KeyButton
from ui.parts.labels import label, line
from ui.parts.toast import Toast
from ui.workplace import Workplace


class RulePage(Room):
    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        look = workplace.look
        self._rules: tuple[Rule, ...] = ()
        self.units = WhoseList(workplace, look.say("rules.whose"))
        self.units.activated.connect(lambda _: self._draw())
        self.ended = CheckBox(look, look.say("rules.ended_too"))
        self.ended.toggled.connect(lambda _: self._draw())
        self.change = KeyButton(look, "pencil", look.say("rules.change"), "Enter", "main")
        self.change.clicked.connect(self.ask_change)
        self.withdraw = KeyButton(look, "trash-2", look.say("rules.withdraw"), "X", red=True)
        self.withdraw.clicked.connect(self.ask_withdrawal)
        self.table = RuleTable(look)
        self.table.moved.connect(self._allow)
        self.table.entered.connect(self.ask_change)
        self._says = label("", "small", "text-2", wrap=True)
        self.toast = Toast(self, look)
        self._lay_out()
        self._add_keys()

    def open(self) -> None:
        """Show what this machine knows."""
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Draw anew what the catalogue says; unseen it waits until it is opened."""
        if self.isVisible():
            self.units.offer()
            self._draw()

    @property
    def unit(self) -> str:
        """Whose rows are shown; empty is the city."""
        return self.units.unit

    @property
    def chosen(self) -> Line | None:
        return self.table.chosen

    # --- orders --------------------------------------------------------------------------------

    def ask_change(self) -> None:
        if self.change.isEnabled() and self.chosen:
            sheet = RuleSheet(
                self.window(),
                self._workplace,
                self.chosen.rule,
                self.unit,
                self.units.currentText(),
                self._rules,
                self._today,
            )
            self._workplace.tasks.spawn(self._order(sheet, "rules.done"), "rule sheet")

    def ask_withdrawal(self) -> None:
        if self.withdraw.isEnabled() and self.chosen:
            sheet = WithdrawalSheet(
                self.window(),
                self._workplace,
                self.chosen.rule,
                self.units.currentText(),
                taken_back_on(self.chosen, self._rules, self._today),
                self._today,
            )
            self._workplace.tasks.spawn(self._order(sheet, "rules.withdrawn"), "rule withdrawal")

    async def _order(self, sheet: OrderSheet, done: str) -> None:
        effect = await sheet.ask()
        if isinstance(effect, RuleEffect):
            words = effect_words(sheet, effect)
            self.toast.tell("circle-check", "green", self._workplace.look.say(done), words)

    # --- the screen ----------------------------------------------------------------------------

    @property
    def _today(self) -> date:
        return self._workplace.clock().astimezone(HANOI).date()

    def _draw(self) -> None:
        self._rules = rules(reference.catalogue(self._workplace.store))
        shown = lines(self._rules, self.unit, self._today, self.ended.isChecked())
        self.table.show_lines(shown, self._today)
        self._allow()

    def _allow(self) -> None:
        place, chosen = self._workplace, self.chosen
        owns = bool(self.unit) or rules_city(place.me)
        may = self._online and owns
        why = ""
        if not self._online:
            why = place.look.say("rules.needs_connection")
        elif not owns:
            why = place.look.say("rules.of_the_city")
        self.change.setEnabled(may and chosen is not None)
        self.withdraw.setEnabled(may and chosen is not None and self._may_withdraw(chosen))
        returns = chosen is not None and may_return(chosen, self._today)
        self.withdraw.setText(place.look.say(f"rules.{'give_up' if returns else 'withdraw'}"))
        self.withdraw.set_key("X")
        for button in (self.change, self.withdraw):
            button.setToolTip(why)
        key = "none" if not self._rules else "kept"
        self._says.setText(why or place.look.say(f"rules.{key}"))

    def _may_withdraw(self, chosen: Line) -> bool:
        back = taken_back_on(chosen, self._rules, self._today)
        return back is not None or may_return(chosen, self._today)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head(self._workplace.look, "rules", self.turned.emit, self.units))
        column.addWidget(line())
        column.addWidget(self.table, 1)
        column.addWidget(line())
        foot = QWidget(objectName="surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._says, 1)
        for part in (self.ended, self.withdraw, self.change):
            row.addWidget(part)
        column.addWidget(foot)

    def _add_keys(self) -> None:
        for key, act in (
            ("X", self.ask_withdrawal),
            ("H", self.ended.toggle),
            ("Escape", self.left.emit),
        ):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(key), self, act, context=within)
