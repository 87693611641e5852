"""What the citizen read, or will read, as the foot of a detail shows it."""

from PySide6.QtWidgets import QWidget

from ihanoi_desk.domain import notices
from ihanoi_desk.domain.cases import Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.wire import Telling
from ui.look.look import Look
from ui.parts.bubble import notice_bubble


def told(look: Look, telling: Telling) -> QWidget:
    """The notice as it went out."""
    return notice_bubble(look, telling.title, telling.body, telling.detail)


def will_tell(look: Look, step: Step, code: str, catalogue: Catalogue) -> QWidget | None:
    """The notice as the server will compose it; None when the step tells the citizen nothing."""
    if not step.event:
        return None
    notice = notices.compose(step.event, code, step, catalogue)
    return notice_bubble(look, notice.title, notice.body, notice.detail)
