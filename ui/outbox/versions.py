"""One side of a conflict as a card: who, when, what was said, with the differing words marked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ihanoi_desk.domain.cases import Action, Step
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.kinds import same_kind
from ihanoi_desk.domain.wire import Attachment
from ui.look.look import Look
from ui.look.states import Mark
from ui.outbox.differing import Piece
from ui.panel.changes import changes
from ui.parts.labels import badge, label, line


@dataclass(frozen=True, slots=True)
class Side:
    """`title` over `who`; `where` it lies; `facts` are lines of their own over the words."""

    title: str
    who: str
    where: str
    tone: str
    verb: str
    mark: Mark
    fate: str
    facts: tuple[str, ...]
    words: list[Piece]


def facts_of(look: Look, does: Action | Step, code: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Reason, unit and person of an action or step on case `code`, one line each."""
    lines = []
    if does.reason:
        names = {row.code: look.name(row.name_vi, row.name_en) for row in catalogue.reasons}
        lines.append(f"{look.say('dialog.reason')}: {names.get(does.reason, does.reason)}")
    if does.target_unit:
        units = {unit.key: unit.full_name for unit in catalogue.units}
        unit = units.get(does.target_unit, does.target_unit)
        lines.append(f"{look.say('route.units')}: {unit}")
    person = _person(does, catalogue)
    if person:
        lines.append(f"{look.say('dialog.who')}: {person}")
    categories = {row.code: look.name(row.name_vi, row.name_en) for row in catalogue.categories}
    if isinstance(does, Step):
        lines += changes(look, does, code, categories)
    else:
        lines += _asked(look, does, code, categories)
    return tuple(lines)


def _asked(look: Look, action: Action, code: str, categories: Mapping[str, str]) -> Iterator[str]:
    """What an action would change, one line a field."""
    if action.urgency:
        yield f"{look.say('fact.urgency')}: {look.say(f'urgency.{action.urgency}')}"
    if action.category:
        yield f"{look.say('fact.category')}: {categories.get(action.category, action.category)}"
    if action.days:
        yield f"{look.say('fact.days')}: {action.days}"
    if action.master_id:
        yield look.say("timeline.merged_into", code=same_kind(code, action.master_id))
    if action.waiver:
        yield f"{look.say('fact.waiver')}: {action.waiver}"


def words_of(does: Action | Step) -> str:
    """Everything that was typed."""
    return "\n".join(text.strip() for text in (does.text, does.note) if text.strip())


def _person(does: Action | Step, catalogue: Catalogue) -> str:
    if isinstance(does, Step):
        return does.assignee_name or ""
    names = {officer.id: officer.name for officer in catalogue.officers}
    return names.get(does.assignee_id, "") if does.assignee_id else ""


class SideCard(QFrame):
    def __init__(self, look: Look, side: Side, photos: QWidget | None) -> None:
        super().__init__(objectName="card")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(8)
        edge = QFrame()
        edge.setFixedHeight(3)
        edge.setStyleSheet(f"background: {look.hex(side.tone)}; border: none;")
        column.addWidget(edge)
        column.addLayout(self._head(side))
        column.addWidget(line())
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 0, 12, 0)
        inside.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(label(side.verb, "small", "text-2"), 1)
        top.addWidget(badge(look, side.mark, side.fate))
        inside.addLayout(top)
        for fact in side.facts:
            inside.addWidget(label(fact, "small", "text", wrap=True))
        inside.addWidget(self._words(look, side.words))
        if photos:
            inside.addWidget(photos)
        inside.addStretch(1)
        column.addLayout(inside, 1)
        self.setAccessibleName(f"{side.title}, {side.who}")

    def _head(self, side: Side) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 2, 12, 0)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label(side.title, "strong"))
        names.addWidget(label(side.who, "small", "text-2", wrap=True))
        row.addLayout(names, 1)
        row.addWidget(label(side.where, "small", "text-3"), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _words(self, look: Look, words: Iterable[Piece]) -> QLabel:
        # The only rich text of the program: what people typed is escaped before it is marked.
        ground = look.hex("ochre-soft")
        mark = f'<span style="background-color: {ground}; text-decoration: underline;">'
        parts = [
            f"{mark}{_escaped(text.rstrip())}</span>{_escaped(text[len(text.rstrip()) :])}"
            if differs
            else _escaped(text)
            for text, differs in words
        ]
        made = QLabel("".join(parts))
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setWordWrap(True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return made


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def files_of(
    ids: tuple[str, ...], own: Iterable[Attachment], theirs: Iterable[Attachment]
) -> tuple[Attachment, ...]:
    """The attachments of `ids`, from this machine or from the case."""
    known = {row.id: row for row in (*theirs, *own)}
    return tuple(known[file_id] for file_id in ids if file_id in known)
