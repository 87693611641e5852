"""The outbox without a line: nothing waits, nothing was refused, and what comes next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.labels import icon_label, label

WIDTH = 440


class NothingHere(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__(objectName="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.addStretch(1)
        about = label(look.say("outbox.empty_about"), "body", "text-2", wrap=True)
        about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        about.setFixedWidth(WIDTH)
        # A box that centres its parts would give wrapped words one line's height.
        about.setMinimumHeight(about.heightForWidth(WIDTH))
        for part in (
            icon_label(look, "send", "green", 32),
            label(look.say("outbox.empty"), "lead"),
            about,
        ):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
