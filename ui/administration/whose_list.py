"""Whose rows are shown: the whole city's, or those of a unit that the administrator rules."""

from ihanoi_desk.client import reference
from ihanoi_desk.domain.units import UnitKey
from ui.administration.whose import ruled_units, rules_city
from ui.parts.drop_list import DropList
from ui.workplace import Workplace


class WhoseList(DropList):
    """The city stands first for its administrators, and last for those of a unit."""

    def __init__(self, workplace: Workplace, name: str) -> None:
        super().__init__(workplace.look)
        self._workplace = workplace
        self.setMinimumWidth(260)
        self.setAccessibleName(name)

    def offer(self) -> None:
        """The units of today; the one shown stays."""
        place = self._workplace
        kept = self.currentData()
        self.clear()
        for unit in ruled_units(place.me, reference.catalogue(place.store)):
            self.addItem(unit.full_name, unit.key)
        first = 0 if rules_city(place.me) else self.count()
        self.insertItem(first, place.look.say("administration.city"), "")
        self.setCurrentIndex(max(0, self.findData(kept)))

    @property
    def unit(self) -> UnitKey:
        """Empty is the city."""
        return str(self.currentData() or "")
