"""Labels by type token, badges, lines."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.look.look import Look
from ui.look.states import Mark


def label(text: str = "", kind: str = "body", tone: str = "", wrap: bool = False) -> QLabel:
    """A label of type token `kind` in colour token `tone`; plain text, never markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", kind)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def badge(look: Look, mark: Mark, text: str) -> QWidget:
    """Shape, word and soft ground: a state or level, never by colour alone."""
    box = QFrame(objectName="badge")
    box.setProperty("tone", mark.tone)
    row = QHBoxLayout(box)
    row.setContentsMargins(6, 2, 6, 2)
    row.setSpacing(4)
    shape = QLabel()
    shape.setPixmap(look.pixmap(mark.icon, mark.tone, 12, box.devicePixelRatioF()))
    row.addWidget(shape)
    row.addWidget(label(text, "badge", mark.tone))
    box.setAccessibleName(text)
    box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return box


def icon_label(look: Look, icon: str, tone: str = "text-2", size: int = 14) -> QLabel:
    made = QLabel()
    made.setPixmap(look.pixmap(icon, tone, size, made.devicePixelRatioF()))
    made.setFixedWidth(size + 2)
    return made


def unverified(look: Look) -> QLabel:
    """The dashed mark a limit or text without a read source wears."""
    made = QLabel(look.say("window.unverified"))
    made.setObjectName("unverified")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def line(vertical: bool = False) -> QFrame:
    made = QFrame()
    made.setObjectName("vline" if vertical else "hline")
    return made


def elided(text: str, width: int) -> str:
    """`text` on one line, cut to about `width` characters with an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1].rstrip() + "…"
