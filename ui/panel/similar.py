"""One line of the panel: how many reports may be about the same thing, and which."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ihanoi_desk.domain.duplicates import Alike
from ui.look.look import Look
from ui.parts.labels import icon_label, label

MOST_NAMED = 3


def similar_line(look: Look, found: Sequence[Alike], on_chosen: Callable[[int], object]) -> QWidget:
    """`on_chosen` gets the id of the case that is pressed."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(6)
    row.addWidget(icon_label(look, "git-compare-arrows", "text-2"))
    nearest = min(found, key=lambda other: other.metres)
    words = look.say("panel.similar", n=len(found), metres=round(nearest.metres))
    row.addWidget(label(words, "smallstrong"))
    for other in found[:MOST_NAMED]:
        button = QPushButton(other.code)
        button.setProperty("look", "link")
        about = look.say(
            "panel.similar_about",
            metres=round(other.metres),
            percent=round(other.likeness * 100),
            apart=hours(look, other),
        )
        button.setToolTip(about)
        button.setAccessibleName(f"{other.code}. {about}")
        button.clicked.connect(lambda _=False, case_id=other.id: on_chosen(case_id))
        row.addWidget(button)
    if len(found) > MOST_NAMED:
        row.addWidget(label(f"+{len(found) - MOST_NAMED}", "small", "text-3"))
    row.addStretch(1)
    return box


def hours(look: Look, other: Alike) -> str:
    whole, rest = divmod(int(other.apart.total_seconds()) // 60, 60)
    return look.say("time.hours_minutes" if whole else "time.minutes", hours=whole, minutes=rest)
