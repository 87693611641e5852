"""What nobody expected: in the log under a reference, told in plain words; work goes on."""

import contextlib
import logging
import secrets

from PySide6.QtWidgets import QWidget

from ihanoi_desk.client.errors import EnvironmentProblem
from ui.look.look import Look
from ui.trouble import sentence
from ui.window import Window

log = logging.getLogger(__name__)


def tell_failure(error: BaseException, front: QWidget | None, look: Look) -> str:
    """Log `error` and tell it in the window in front.

    Gives back the reference when there is no window to tell it in. Trouble around the program is
    told without being logged.
    """
    page = front.page if isinstance(front, Window) else None
    if isinstance(error, EnvironmentProblem) and page:
        page.toast.tell("hard-drive", "red", sentence(look, error))
        return ""
    reference = secrets.token_hex(3).upper()
    log.error("reference %s", reference, exc_info=error)
    if page is None:
        return reference
    with contextlib.suppress(RuntimeError):
        about = look.say("failure.about", reference=reference)
        page.toast.tell("triangle-alert", "red", look.say("failure.title"), about)
    return ""
