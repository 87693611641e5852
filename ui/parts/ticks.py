"""What a good text holds, ticked off while it is typed: hints, no conditions."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.look.look import Look
from ui.parts.labels import icon_label, label

SIZE = 13


class Ticks(QWidget):
    def __init__(self, look: Look, entries: Sequence[str]) -> None:
        super().__init__()
        self._look, self._entries = look, tuple(entries)
        self._ticks: list[QLabel] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for entry in self._entries:
            tick = icon_label(look, "circle", "text-3", SIZE)
            self._ticks.append(tick)
            row.addWidget(tick)
            row.addWidget(label(entry, "small", "text-2"))
            row.addSpacing(6)
        row.addStretch(1)

    def tick(self, *done: bool) -> None:
        """One answer an entry, in their order."""
        said = []
        for mark, entry, is_done in zip(self._ticks, self._entries, done, strict=True):
            icon, tone = ("circle-check", "green") if is_done else ("circle", "text-3")
            mark.setPixmap(self._look.pixmap(icon, tone, SIZE, mark.devicePixelRatioF()))
            key = "checklist.there" if is_done else "checklist.missing"
            said.append(self._look.say(key, what=entry))
        self.setAccessibleName(". ".join(said))
