"""Language and theme, at the foot of the pages before a shift."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.look.look import Look


class Corner(QWidget):
    look_asked = Signal(str, str)
    """Theme and language."""

    def __init__(self, look: Look) -> None:
        super().__init__(objectName="surface")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        dark = look.theme == "dark"
        other = "vi" if look.language == "en" else "en"
        for text, wanted in (
            (look.say("rail.other_language"), (look.theme, other)),
            (
                look.say("rail.to_light" if dark else "rail.to_dark"),
                ("light" if dark else "dark", look.language),
            ),
        ):
            button = QPushButton(text)
            button.setProperty("look", "link")
            button.clicked.connect(lambda _=False, wanted=wanted: self.look_asked.emit(*wanted))
            row.addWidget(button)
        row.addStretch(1)
