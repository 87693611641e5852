"""Top of the panel: code, state, headline, place, sender."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ihanoi_desk.domain.wire import CaseDoc
from ui.look.look import Look
from ui.look.states import STATE_MARKS, URGENCY_MARKS
from ui.parts.labels import badge, elided, icon_label, label


def head(
    look: Look,
    doc: CaseDoc,
    category: str,
    unit_name: str,
    sender: QWidget,
    others: Sequence[str],
) -> QWidget:
    """`others` are the colleagues who have the case open now."""
    case = doc.case
    box = QWidget(objectName="surface")
    column = QVBoxLayout(box)
    column.setContentsMargins(16, 10, 16, 8)
    column.setSpacing(4)
    top = QHBoxLayout()
    top.setSpacing(6)
    code = label(case.code, "small", "text-2")
    code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    top.addWidget(code)
    copy = QPushButton()
    copy.setProperty("look", "flat")
    copy.setIcon(look.icon("copy", "text-3", 14))
    copy.setFixedSize(24, 22)
    copy.setAccessibleName(look.say("panel.copy_code"))
    copy.setToolTip(look.say("panel.copy_code"))
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(case.code))
    top.addWidget(copy)
    top.addStretch(1)
    top.addWidget(badge(look, STATE_MARKS[case.state], look.say(f"state.{case.state}")))
    level = URGENCY_MARKS[case.urgency]
    if level:
        top.addWidget(badge(look, level, look.say(f"urgency.{case.urgency}")))
    column.addLayout(top)
    title = label(elided(case.title or case.content, 88), "title", wrap=True)
    column.addWidget(title)
    where = f"{case.place} · {unit_name}" if case.place else unit_name
    column.addLayout(_line(look, "map-pin", f"{where} · {category}"))
    column.addWidget(sender)
    if others:
        names = look.say("panel.open_by", names=", ".join(others))
        column.addLayout(_line(look, "users", names, "ochre"))
    return box


def _line(look: Look, icon: str, text: str, tone: str = "text-3") -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    mark = icon_label(look, icon, tone, 13)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text, "small", tone if tone != "text-3" else "", wrap=True), 1)
    return row
