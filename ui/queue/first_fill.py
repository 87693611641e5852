"""The list while it is loaded for the first time: rows to come, how far it is, a way to stop."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.queue.table import ROW_HEIGHT

ROWS = 8
WIDTHS = (116, 122, 120, 166, 134, 150, 104, 142)
"""Of the grey bars where the words will stand, in pixels."""


class FirstFill(QWidget):
    stopped = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(objectName="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(look.say("queue.filling"))
        self._look = look
        self._count = label("", "small", "text")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(look.say("status.filling_name"))
        stop = KeyButton(look, "", look.say("status.stop"))
        stop.clicked.connect(self.stopped)
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(20, 16, 20, 16)
        grid.setVerticalSpacing(6)
        grid.addWidget(label(look.say("queue.filling"), "strong"), 0, 0)
        grid.addWidget(self._count, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._bar, 1, 0, 1, 2)
        about = label(look.say("queue.filling_about"), "small", "text-2", wrap=True)
        grid.addWidget(about, 2, 0)
        grid.addWidget(stop, 2, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(box)

    def show_progress(self, done: int, total: int) -> None:
        look = self._look
        self._count.setText(f"{look.number(done)} / {look.number(total)}")
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, rule = self._look.colour("surface-3"), self._look.colour("line")
        room = min(ROWS, (self.height() - 110) // ROW_HEIGHT)
        for row in range(room):
            top = row * ROW_HEIGHT
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawEllipse(14, top + 9, 14, 14)
            for left, width in ((44, 46), (106, WIDTHS[row]), (self.width() - 96, 72)):
                painter.drawRoundedRect(left, top + 12, width, 8, 3, 3)
            painter.fillRect(0, top + ROW_HEIGHT - 1, self.width(), 1, rule)
