"""What a list says when it has no rows: that all is done, or why nothing fits and the way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.archive.button import ArchiveButton
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label


class EmptyList(QWidget):
    cleared = Signal()
    archive_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(objectName="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(look.say("queue.list"))
        self._look = look
        self._icon = icon_label(look, "inbox", "green", 32)
        self._title = label("", "lead")
        self._about = label("", "body", "text-2", wrap=True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._about.setFixedWidth(440)
        self._clear = KeyButton(look, "", look.say("queue.clear_filter"), kind="main")
        self._clear.clicked.connect(self.cleared)
        self._archive = ArchiveButton(look)
        self._archive.clicked.connect(self.archive_asked)
        column = QVBoxLayout(self)
        column.addStretch(1)
        for part in (self._icon, self._title, self._about, self._clear, self._archive):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def explain(self, view: str, filtered: bool) -> None:
        ratio = self.devicePixelRatioF()
        icon, tone = ("search-x", "text-3") if filtered else ("inbox", "green")
        self._icon.setPixmap(self._look.pixmap(icon, tone, 32, ratio))
        key = "no_match" if filtered else "all_done"
        self._title.setText(self._look.say(f"queue.{key}"))
        name = self._look.say(f"view.{view}")
        self._about.setText(self._look.say(f"queue.{key}_about", view=name))
        self._clear.setVisible(filtered)
        self._archive.setVisible(filtered)

    def show_online(self, online: bool) -> None:
        self._archive.show_online(online)
