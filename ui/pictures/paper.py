"""A PDF of a case, drawn from memory page by page."""

import importlib
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.pictures.canvas import Canvas
from ui.pictures.levels import Levels

DRAWN_HEIGHT = 1600
"""Pixels: enough to read the small print of an A4 page at 150 %."""


class Paper(QWidget):
    """`open` takes the bytes and shows the first page."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.canvas = Canvas(look, look.say("paper.name"))
        self._pages = label("", "small", "text-2")
        self._back = KeyButton(look, "chevron-up", look.say("paper.back"), "PgUp")
        self._on = KeyButton(look, "chevron-down", look.say("paper.on"), "PgDn")
        self._back.clicked.connect(lambda: self.turn(-1))
        self._on.clicked.connect(lambda: self.turn(1))
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._pages, 1)
        row.addWidget(self._back)
        row.addWidget(self._on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addLayout(row)
        self._document: Any = None
        self._source: tuple[QByteArray, QBuffer] | None = None
        self._page = 0

    def open(self, body: bytes) -> None:
        if self._document is None:
            # Only an officer who opens a document pays for the reader.
            self._document = importlib.import_module("PySide6.QtPdf").QPdfDocument(self)
        kept = QByteArray(body)
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._source = (kept, buffer)
        self._document.load(buffer)
        self._page = 0
        self.turn(0)

    def turn(self, by: int) -> None:
        if self._document is None:
            return
        count = self._document.pageCount()
        if not count:
            self.canvas.show_words(self.look.say("panel.file_broken"), "file-x", "red")
            return
        self._page = min(max(self._page + by, 0), count - 1)
        self._pages.setText(self.look.say("paper.page", n=self._page + 1, of=count))
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page < count - 1)
        self.canvas.show_levels(Levels((self._drawn(),)))

    def _drawn(self) -> QImage:
        size = self._document.pagePointSize(self._page)
        scale = DRAWN_HEIGHT / max(1.0, size.height())
        page = self._document.render(self._page, QSize(int(size.width() * scale), DRAWN_HEIGHT))
        sheet = QImage(page.size(), QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.white)
        # A page comes with a clear ground.
        painter = QPainter(sheet)
        painter.drawImage(0, 0, page)
        painter.end()
        return sheet
