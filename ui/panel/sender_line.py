"""Who sent the case: masked with a link to see more, or unmasked for a while."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ihanoi_desk.domain.citizens import Level
from ihanoi_desk.domain.identities import SHOWN_FOR
from ihanoi_desk.domain.refusals import Refused
from ihanoi_desk.domain.wire import Identity, Reporter
from ui.look.look import Look
from ui.parts.labels import icon_label, label
from ui.refusal import sentence


class SenderLine(QWidget):
    pressed = Signal()
    """See, or hide again."""

    def __init__(
        self,
        look: Look,
        reporter: Reporter,
        seen: Identity | None = None,
        hidden: Refused | None = None,
        has_link: bool = False,
    ) -> None:
        """`hidden` says why there is no link."""
        super().__init__()
        row = QHBoxLayout()
        row.setSpacing(4)
        mark = icon_label(look, "user", "orange" if seen else "text-3", 13)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        verified = seen.level == Level.VERIFIED if seen else reporter.verified
        level = look.say("panel.verified" if verified else "panel.registered")
        name, phone = (seen.name, seen.phone) if seen else (reporter.name, reporter.phone)
        words = label(f"{name} · {phone} · {level}", "small", "text" if seen else "", wrap=True)
        row.addWidget(words, 1)
        if hidden:
            words.setToolTip(sentence(look, hidden))
        if has_link:
            row.addWidget(self._link(look, bool(seen)), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        if seen:
            minutes = int(SHOWN_FOR.total_seconds()) // 60
            kept = label(
                look.say("identity.shown", minutes=minutes), "caption", "orange", wrap=True
            )
            kept.setContentsMargins(19, 0, 0, 0)
            column.addWidget(kept)

    def _link(self, look: Look, is_seen: bool) -> QPushButton:
        made = QPushButton(look.say("identity.hide" if is_seen else "identity.see"))
        made.setProperty("look", "link")
        made.setIcon(look.icon("eye-off" if is_seen else "eye", "accent", 13))
        made.setAccessibleName(look.say("identity.hide_name" if is_seen else "identity.title"))
        made.clicked.connect(self.pressed)
        return made
