"""What the sender reported: pictures, where they were taken, words."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.domain.wire import CaseDoc
from ui.look.look import Look
from ui.panel.photos import Photos
from ui.panel.places import place_line
from ui.parts.labels import icon_label, label
from ui.pictures.album import album_of
from ui.tasks import Tasks


def report(
    look: Look, cache: Cache, tasks: Tasks, doc: CaseDoc, on_opened: Callable[[int], None]
) -> QWidget:
    """`on_opened` gets the position of the picture that is pressed."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(16, 8, 16, 10)
    column.setSpacing(8)
    if doc.attachments:
        column.addWidget(Photos(look, cache, tasks, doc.attachments, on_opened))
        places = place_line(look, album_of(doc))
        if places:
            column.addWidget(places)
    else:
        row = QHBoxLayout()
        row.addWidget(icon_label(look, "image-off", "text-3"))
        row.addWidget(label(look.say("panel.no_photos"), "small", "text-3"), 1)
        column.addLayout(row)
    words = label(f"“{doc.case.content}”", wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(words)
    return box
