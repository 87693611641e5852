"""Chuyển: the unit that ought to have the case, by competence, position or name."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ihanoi_desk.domain import routing, transfers
from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.cases import Action
from ihanoi_desk.domain.units import UnitKey, code_of
from ui.dialogs.border_map import BorderMap, Scene
from ui.dialogs.hop_card import HopCard
from ui.dialogs.route_choices import KEEP, RouteChoices
from ui.dialogs.task import VerbTask
from ui.dialogs.text_box import TextBox
from ui.dialogs.verb_sheet import VerbSheet, column
from ui.look.look import Look
from ui.parts.choices import Choices
from ui.parts.labels import icon_label, label, line, unverified
from ui.parts.sheet import column_title

NOTE_LIMIT = 400
NOTE_HEIGHT = 118
LIST_WIDTH = 420


class RouteSheet(VerbSheet):
    def __init__(self, window: QWidget, look: Look, task: VerbTask) -> None:
        self._book = task.catalogue.rulebook()
        self._calendar = self._book.calendar_for(task.case.unit)
        self._units = {unit.key: unit for unit in task.catalogue.units}
        self._now = task.clock()
        self._picked: str | None = None
        super().__init__(window, look, task)
        self.show_time_left()
        self.set_size(1134, 654)

    def fields(self) -> QWidget:
        look, task = self.look, self.task
        self._choices = RouteChoices(
            look,
            task.catalogue,
            routing.suggest(
                task.case,
                task.catalogue,
                self._book,
                self.task.around.nearby,
                task.steps,
                self._now,
            ),
            self.task.around.nearby,
            task.unit,
            self._now,
        )
        self._note = TextBox(look, look.say("route.note"), look.say("dialog.note_hint"), NOTE_LIMIT)
        self._note.setFixedHeight(NOTE_HEIGHT)
        self._note.changed.connect(self.changed)
        self._hops = HopCard(look, self._calendar)
        self._clock = label("", "small", wrap=True)
        self._doubtful = unverified(look)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._unit_column())
        row.addWidget(line(vertical=True))
        row.addWidget(self._middle(), 1)
        return box

    # --- the units -------------------------------------------------------------------------------

    def _unit_column(self) -> QWidget:
        look = self.look
        self._search = QLineEdit(placeholderText=look.say("route.search"), clearButtonEnabled=True)
        self._search.setAccessibleName(look.say("route.search"))
        self._search.textChanged.connect(self._offer)
        title = column_title(look.say("route.suggested"), look.say("route.suggested_by"))
        self._list = Choices(look, look.say("route.units"), dots=True)
        self._list.picked.connect(self._pick)
        box = QWidget(objectName="surface")
        box.setFixedWidth(LIST_WIDTH)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 12, 0, 8)
        rows.setSpacing(8)
        for part in (self._search, title):
            rows.addLayout(_indented(part))
        rows.addWidget(self._list, 1)
        rows.addLayout(_indented(self._sources()))
        self._offer("")
        return box

    def _sources(self) -> QWidget:
        """Since when the table of competence holds, and that nobody confirmed it."""
        look, catalogue = self.look, self.task.catalogue
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        since = f"{catalogue.held_since('categories'):%d/%m/%Y}"
        said = look.say("route.table", since=since, version=catalogue.version)
        row.addWidget(label(said, "small", "text-3"))
        if "categories" in catalogue.unverified:
            row.addWidget(unverified(look))
        row.addStretch(1)
        return box

    def _offer(self, typed: str) -> None:
        self._list.offer(self._choices.search(typed), self._picked)

    def _pick(self, value: object) -> None:
        self._picked = str(value)
        self.changed()

    @property
    def _keeps(self) -> bool:
        return self._picked == KEEP

    @property
    def _target(self) -> UnitKey | None:
        return None if self._keeps else self._picked

    # --- the middle ------------------------------------------------------------------------------

    def _middle(self) -> QWidget:
        case, look = self.task.case, self.look
        parts: list[QWidget] = []
        if self.task.around.outlines:
            parts.append(self._map())
        else:
            words = label(look.say("route.no_position"), "small", "text-3", wrap=True)
            parts.append(words)
        age = look.working_time(self._calendar.between(case.filed_at, self._now))
        kept = label(look.say("route.age_kept", age=age), "small", wrap=True)
        parts += [self._hops, self._note]
        facts = QWidget()
        row = QHBoxLayout(facts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for icon, words in (("hourglass", kept), ("timer-reset", self._clock)):
            row.addWidget(icon_label(look, icon, "text-3"))
            row.addWidget(words, 1)
        row.addWidget(self._doubtful)
        made = column(*parts, facts)
        layout = made.layout()
        assert isinstance(layout, QVBoxLayout)
        if self.task.around.outlines:
            layout.setStretch(0, 1)
            layout.setStretch(layout.count() - 1, 0)
        return made

    def _map(self) -> QWidget:
        look, own = self.look, code_of(self.task.case.unit)
        names = {unit.code: unit.name for unit in self._units.values()}
        full = {unit.code: unit.full_name for unit in self._units.values()}
        other = routing.across(self.task.case, self.task.around.nearby)
        spot = dict(self.task.around.spots).get(other.code) if other and other.metres else None
        scene = Scene(self.task.around.outlines, names, own, self.task.case.accuracy_m, spot)
        if other is None:
            caption = look.say("route.no_border")
        elif other.metres:
            unit, metres = full.get(other.code, other.code), round(other.metres)
            caption = look.say("route.border", unit=unit, metres=metres)
        else:
            caption = look.say("route.lies_in", unit=full.get(other.code, other.code))
        return BorderMap(look, scene, caption)

    def _show_hops(self) -> None:
        case, me = self.task.case, self.task.me
        shown = bool(case.hops) or bool(self._target)
        stops = [(stop, self._name(stop.unit)) for stop in transfers.way(case, self.task.steps)]
        target = self._target or ""
        outlook = transfers.outlook(case, target, me, self._book)
        self._hops.setVisible(shown)
        self._hops.show_way(stops, self._name(target), outlook, self._now)

    def _name(self, key: UnitKey) -> str:
        unit = self._units.get(key)
        return unit.name if unit else key

    def _show_clock(self, action: Action) -> None:
        """Until when the receiver has to accept, and whether a day in between is in doubt."""
        target = action.target_unit
        due = routing.moved_clock(self.task.case, target, self._book, self._now) if target else None
        at = self.look.clock(due, self._now) if due else ""
        say = self.look.say
        self._clock.setText(say("route.clock_restarts", at=at) if due else say("route.clock_keeps"))
        days = self._book.calendar_for(target or self.task.case.unit).unverified
        until = due.astimezone(HANOI).date() if due else self._now.date()
        today = self._now.astimezone(HANOI).date()
        doubtful = [day for day in sorted(days) if today <= day <= until]
        self._doubtful.setVisible(bool(doubtful))
        if doubtful:
            day = f"{doubtful[0]:%d/%m}"
            self._doubtful.setToolTip(say("route.doubtful_day", day=day))

    # --- what VerbSheet asks ---------------------------------------------------------------------

    def first_focus(self) -> QWidget:
        return self._list

    def changed(self) -> None:
        super().changed()
        self._show_hops()
        self._show_clock(self.action())
        if self._preview:
            self._preview.setVisible(not self._keeps)
        verb = "keep" if self._keeps else self.task.verb
        self._send.setText(self.look.say(f"send.{verb}"))

    def problem(self, action: Action) -> str:
        return "" if self._keeps else super().problem(action)

    def send(self) -> None:
        if self._keeps:
            self.answer(None)
        else:
            super().send()

    def read_fields(self, action: Action) -> Action:
        return replace(action, target_unit=self._target, note=self._note.text)

    def write_fields(self, draft: dict[str, Any]) -> None:
        if draft.get("target_unit"):
            self._picked = str(draft["target_unit"])
            self._offer("")
        self._note.set_text(str(draft.get("note") or ""))


def _indented(part: QWidget | QLabel) -> QHBoxLayout:
    holder = QHBoxLayout()
    holder.setContentsMargins(12, 0, 12, 0)
    holder.addWidget(part)
    return holder
