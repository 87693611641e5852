"""The application's style sheet, written once with token names and filled per theme."""

import re

from PySide6.QtGui import QColor, QPalette

from ihanoi_desk.resources import RESOURCES
from ui.look.tokens import colours


def style_sheet(theme: str) -> str:
    """The sheet with every ``@token`` replaced. Raises KeyError for an unknown token."""
    table = colours(theme)
    text = (RESOURCES / "theme" / "desk.qss").read_text(encoding="utf-8")
    icons = (RESOURCES / "icons").as_posix()
    filled = re.sub(r"@([a-z0-9-]+)", lambda found: table[found.group(1)], text)
    return filled.replace("$icons", icons)


def palette(theme: str) -> QPalette:
    """The palette behind the style sheet, for what Qt paints itself."""
    table = {name: QColor(value) for name, value in colours(theme).items()}
    made = QPalette()
    for role, token in (
        (QPalette.ColorRole.Window, "window"),
        (QPalette.ColorRole.WindowText, "text"),
        (QPalette.ColorRole.Base, "surface"),
        (QPalette.ColorRole.AlternateBase, "surface-2"),
        (QPalette.ColorRole.Text, "text"),
        (QPalette.ColorRole.PlaceholderText, "text-3"),
        (QPalette.ColorRole.Button, "surface"),
        (QPalette.ColorRole.ButtonText, "text"),
        (QPalette.ColorRole.Highlight, "accent-fill"),
        (QPalette.ColorRole.HighlightedText, "accent-on"),
        (QPalette.ColorRole.ToolTipBase, "surface"),
        (QPalette.ColorRole.ToolTipText, "text"),
        (QPalette.ColorRole.Link, "accent"),
    ):
        made.setColor(role, table[token])
    return made
