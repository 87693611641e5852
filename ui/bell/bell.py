"""Rings for what was escalated to this officer: the button at the foot, the strip over the page."""

import asyncio

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ihanoi_desk.client import alarms, reference
from ihanoi_desk.client.alarms import Alarm
from ihanoi_desk.client.store import Changed
from ui.banner import Banner
from ui.bell.button import BellButton
from ui.bell.entry import Entry, entries
from ui.bell.sheet import BellSheet
from ui.bell.words import duty_codes, is_late
from ui.parts.later import later
from ui.watch import Condition
from ui.workplace import Workplace

READ_DELAY_MS = 60
MOST_LISTED = 100


class Bell(QObject):
    case_asked = Signal(int)

    def __init__(
        self, window: QWidget, workplace: Workplace, button: BellButton, banner: Banner
    ) -> None:
        super().__init__(window)
        self._window, self._place = window, workplace
        self._button, self._banner = button, banner
        self._found: tuple[Alarm, ...] = ()
        self._rung: set[tuple[int, str]] = set()
        """Duty alarms that were heard already in this window."""
        self._sheet: BellSheet | None = None
        self._reading = 0
        self._later = later(self, READ_DELAY_MS, self._read)
        self._leave_store = workplace.store.subscribe(self._changed)
        button.clicked.connect(self.open)
        banner.alarm_opened.connect(self._open_case)
        self._later.start()

    def rest(self) -> None:
        """Read nothing more: the data is about to be let go."""
        self._leave_store()
        self._later.stop()
        self._reading += 1

    def open(self) -> None:
        """Show the alarms; the case chosen there is opened."""
        self._place.tasks.spawn(self._ask(), "alarms")

    async def _ask(self) -> None:
        self._sheet = sheet = BellSheet(self._window, self._place.look)
        sheet.seen.connect(self._see)
        self._fill_sheet(sheet)
        try:
            chosen = await sheet.ask()
        finally:
            self._sheet = None
        if isinstance(chosen, int):
            self._open_case(chosen)

    def _open_case(self, case_id: int) -> None:
        self._see([case_id])
        self.case_asked.emit(case_id)

    def _see(self, case_ids: list[int]) -> None:
        """Without ids, all."""
        known = case_ids or [alarm.case_id for alarm in self._found if alarm.unseen]
        alarms.see(self._place.store, known)
        # A reading still under way does not know of it.
        self._reading += 1
        self._show(alarms.alarms(self._place.store, self._place.me))

    # --- reading -------------------------------------------------------------------------------

    def _changed(self, change: Changed) -> None:
        if change.cases is None or change.cases or change.catalogue:
            self._later.start()

    def _read(self) -> None:
        self._reading += 1
        self._place.tasks.spawn(self._read_beside(self._reading), "alarms")

    async def _read_beside(self, turn: int) -> None:
        # Beside the window: while a fill writes, nothing of the index is at hand for long.
        found = await asyncio.to_thread(alarms.alarms, self._place.store, self._place.me)
        if turn == self._reading:
            self._show(found)

    def _show(self, found: tuple[Alarm, ...]) -> None:
        self._found = found
        store, me = self._place.store, self._place.me
        rules = reference.catalogue(store)
        unseen = [alarm for alarm in found if alarm.unseen]
        duty = duty_codes(rules)
        on_duty = [alarm for alarm in unseen if not duty.isdisjoint(alarm.unseen)]
        is_pressing = bool(on_duty) or any(is_late(rules, alarm.unseen) for alarm in unseen)
        self._button.show_unseen(len(unseen), is_pressing)
        self._button.setVisible(bool(found) or alarms.may_hear(store, me))
        self._show_duty(on_duty)
        if self._sheet:
            self._fill_sheet(self._sheet)

    def _fill_sheet(self, sheet: BellSheet) -> None:
        # Of very many only the first are listed: urgent ones at night, then what is not known yet.
        duty = duty_codes(reference.catalogue(self._place.store))
        rank = {alarm: (duty.isdisjoint(alarm.unseen), not alarm.unseen) for alarm in self._found}
        order = sorted(self._found, key=rank.__getitem__)[:MOST_LISTED]
        sheet.show_entries(entries(self._place, order), len(self._found))

    def _show_duty(self, on_duty: list[Alarm]) -> None:
        shown = entries(self._place, on_duty[:1])
        if shown:
            self._banner.show_alarm(self._strip(shown[0], len(on_duty)), shown[0].case_id)
        else:
            self._banner.show_alarm(None)
        ringing = {(alarm.case_id, code) for alarm in on_duty for code in alarm.unseen}
        if not ringing <= self._rung:
            self._rung |= ringing
            QApplication.alert(self._window)
            QApplication.beep()

    def _strip(self, newest: Entry, count: int) -> Condition:
        say = self._place.look.say
        key = "about" if count == 1 else "about_more"
        facts = {"headline": newest.headline, "place": newest.place, "n": count - 1}
        about = say(f"bell.duty_{key}", **facts)
        title = say("bell.duty", code=newest.code)
        return Condition("siren", "red", title, about, "open_case")
