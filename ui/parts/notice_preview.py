"""The phone in the corner of a dialog: exactly what the citizen will read."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ihanoi_desk.domain.notices import Notice
from ui.look.look import Look
from ui.look.states import Mark
from ui.parts.labels import badge, icon_label, label


class NoticePreview(QWidget):
    """`show_notice` re-draws; the same `compose` makes the push on the server."""

    def __init__(
        self, look: Look, code: str, mark: Mark, state: str, is_later: bool = False
    ) -> None:
        """`is_later`: the citizen reads it only once somebody else agreed."""
        super().__init__()
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(icon_label(look, "smartphone"))
        title = look.say("dialog.citizen_reads_later" if is_later else "dialog.citizen_reads")
        head.addWidget(label(title, "smallstrong", "text-2"), 1)
        column.addLayout(head)
        phone = QFrame(objectName="phone")
        inside = QVBoxLayout(phone)
        inside.setContentsMargins(10, 18, 10, 10)
        inside.setSpacing(6)
        inside.addWidget(label(look.say("dialog.push"), "caption"))
        self._title = label("", "strong", wrap=True)
        self._body = label("", "small", wrap=True)
        inside.addWidget(self._bubble(self._brand(), self._title, self._body))
        inside.addWidget(label(look.say("dialog.in_app"), "caption"))
        self._detail = label("", "small", "text", wrap=True)
        state_row = QWidget()
        states = QHBoxLayout(state_row)
        states.setContentsMargins(0, 0, 0, 0)
        states.addWidget(badge(look, mark, state))
        states.addStretch(1)
        states.addWidget(label(code.partition("-")[2], "caption"))
        inside.addWidget(self._bubble(state_row, self._detail))
        inside.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        phone.setMinimumWidth(200)
        scroll.setWidget(phone)
        scroll.setStyleSheet("QScrollArea { background: transparent; }")
        scroll.viewport().setStyleSheet("background: transparent;")
        column.addWidget(scroll, 1)
        self._others = label("", "small", "text", wrap=True)
        self._others.hide()
        column.addWidget(self._others)

    def _brand(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(icon_label(self._look, "app", "accent", 14))
        row.addWidget(label("iHanoi", "small"), 1)
        row.addWidget(label(self._look.say("dialog.now"), "caption"))
        return box

    @staticmethod
    def _bubble(*parts: QWidget) -> QFrame:
        bubble = QFrame(objectName="bubble")
        column = QVBoxLayout(bubble)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(4)
        for part in parts:
            column.addWidget(part)
        return bubble

    def show_others(self, words: str) -> None:
        """Who else is told at the same time."""
        self._others.setText(words)
        self._others.show()

    def show_notice(self, notice: Notice) -> None:
        self._title.setText(notice.title)
        self._body.setText(notice.body)
        self._detail.setText(notice.detail or self._look.say("dialog.no_detail"))
