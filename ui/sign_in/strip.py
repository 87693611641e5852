"""The strip over the unlock page: why it is here, and one way out."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from ui.look.look import Look
from ui.parts.labels import icon_label, label


@dataclass(frozen=True, slots=True)
class StripLook:
    icon: str
    tone: str
    can_retry: bool = False


STRIPS = {
    "offline": StripLook("wifi-off", "ochre", can_retry=True),
    "no_server": StripLook("server", "ochre", can_retry=True),
    "too_old": StripLook("circle-arrow-up", "ochre"),
    "searching": StripLook("loader", "accent"),
    "idle": StripLook("lock", "accent"),
    "by_hand": StripLook("lock", "accent"),
}


class Strip(QFrame):
    retry_asked = Signal()

    def __init__(self, look: Look, kind: str, **facts: object) -> None:
        super().__init__(objectName="banner")
        shown = STRIPS[kind]
        self.setProperty("tone", shown.tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(icon_label(look, shown.icon, shown.tone, 16))
        row.addWidget(label(look.say(f"strip.{kind}_title", **facts), "smallstrong"))
        row.addWidget(label(look.say(f"strip.{kind}"), "small", wrap=True), 1)
        if shown.can_retry:
            retry = QPushButton(look.say("sign_in.retry"))
            retry.setProperty("look", "link")
            retry.clicked.connect(self.retry_asked)
            row.addWidget(retry)
