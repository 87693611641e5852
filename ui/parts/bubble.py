"""A notice as the citizen sees it: the push on the lock screen, the text in the app."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.labels import label

WIDTH = 420


def notice_bubble(look: Look, title: str, body: str, detail: str) -> QWidget:
    """Push and text in the app, one under the other."""
    bubble = QFrame(objectName="bubble")
    bubble.setMaximumWidth(WIDTH)
    column = QVBoxLayout(bubble)
    column.setContentsMargins(12, 10, 12, 10)
    column.setSpacing(4)
    column.addWidget(label(look.say("dialog.push"), "caption"))
    column.addWidget(label(title, "strong", wrap=True))
    column.addWidget(label(body, "small", wrap=True))
    column.addWidget(label(look.say("dialog.in_app"), "caption"))
    words = label(detail or look.say("dialog.no_detail"), "small", "text", wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(words)
    return bubble
