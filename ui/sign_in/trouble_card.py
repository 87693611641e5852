"""A trouble as a card on the page: what it is, what to do, and the button that does it."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.labels import icon_label, label
from ui.trouble import Trouble


@dataclass(frozen=True, slots=True)
class TroubleLook:
    """`act` is what the one button does: a key of ``trouble_act``, empty for no button."""

    icon: str
    tone: str
    act: str = ""


ROOM_BESIDE = 90
"""Characters of a sentence that leaves room for a button beside it."""
LOOKS = {
    "wrong_password": TroubleLook("key-round", "red"),
    "refused": TroubleLook("key-round", "red"),
    "offline": TroubleLook("wifi-off", "ochre", "retry"),
    "start_failed": TroubleLook("server", "red", "retry"),
    "not_understood": TroubleLook("cloud-alert", "red", "retry"),
    "too_old": TroubleLook("circle-arrow-up", "ochre", "unlock"),
    "too_old_alone": TroubleLook("circle-arrow-up", "ochre"),
    "too_long": TroubleLook("timer", "orange", "sign_in"),
    "key_missing": TroubleLook("key-round", "red", "folder"),
    "key_damaged": TroubleLook("key-round", "red", "folder"),
    "data_damaged": TroubleLook("database", "red", "folder"),
    "data_newer": TroubleLook("database", "red", "folder"),
    "disk_full": TroubleLook("hard-drive", "red", "folder"),
    "disk_trouble": TroubleLook("hard-drive", "red", "folder"),
    "fault": TroubleLook("triangle-alert", "red"),
}


class TroubleCard(QFrame):
    """One strip, one sentence, at most one button. `acted` carries the button's name."""

    acted = Signal(str)

    def __init__(self, look: Look, trouble: Trouble) -> None:
        super().__init__(objectName="trouble")
        shown = LOOKS[trouble.kind]
        self.setProperty("tone", shown.tone)
        self._trouble = trouble
        title = look.say(f"trouble.{trouble.kind}_title", **trouble.facts)
        text = look.say(f"trouble.{trouble.kind}", **trouble.facts)
        self.setAccessibleName(f"{title} {text}")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(icon_label(look, shown.icon, shown.tone, 18))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title, "strong", wrap=True))
        words.addWidget(label(text, "small", wrap=True))
        row.addLayout(words, 1)
        if shown.act and len(text) > ROOM_BESIDE:
            words.addSpacing(6)
            words.addWidget(self._button(look, shown.act), 0, Qt.AlignmentFlag.AlignLeft)
        elif shown.act:
            row.addWidget(self._button(look, shown.act))

    def _button(self, look: Look, act: str) -> QWidget:
        button = QPushButton(look.say(f"trouble_act.{act}"))
        button.clicked.connect(lambda: self._do(act))
        return button

    def _do(self, act: str) -> None:
        path = self._trouble.facts.get("path")
        if act == "folder" and isinstance(path, Path):
            folder = path if path.is_dir() else path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self.acted.emit(act)
