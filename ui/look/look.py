"""One value that says how the window looks and reads: theme and language."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from PySide6.QtGui import QColor, QIcon, QPixmap

from ihanoi_desk import language
from ihanoi_desk.domain.calendar import HANOI, Hours
from ui.look import icons
from ui.look.tokens import colours


@dataclass(frozen=True, slots=True)
class Look:
    theme: str = "light"
    language: str = "vi"

    def say(self, key: str, **facts: object) -> str:
        """The sentence for `key` in the officer's language."""
        return language.say(self.language, key, **facts)

    def name(self, vi: str, en: str) -> str:
        """The side of a bilingual catalogue row that fits the language."""
        return en if self.language == "en" and en else vi

    def hex(self, token: str) -> str:
        return colours(self.theme)[token]

    def colour(self, token: str) -> QColor:
        """Not to be changed by who gets it: everybody gets the same."""
        return _colour(self.hex(token))

    def icon(self, name: str, token: str = "text-2", size: int = 16) -> QIcon:
        return icons.icon(name, self.hex(token), self.hex("line-strong"), size)

    def pixmap(self, name: str, token: str = "text-2", size: int = 16, ratio: float = 1) -> QPixmap:
        return icons.pixmap(name, self.hex(token), size, ratio)

    def number(self, amount: int) -> str:
        """``12.480`` as written here, ``12,480`` in English."""
        written = f"{amount:,}"
        return written if self.language == "en" else written.replace(",", ".")

    def time_left(self, left: timedelta) -> str:
        return language.time_left(self.language, left)

    def working_time(self, amount: timedelta) -> str:
        return language.working_time(self.language, amount)

    def clock(self, moment: datetime, now: datetime) -> str:
        """``HH:MM`` today, ``dd/MM HH:MM`` on another day."""
        local, today = moment.astimezone(HANOI), now.astimezone(HANOI).date()
        return f"{local:%H:%M}" if local.date() == today else f"{local:%d/%m %H:%M}"

    def day(self, moment: datetime) -> str:
        return f"{moment.astimezone(HANOI):%d/%m/%Y}"

    def time(self, moment: datetime) -> str:
        """``HH:MM``"""
        return f"{moment.astimezone(HANOI):%H:%M}"

    def hours(self, hours: Hours) -> str:
        """``08:00–12:00 · 13:30–17:30``; empty when closed."""
        return " · ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours)

    def moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(HANOI):%d/%m/%Y %H:%M}"


@cache
def _colour(name: str) -> QColor:
    return QColor(name)
