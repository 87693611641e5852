"""Filling ready sentences: known placeholders get their value, unknown ones a gap to fill in."""

import re

from ui.dialogs.task import VerbTask
from ui.look.look import Look

GAP = "…"


def fill(text: str, task: VerbTask, look: Look) -> str:
    """`text` with the ``{placeholders}`` of `task` filled; what is not known becomes ``…``."""
    case, unit, now = task.case, task.unit, task.clock()
    known = {
        "case_code": case.code,
        "unit_name": unit.full_name if unit else GAP,
        "place": case.place,
        "reception_place": look.say("place.reception", unit=unit.full_name if unit else GAP),
        "unit_phone": look.say("place.hotline"),
        "citizen_title": "ông/bà",
        "received_at": look.clock(case.received_at or now, now),
        "due_at": look.moment(case.due_at) if case.due_at else GAP,
        "done_at": look.clock(now, now),
    }
    return re.sub(r"\{([a-z_]+)\}", lambda found: known.get(found.group(1), GAP), text)
