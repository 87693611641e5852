"""Eyes and fingers of a rehearsal: keys, clicks, waiting for what should be seen, pictures."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.panel.panel import CasePanel

T = TypeVar("T")
LOOK_EVERY_S = 0.02
PATIENCE_S = 30.0
SETTLE_S = 0.15


class NeverSeen(Exception):
    """What a rehearsal waited for did not come."""


async def until(see: Callable[[], T | bool | None], what: str, patience: float = PATIENCE_S) -> T:
    """Wait until `see` gives something true, and give it back. Raises NeverSeen."""
    end = time.monotonic() + patience
    while True:
        seen = see()
        if seen:
            return seen  # type: ignore[return-value]
        if time.monotonic() > end:
            raise NeverSeen(what)
        await asyncio.sleep(LOOK_EVERY_S)


def press(window: QWidget, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def write(window: QWidget, text: str) -> None:
    """Type `text` where the focus is, letter by letter as an input method delivers them."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget() or window, event)


def write_over(window: QWidget, text: str) -> None:
    """Type `text` in place of what stands in the field: drafts outlive the sheet."""
    press(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    write(window, text)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    place = at if at is not None else widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)


class Album:
    """Pictures of the window, numbered in the order they were taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    async def take(self, window: QWidget, name: str) -> None:
        """Save what `window` shows once what was begun is drawn to its end and has settled."""
        await asyncio.sleep(SETTLE_S)
        panels = window.findChildren(CasePanel)
        await until(lambda: all(panel.is_whole for panel in panels), "every case drawn")
        await asyncio.sleep(SETTLE_S)
        file = f"{name}.png"
        window.grab().save(str(self.folder / file))
        self.names.append(file)
