"""Theme and language as the last officer on this machine left them."""

import json
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ihanoi_desk.language import LANGUAGES
from ui.look.look import Look
from ui.look.tokens import THEMES

FILE = "look.json"


def remembered_look(folder: Path) -> Look:
    """The kept look, or Vietnamese in the system's own light or dark."""
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        look = Look(theme=kept["theme"], language=kept["language"])
    except (OSError, ValueError, KeyError, TypeError):
        return Look(theme=_system_theme())
    known = look.theme in THEMES and look.language in LANGUAGES
    return look if known else Look(theme=_system_theme())


def remember_look(folder: Path, look: Look) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(asdict(look)), encoding="utf-8")


def _system_theme() -> str:
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if dark else "light"
