"""One line of the panel: how many reports may be about the same thing, and which."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from ihanoi_desk.domain.duplicates import Alike
from ui.look.look import Look
from ui.parts.labels import icon_label, label


def similar_line(look: Look, found: Sequence[Alike], on_chosen: Callable[[int], object]) -> QWidget:
    """`on_chosen` gets the id of the case that is pressed."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(6)
    row.addWidget(icon_label(look, "git-compare-arrows", "text-2"))
    words = look.say("panel.similar", n=len(found), metres=round(found[0].metres))
    row.addWidget(label(words, "smallstrong"))
    first, *others = found
    button = _link(first.code)
    button.setToolTip(_about(look, first))
    button.setAccessibleName(f"{first.code}. {_about(look, first)}")
    button.clicked.connect(lambda: on_chosen(first.id))
    row.addWidget(button)
    if others:
        row.addWidget(_rest(look, others, on_chosen))
    row.addStretch(1)
    return box


def _rest(look: Look, others: Sequence[Alike], on_chosen: Callable[[int], object]) -> QPushButton:
    """The others in a menu, because a line has room for one."""
    button = _link(look.say("panel.similar_more", n=len(others)))
    menu = QMenu(button)
    for other in others:
        action = menu.addAction(f"{other.code} · {_about(look, other)}")
        action.triggered.connect(lambda _=False, case_id=other.id: on_chosen(case_id))
    button.setMenu(menu)
    return button


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("look", "link")
    return button


def _about(look: Look, other: Alike) -> str:
    return look.say(
        "panel.similar_about",
        metres=round(other.metres),
        percent=round(other.likeness * 100),
        apart=_hours(look, other),
    )


def _hours(look: Look, other: Alike) -> str:
    whole, rest = divmod(int(other.apart.total_seconds()) // 60, 60)
    return look.say("time.hours_minutes" if whole else "time.minutes", hours=whole, minutes=rest)
