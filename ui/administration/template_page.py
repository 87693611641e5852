"""Câu mẫu: the ready sentences of the city and of the administrator's units, with their days."""

from collections.abc import Coroutine
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.client import reference
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.client.template_orders import TemplateOrders
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.units import UnitKey
from ihanoi_desk.domain.wire import StoredTemplate
from ui.administration.head import head
from ui.administration.room import Room
from ui.administration.sample import sample_values
from ui.administration.template_list import TemplateList
from ui.administration.template_sheet import TemplateSheet
from ui.administration.whose import rules_city
from ui.administration.whose_list import WhoseList
from ui.parts.check_box import CheckBox
from ui.parts.key_button import KeyButton
from ui.parts.labels import label, line, unverified
from ui.parts.toast import Toast
from ui.trouble import sentence
from ui.workplace import Workplace


class TemplatePage(Room):
    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        look = workplace.look
        self._orders = TemplateOrders(workplace.api)
        self._rows: list[StoredTemplate] = []
        self.units = WhoseList(workplace, look.say("templates.whose"))
        self.units.activated.connect(lambda _: self._draw())
        self.ended = CheckBox(look, look.say("templates.ended_too"))
        self.ended.toggled.connect(lambda _: self._draw())
        self.add = KeyButton(look, "plus", look.say("templates.add"), "T", "main")
        self.add.clicked.connect(self.ask_new)
        self.change = KeyButton(look, "pencil", look.say("templates.replace"), "Enter")
        self.change.clicked.connect(self.ask_replacement)
        self.withdraw = KeyButton(look, "trash-2", look.say("templates.withdraw"), "X", red=True)
        self.withdraw.clicked.connect(self.ask_withdrawal)
        self.list = TemplateList(look)
        self.list.setAccessibleName(look.say("templates.title"))
        self.list.currentRowChanged.connect(lambda _: self._allow())
        self.list.itemActivated.connect(lambda _: self.ask_replacement())
        self._unverified = unverified(look)
        self._says = label("", "small", "text-2", wrap=True)
        self.toast = Toast(self, look)
        self._lay_out()
        self._add_keys()

    def open(self) -> None:
        """Ask the server what there is."""
        self.units.offer()
        self._begin(self._load(), "templates")
        self.list.setFocus()

    def refresh(self) -> None:
        """The catalogue changed, perhaps by a colleague."""
        if self.isVisible():
            self._begin(self._load(), "templates")

    @property
    def unit(self) -> UnitKey | None:
        """Whose sentences are shown; None is the city."""
        return self.units.unit or None

    @property
    def chosen(self) -> StoredTemplate | None:
        return self.list.chosen

    # --- orders --------------------------------------------------------------------------------

    def ask_new(self) -> None:
        if self.add.isEnabled():
            self._begin(self._write(None), "new template")

    def ask_replacement(self) -> None:
        if self.change.isEnabled() and self.chosen:
            self._begin(self._write(self.chosen), "template")

    def ask_withdrawal(self) -> None:
        if self.withdraw.isEnabled() and self.chosen:
            self._begin(self._end(self.chosen), "withdrawal")

    async def _write(self, old: StoredTemplate | None) -> None:
        place = self._workplace
        catalogue = reference.catalogue(place.store)
        sample = sample_values(catalogue, self.unit or place.me.home, place.clock())
        sheet = TemplateSheet(
            self.window(),
            place,
            catalogue,
            self.unit,
            self.units.currentText(),
            sample,
            old.template if old else None,
        )
        made = await sheet.ask()
        if isinstance(made, StoredTemplate):
            self._tell_done("templates.saved")
            await self._load(made.template.code)

    async def _end(self, row: StoredTemplate) -> None:
        try:
            await self._orders.withdraw(row.template.code)
        except EnvironmentProblem as trouble:
            self.toast.tell("ban", "red", sentence(self._workplace.look, trouble))
        else:
            self._tell_done("templates.withdrawn")
        await self._load()

    async def _load(self, code: str = "") -> None:
        try:
            self._rows = await self._orders.listed()
        except EnvironmentProblem as trouble:
            self._says.setText(sentence(self._workplace.look, trouble))
            return
        self._draw(code)

    def _tell_done(self, key: str) -> None:
        self.toast.tell("circle-check", "green", self._workplace.look.say(key))

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._workplace.tasks.spawn(work, name)

    # --- the screen ----------------------------------------------------------------------------

    @property
    def _today(self) -> date:
        return self._workplace.clock().astimezone(HANOI).date()

    def _draw(self, code: str = "") -> None:
        look, today = self._workplace.look, self._today
        rows = [row for row in self._rows if row.template.unit == self.unit]
        shown = [row for row in rows if self.ended.isChecked() or row.holds_on(today)]
        catalogue = reference.catalogue(self._workplace.store)
        names = {row.code: look.name(row.name_vi, row.name_en) for row in catalogue.categories}
        self.list.show_rows(shown, today, names, code)
        self._says.setText(look.say("templates.count" if shown else "templates.none", n=len(shown)))
        self._unverified.setVisible(any(not row.verified for row in shown))
        self._allow()

    def _allow(self) -> None:
        place, row = self._workplace, self.chosen
        may = self._online and (self.unit is not None or rules_city(place.me))
        why = "" if self._online else place.look.say("templates.needs_connection")
        if self._online and not may:
            why = place.look.say("templates.of_the_city")
        is_live = bool(row and row.holds_on(self._today))
        for button, allowed in (
            (self.add, may),
            (self.change, may and is_live),
            (self.withdraw, may and is_live),
        ):
            button.setEnabled(allowed)
            button.setToolTip(why)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head(self._workplace.look, "templates", self.turned.emit, self.units))
        column.addWidget(line())
        column.addWidget(self.list, 1)
        column.addWidget(line())
        foot = QWidget(objectName="surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._says)
        row.addWidget(self._unverified)
        row.addStretch(1)
        for part in (self.ended, self.withdraw, self.change, self.add):
            row.addWidget(part)
        column.addWidget(foot)

    def _add_keys(self) -> None:
        for key, act in (
            ("T", self.ask_new),
            ("X", self.ask_withdrawal),
            ("Escape", self.left.emit),
        ):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(key), self, act, context=within)
