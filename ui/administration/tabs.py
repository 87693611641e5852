"""The rooms of administration, by name, in the head of each."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.look.look import Look

ROOMS = {
    "administration": "administration.title",
    "templates": "templates.title",
    "rules": "rules.title",
}
"""Page → its name; Ctrl+Shift and the place in this list opens it."""


def tabs(look: Look, here: str, turn: Callable[[str], object]) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(14)
    for place, (room, words) in enumerate(ROOMS.items(), start=1):
        button = QPushButton(look.say(words), checkable=True, checked=room == here)
        button.setProperty("look", "tab")
        button.setAutoExclusive(True)
        button.setShortcut(f"Ctrl+Shift+{place}")
        button.clicked.connect(lambda _=False, room=room: turn(room))
        row.addWidget(button)
    return box
