"""The left of the route sheet in words: proposals with their reasons, and what a search finds."""

from collections.abc import Sequence
from datetime import datetime

from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.routing import Ground, Suggestion
from ihanoi_desk.domain.text import fold
from ihanoi_desk.domain.units import Nearby, Unit
from ui.dialogs.former_names import former_name
from ui.look.look import Look
from ui.parts.choices import Choice
from ui.parts.facts import Fact

KEEP = "keep"
"""The choice to leave the case where it is."""
MOST_SHOWN = 9
LOOKS = {
    "competent": ("scale", "green"),
    "department": ("landmark", "text-3"),
    "inside": ("map-pin", "green"),
    "inside_by": ("map-pin", "green"),
    "near": ("ruler", "orange"),
    "near_within": ("ruler", "orange"),
    "outside_by": ("ruler", "orange"),
    "just_sent": ("arrow-left-right", "red"),
    "had_it": ("arrow-left-right", "red"),
    "nobody_else": ("landmark", "text-3"),
}
"""Icon and colour token of each reason."""
RETURNS = frozenset({"just_sent", "had_it"})


class RouteChoices:
    """Makes the choices of one case at one moment."""

    def __init__(
        self,
        look: Look,
        catalogue: Catalogue,
        suggestions: Sequence[Suggestion],
        nearby: Sequence[Nearby],
        here: Unit | None,
        now: datetime,
    ) -> None:
        self._look, self._here, self._now = look, here, now
        self._suggestions = suggestions
        self._units = {unit.key: unit for unit in catalogue.units}
        self._metres = {near.code: near.metres for near in nearby}
        self._categories = {
            row.code: look.name(row.name_vi, row.name_en) for row in catalogue.categories
        }

    def proposals(self) -> list[Choice]:
        return [self._proposal(row) for row in self._suggestions]

    def search(self, typed: str) -> list[Choice]:
        """Units whose name of today or of before July 2025 holds every word; those of today
        first."""
        words = fold(typed).split()
        if not words:
            return self.proposals()
        today, former = [], []
        for unit in self._units.values():
            if unit == self._here:
                continue
            if all(word in fold(unit.full_name) for word in words):
                today.append(self._found(unit))
            elif old := former_name(unit.code, words):
                was = self._look.say(f"route.was_{old.extent}", unit=old.name)
                former.append(self._found(unit, was))
        return [*today, *former][:MOST_SHOWN]

    def _found(self, unit: Unit, was: str = "") -> Choice:
        known = next((row for row in self._suggestions if row.unit == unit.key), None)
        if known:
            return self._proposal(known, was)
        facts = [Fact("history", "text-3", was)] if was else []
        metres = self._metres.get(unit.code)
        if metres:
            said = self._look.say("route.distance", metres=f"{metres:.0f}")
            facts.append(Fact("ruler", "text-3", said))
        return Choice(unit.key, unit.full_name, facts=tuple(facts))

    def _proposal(self, row: Suggestion, was: str = "") -> Choice:
        look, unit = self._look, self._units.get(row.unit)
        name = unit.full_name if unit else row.unit
        facts = [Fact("history", "text-3", was)] if was else []
        facts += [Fact(*LOOKS[ground.code], self._say(ground)) for ground in row.grounds]
        if row.keeps:
            facts.append(Fact("timer", "text-3", look.say("route.clock_goes_on")))
            return Choice(KEEP, look.say("route.keep", unit=name), facts=tuple(facts))
        if any(ground.code in RETURNS for ground in row.grounds):
            facts.append(Fact("corner-down-right", "text-3", look.say("route.goes_back")))
        elif row.receive_due_at:
            at = look.clock(row.receive_due_at, self._now)
            facts.append(Fact("timer", "text-3", look.say("route.receiver_clock", at=at)))
        return Choice(row.unit, name, facts=tuple(facts))

    def _say(self, ground: Ground) -> str:
        facts = dict(ground.facts)
        if "category" in facts:
            code = str(facts["category"])
            facts["category"] = self._categories.get(code, code)
        if isinstance(at := facts.get("at"), datetime):
            facts["at"] = self._look.clock(at, self._now)
        return self._look.say(f"route.{ground.code}", **facts)
