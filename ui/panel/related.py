"""One line of the panel that leads to other cases: similar ones, the main one, merged ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from ihanoi_desk.client.similar import Named
from ihanoi_desk.domain.duplicates import Alike
from ui.look.look import Look
from ui.parts.labels import icon_label, label

Chosen = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Link:
    """A case to go to; `about` says what is known of it."""

    id: int
    code: str
    about: str = ""


def similar_line(look: Look, found: Sequence[Alike], on_chosen: Chosen) -> QWidget:
    words = look.say("panel.similar", n=len(found), metres=round(found[0].metres))
    links = [Link(row.id, row.code, about(look, row)) for row in found]
    return _line(look, "git-compare-arrows", words, links, on_chosen)


def master_line(look: Look, code: str, case_id: int, on_chosen: Chosen) -> QWidget:
    return _line(look, "git-merge", look.say("panel.master"), [Link(case_id, code)], on_chosen)


def merged_line(look: Look, found: Sequence[Named], on_chosen: Chosen) -> QWidget:
    words = look.say("panel.merged", n=len(found))
    links = [Link(row.id, row.code, row.headline) for row in found]
    return _line(look, "git-merge", words, links, on_chosen)


def about(look: Look, other: Alike) -> str:
    """How far away in place, time and words."""
    whole, rest = divmod(int(other.apart.total_seconds()) // 60, 60)
    key = "time.hours_minutes" if whole else "time.minutes"
    return look.say(
        "panel.similar_about",
        metres=round(other.metres),
        percent=round(other.likeness * 100),
        apart=look.say(key, hours=whole, minutes=rest),
    )


def _line(look: Look, icon: str, words: str, links: Sequence[Link], on_chosen: Chosen) -> QWidget:
    """`on_chosen` gets the id of the case that is pressed; one is named, the rest is a menu,
    because a line has room for one."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(6)
    row.addWidget(icon_label(look, icon, "text-2"))
    row.addWidget(label(words, "smallstrong"))
    first, *others = links
    button = _button(first.code)
    button.setToolTip(first.about)
    button.setAccessibleName(f"{first.code}. {first.about}" if first.about else first.code)
    button.clicked.connect(lambda: on_chosen(first.id))
    row.addWidget(button)
    if others:
        more = _button(look.say("panel.similar_more", n=len(others)))
        menu = QMenu(more)
        for link in others:
            action = menu.addAction(f"{link.code} · {link.about}")
            action.triggered.connect(lambda _=False, case_id=link.id: on_chosen(case_id))
        more.setMenu(menu)
        row.addWidget(more)
    row.addStretch(1)
    return box


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("look", "link")
    return button
