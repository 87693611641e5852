"""The way into the archive; without a connection it stays in place and says why it is shut."""

from ui.look.look import Look
from ui.parts.key_button import KeyButton


class ArchiveButton(KeyButton):
    def __init__(self, look: Look, short: bool = False) -> None:
        name = look.say("archive.button_short" if short else "archive.button")
        super().__init__(look, "history", name, kind="flat" if short else "plain")
        self.setAccessibleName(look.say("archive.button"))

    def show_online(self, online: bool) -> None:
        self.setEnabled(online)
        key = "archive.button_tip" if online else "archive.needs_connection"
        self.setToolTip(self._look.say(key))
