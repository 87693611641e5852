"""What the citizen read, or will read, as the foot of a detail shows it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ihanoi_desk.domain import notices
from ihanoi_desk.domain.cases import Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.wire import Telling
from ui.look.look import Look
from ui.parts.labels import label

WIDTH = 420


def told(look: Look, telling: Telling) -> QWidget:
    """The notice as it went out."""
    return _notice(look, telling.title, telling.body, telling.detail)


def will_tell(look: Look, step: Step, code: str, catalogue: Catalogue) -> QWidget | None:
    """The notice as the server will compose it; None when the step tells the citizen nothing."""
    if not step.event:
        return None
    notice = notices.compose(step.event, code, step, catalogue)
    return _notice(look, notice.title, notice.body, notice.detail)


def _notice(look: Look, title: str, body: str, detail: str) -> QWidget:
    bubble = QFrame(objectName="bubble")
    bubble.setMaximumWidth(WIDTH)
    column = QVBoxLayout(bubble)
    column.setContentsMargins(12, 10, 12, 10)
    column.setSpacing(4)
    column.addWidget(label(look.say("dialog.push"), "caption"))
    column.addWidget(label(title, "strong", wrap=True))
    column.addWidget(label(body, "small", wrap=True))
    column.addWidget(label(look.say("dialog.in_app"), "caption"))
    words = label(detail or look.say("dialog.no_detail"), "small", "text", wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(words)
    return bubble
