"""One line on where the citizen's pictures were taken, against the place that was reported."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.labels import icon_label, label
from ui.pictures.album import REPORT, Album, Where, way, where


def place_line(look: Look, album: Album) -> QWidget | None:
    """None where there is nothing to compare."""
    said = in_words(look, album)
    if said is None:
        return None
    icon, tone = ("triangle-alert", "orange") if said.is_warning else ("map-pin", "text-3")
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(icon_label(look, icon, tone))
    row.addWidget(label(said.words, "small", "orange" if said.is_warning else "text-2"), 1)
    return box


def in_words(look: Look, album: Album) -> Where | None:
    """The farthest picture speaks for all; of several it says which one it is."""
    told = [file for file in album.files if where(look, album, file)]
    if not told:
        return None
    farthest = max(told, key=lambda file: album.metres(file) or 0.0)
    said = where(look, album, farthest)
    if said and said.is_warning and len(told) > 1:
        shown = [file for file in album.files if file.role == REPORT]
        facts = {
            "n": shown.index(farthest) + 1,
            "way": way(look, album.metres(farthest) or 0.0),
        }
        return Where(look.say("photo.away_of", **facts), True)
    if said and len(told) > 1 and album.metres(farthest) is None:
        return Where(look.say("photo.no_places"), False)
    return said
