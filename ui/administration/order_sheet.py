"""A sheet for an order of an administrator: it says what would change before it is given."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ihanoi_desk.client.errors import EnvironmentProblem, ServerProblem
from ihanoi_desk.domain.calendar_orders import CalendarEffect
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.rule_orders import RuleEffect
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.parts.later import later
from ui.parts.sheet import Sheet
from ui.parts.wear import wear
from ui.refusal import sentence as refusal_sentence
from ui.trouble import sentence
from ui.workplace import Workplace

REHEARSAL_DELAY_MS = 300
Effect = CalendarEffect | RuleEffect
Order = Callable[[bool], Awaitable[Effect]]
"""Gives the order; True only asks what it would change."""


class OrderSheet(Sheet):
    """Answers the effect once the server has done it. Whoever fills in `order` calls
    `typed` when a field has changed."""

    def __init__(
        self, window: QWidget, workplace: Workplace, icon: str, title: str, about: str
    ) -> None:
        look = workplace.look
        super().__init__(window, look, icon, title, about)
        self._tasks = workplace.tasks
        self._asking: asyncio.Task[None] | None = None
        self._giving = False
        self.effect = label("", "small", "text-2", wrap=True)
        self.send_button = KeyButton(
            look, "check", look.say("administration.apply"), "Ctrl ⏎", "main"
        )
        self.send_button.clicked.connect(self.send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.send)
        leave = KeyButton(look, "", look.say("window.close"), "Esc")
        leave.clicked.connect(lambda: self.answer(None))
        self.foot.addWidget(self.effect, 1)
        self.foot.addWidget(leave)
        self.foot.addWidget(self.send_button)
        self.send_button.setEnabled(False)
        self._rehearse_later = later(self, REHEARSAL_DELAY_MS, self._rehearse)

    def order(self) -> Order | None:
        """What the fields ask for; None while they are not filled in. Raises Refused."""
        raise NotImplementedError

    def typed(self) -> None:
        """A field has changed: ask anew what the order would change."""
        if self._giving:
            return
        self._stop_asking()
        self.send_button.setEnabled(False)
        self._say("administration.counting")
        self._rehearse_later.start()

    def show_refusal(self, refused: ServerProblem) -> None:
        """Tell what the server said; a sheet may say it at its fields as well."""
        self._tell(refused.problem.detail, "red")

    def send(self) -> None:
        order = self._order()
        if order and self.send_button.isEnabled():
            self._begin(self._give(order))

    def _rehearse(self) -> None:
        order = self._order()
        if order:
            self._begin(self._try(order))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._stop_asking()
        self._asking = self._tasks.spawn(work, "order")

    def _stop_asking(self) -> None:
        if self._asking and not self._asking.done():
            self._asking.cancel()

    def _order(self) -> Order | None:
        try:
            order = self.order()
        except Refused as refusal:
            self._tell(refusal_sentence(self.look, refusal), "red")
            return None
        if order is None:
            self._say("administration.incomplete")
        return order

    async def _try(self, order: Order) -> None:
        effect = await self._asked(order, rehearsal=True)
        if effect:
            self._tell(effect_words(self, effect), "text-2")
            self.send_button.setEnabled(True)

    async def _give(self, order: Order) -> None:
        self.send_button.setEnabled(False)
        self._say("administration.applying")
        self._giving = True
        try:
            effect = await self._asked(order, rehearsal=False)
        finally:
            self._giving = False
        if effect:
            self.answer(effect)

    async def _asked(self, order: Order, rehearsal: bool) -> Effect | None:
        try:
            return await order(rehearsal)
        except ServerProblem as refused:
            self.show_refusal(refused)
        except EnvironmentProblem as trouble:
            self._tell(sentence(self.look, trouble), "red")
            self.send_button.setEnabled(True)
        return None

    def _say(self, key: str) -> None:
        self._tell(self.look.say(key), "text-3")

    def _tell(self, words: str, tone: str) -> None:
        self.effect.setText(words)
        wear(self.effect, "tone", tone)


def effect_words(sheet: Sheet, effect: Effect) -> str:
    """Which cases it reaches: those filed from a day on, or whose limits move."""
    if isinstance(effect, RuleEffect):
        return _rule_words(sheet, effect)
    return _calendar_words(sheet, effect)


def _rule_words(sheet: Sheet, effect: RuleEffect) -> str:
    say, number = sheet.look.say, sheet.look.number
    words = say("rules.effect", day=effect.since)
    if effect.keeping:
        words += " " + say("rules.keeping", n=number(effect.keeping))
    if moved := effect.later + effect.earlier:
        words += " " + say("rules.moved", n=number(moved))
    return words


def _calendar_words(sheet: Sheet, effect: CalendarEffect) -> str:
    """How many limits of open cases move, and of a list, how many days take the place of others."""
    facts = {"n": effect.moved, "all": effect.open_cases}
    facts |= {"later": effect.later, "earlier": effect.earlier}
    unmoved = "none_moved" if effect.open_cases else "none_open"
    words = sheet.look.say(f"administration.{'moved' if effect.moved else unmoved}", **facts)
    if max(effect.added, effect.withdrawn) <= 1:
        return words
    days = {"added": effect.added, "withdrawn": effect.withdrawn}
    return f"{sheet.look.say('administration.replaced', **days)} {words}"
