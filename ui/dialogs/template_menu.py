"""The button with the ready sentences: a menu, and Ctrl with the digit of a sentence."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ihanoi_desk.domain.templates import fill
from ui.look.look import Look
from ui.parts.labels import elided

SHOWN = 80


class TemplateMenu(QPushButton):
    """`picked` carries the whole filled sentence."""

    picked = Signal(str)

    def __init__(self, look: Look, box: QWidget) -> None:
        super().__init__(look.say("dialog.templates"), box)
        self.setProperty("look", "link")
        self.setToolTip(look.say("dialog.template_keys"))
        self._sentences: tuple[str, ...] = ()
        self._values: Callable[[], Mapping[str, str]] = dict
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.setMenu(self._menu)
        for position in range(9):
            keys = QKeySequence(f"Ctrl+{position + 1}")
            QShortcut(keys, box, lambda position=position: self._pick(position))
        self.hide()

    def offer(self, sentences: Sequence[str], values: Callable[[], Mapping[str, str]]) -> None:
        self._sentences, self._values = tuple(sentences), values
        self.setVisible(bool(sentences))

    def _fill_menu(self) -> None:
        self._menu.clear()
        values = self._values()
        for position, sentence in enumerate(self._sentences):
            words = elided(fill(sentence, values).text, SHOWN).replace("&", "&&")
            action = self._menu.addAction(f"&{position + 1}. {words}")
            action.triggered.connect(lambda _=False, position=position: self._pick(position))

    def _pick(self, position: int) -> None:
        if position < len(self._sentences):
            self.picked.emit(fill(self._sentences[position], self._values()).text)
