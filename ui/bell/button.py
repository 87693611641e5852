"""On the line at the foot: how many alarms the officer has not been seen to know of."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

from ui.look.look import Look


class BellButton(QPushButton):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setIconSize(QSize(12, 12))
        self.setToolTip(look.say("bell.tip"))
        self.show_unseen(0, False)

    def show_unseen(self, count: int, is_pressing: bool) -> None:
        """`is_pressing`: one of them is late, or rang outside working hours."""
        look = self._look
        tone = ("red" if is_pressing else "orange") if count else "text-2"
        words = look.say("bell.unseen" if count else "bell.none", n=look.number(count))
        self.setText(words)
        self.setAccessibleName(f"{words} (Ctrl H)")
        self.setIcon(look.icon("bell-ring" if count else "bell", tone, 12))
        weight = "font-weight: 600;" if count else ""
        self.setStyleSheet(f"color: {look.hex(tone)}; {weight}")
