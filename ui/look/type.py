"""The bundled typeface and its sizes."""

from PySide6.QtGui import QFont, QFontDatabase

from ihanoi_desk.resources import RESOURCES
from ui.look.tokens import tokens

FAMILIES = ("Inter", "Segoe UI", "Noto Sans")


def load_fonts() -> None:
    """Register the bundled Inter. Raises OSError when a file cannot be read as a font."""
    for file in sorted((RESOURCES / "fonts").glob("Inter-*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise OSError(f"not a font: {file.name}")


def font(name: str) -> QFont:
    """The font of type token `name` (``body``, ``lead``, …), figures tabular."""
    row = tokens()["type"][name]
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(row["size"])
    made.setWeight(QFont.Weight(row["weight"]))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
