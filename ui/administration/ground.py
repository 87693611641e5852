"""Paints the ground of a rule: its source, or the dashed mark of what no source was read for."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.administration.rule_lines import Line
from ui.look import type as faces
from ui.look.look import Look

LineRole = Qt.ItemDataRole.UserRole + 1
PAD, GAP, INSIDE, HEIGHT = 11, 8, 5, 18
Index = QModelIndex | QPersistentModelIndex


class Ground(QStyledItemDelegate):
    """A widget in each of forty cells would hold up the window for longer than it may."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if self._marked(index):
            option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        line = self._marked(index)
        if line is None:
            return
        look, cell = self._look, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(faces.font("caption"))
        words = look.say("window.unverified")
        width = painter.fontMetrics().horizontalAdvance(words) + 2 * INSIDE
        top = cell.top() + (cell.height() - HEIGHT) // 2
        box = QRect(cell.left() + PAD, top, width, HEIGHT)
        painter.setPen(QPen(look.colour("ochre"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(look.colour("ochre"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
        if line.is_lent:
            painter.setFont(faces.font("small"))
            painter.setPen(look.colour("text-3"))
            beside = cell.adjusted(PAD + width + GAP, 0, 0, 0)
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter), look.say("rules.lent"))
        painter.restore()

    def _marked(self, index: Index) -> Line | None:
        line: Line | None = index.data(LineRole)
        return None if line is None or line.rule.verified else line
