"""The bar over each room of administration: the way to the others, and what belongs at its end."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.administration.tabs import tabs
from ui.look.look import Look
from ui.look.tokens import size
from ui.parts.labels import icon_label, label


def head(look: Look, room: str, on_turned: Callable[[str], object], *right: QWidget) -> QWidget:
    """The way to the other rooms, `room` marked, and what belongs at the right edge."""
    bar = QWidget(objectName="surface")
    bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    bar.setFixedHeight(size("topbar"))
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(8)
    row.addWidget(label(look.say("page.administration"), "title"))
    row.addWidget(icon_label(look, "chevron-right", "text-3"))
    row.addWidget(tabs(look, room, on_turned))
    row.addStretch(1)
    for part in right:
        row.addWidget(part)
    return bar
