"""The messages between sender and officers, oldest first, with whether ours arrived."""

from collections.abc import Collection
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.domain.thread import Message
from ihanoi_desk.domain.wire import CaseDoc, Telling
from ui.look.look import Look
from ui.parts.labels import icon_label, label

INDENT = 40


class Thread(QWidget):
    """`waiting` are the ids of steps that have not left this machine."""

    def __init__(
        self,
        look: Look,
        doc: CaseDoc,
        messages: Collection[Message],
        waiting: Collection[str],
        now: datetime,
    ) -> None:
        super().__init__()
        self._look, self._now, self._waiting = look, now, waiting
        self._told = {row.step_id: row for row in doc.tellings}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for message in messages:
            column.addWidget(self._bubble(message))
        if not messages:
            column.addWidget(label(look.say("thread.empty"), "small", "text-3", wrap=True))

    def _bubble(self, message: Message) -> QWidget:
        card = QFrame(objectName="mine" if message.mine else "theirs")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(10, 6, 10, 6)
        inside.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(6)
        if message.is_question:
            top.addWidget(icon_label(self._look, "pause", "ochre", 13))
        who = message.author if message.mine else self._look.say("role.citizen")
        top.addWidget(label(who, "smallstrong"), 1)
        top.addWidget(label(self._look.clock(message.at, self._now), "caption", "text-3"))
        inside.addLayout(top)
        if message.text:
            words = label(message.text, "small", "text", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inside.addWidget(words)
        if message.attachments:
            files = self._look.say("thread.files", n=len(message.attachments))
            inside.addWidget(label(files, "small", "text-2"))
        if message.mine:
            text, tone = self._arrived(message)
            inside.addWidget(label(text, "caption", tone))
        card.setAccessibleName(f"{who}: {message.text}")
        holder = QWidget()
        row = QHBoxLayout(holder)
        left, right = (INDENT, 0) if message.mine else (0, INDENT)
        row.setContentsMargins(left, 0, right, 0)
        row.addWidget(card)
        return holder

    def _arrived(self, message: Message) -> tuple[str, str]:
        say, telling = self._look.say, self._told.get(message.step_id)
        if message.step_id in self._waiting:
            return say("queue.sending"), "ochre"
        if telling is None or telling.told_at is None:
            return _not_yet(self._look, telling)
        at = self._look.clock(telling.told_at, self._now)
        key = "timeline.told" if telling.devices else "timeline.told_inbox"
        return say(key, at=at, devices=telling.devices), "green"


def _not_yet(look: Look, telling: Telling | None) -> tuple[str, str]:
    failed = telling is not None and telling.failure
    return (
        look.say("timeline.not_told" if failed else "timeline.telling"),
        "orange" if failed else "text-3",
    )
