"""Paints one row of the queue: shapes, one-line texts, time left in colour and words."""

from datetime import timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ihanoi_desk.client.queues import Row
from ihanoi_desk.domain.cases import State, Urgency
from ihanoi_desk.domain.deadlines import SOON
from ui.bulk.box import EMPTY, TICKED, paint_box
from ui.bulk.selection import Selection
from ui.look import type as faces
from ui.look.look import Look
from ui.look.states import STATE_MARKS, URGENCY_MARKS
from ui.queue.model import COLUMNS, QueueModel, RowRole

ROW_HEIGHT = 32
PAD = 6
ICON = 14


class RowDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, model: QueueModel, selection: Selection) -> None:
        super().__init__()
        self._look, self._model, self._selection = look, model, selection
        self._plain = faces.font("body")
        self._bold = faces.font("body")
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._small = faces.font("small")
        self._medium = faces.font("small")
        self._medium.setWeight(QFont.Weight.Medium)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: Row | None = index.data(RowRole)
        picked = row is not None and row.id in self._selection
        self._ground(painter, option, picked)
        if row is None:
            return
        column = COLUMNS[index.column()]
        spot = option.rect.adjusted(PAD, 0, -PAD, 0)
        if column == "check":
            live = row.urgency == Urgency.NORMAL
            paint_box(painter, option.rect, self._look, TICKED if picked else EMPTY, live)
        elif column == "mark":
            self._marks(painter, option.rect, row)
        elif column == "left":
            self._left(painter, spot, row)
        else:
            font = self._bold if column == "headline" and _is_fresh(row) else self._plain
            tone = "text-2" if column in ("code", "category", "aside") else "text"
            if column == "holder" and row.holder_name is None:
                tone = "text-3"
            if column == "headline" and row.id in self._model.open_by:
                spot = self._open_mark(painter, spot)
            words = self._model.words(row, column)
            if column == "headline":
                spot, words = self._asks(painter, spot, row), row.headline
            face = self._small if column in ("category", "aside", "holder") else font
            self._text(painter, spot, words, face, tone)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, picked: bool) -> None:
        rect = option.rect
        selected = picked or bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, self._look.colour("accent-soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._look.colour("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._look.colour("line"))
        if selected and rect.left() <= 0:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self._look.colour("accent"))

    def _marks(self, painter: QPainter, rect: QRect, row: Row) -> None:
        mark = STATE_MARKS[State(row.state)]
        top = rect.top() + (rect.height() - ICON) // 2
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            rect.left() + 10, top, self._look.pixmap(mark.icon, mark.tone, ICON, ratio)
        )
        level = URGENCY_MARKS[Urgency(row.urgency)]
        if level:
            image = self._look.pixmap(level.icon, level.tone, ICON, ratio)
            painter.drawPixmap(rect.left() + 29, top, image)

    def _open_mark(self, painter: QPainter, spot: QRect) -> QRect:
        """A colleague has the case open; what is left of the cell."""
        image = self._look.pixmap("users", "ochre", 13, painter.device().devicePixelRatioF())
        painter.drawPixmap(spot.right() - 13, spot.top() + (spot.height() - 13) // 2, image)
        return spot.adjusted(0, 0, -18, 0)

    def _asks(self, painter: QPainter, spot: QRect, row: Row) -> QRect:
        """What a superior has to decide, before the headline; what is left of the cell."""
        words = self._model.asks(row)
        if not words:
            return spot
        self._text(painter, spot, words, self._medium, "violet")
        return spot.adjusted(painter.fontMetrics().horizontalAdvance(words) + PAD, 0, 0, 0)

    def _left(self, painter: QPainter, spot: QRect, row: Row) -> None:
        icon, tone = self._left_look(row)
        if icon:
            ratio = painter.device().devicePixelRatioF()
            image = self._look.pixmap(icon, tone, 13, ratio)
            painter.drawPixmap(spot.left(), spot.top() + (spot.height() - 13) // 2, image)
            spot = spot.adjusted(18, 0, PAD, 0)
        face = self._medium if icon else self._small
        self._text(painter, spot, self._model.words(row, "left"), face, tone)

    def _left_look(self, row: Row) -> tuple[str, str]:
        if row.refused:
            return "circle-x", "red"
        if row.sending:
            return "upload", "ochre"
        left = self._model.time_left(row)
        if left is None:
            return "", "text-3"
        if row.due_at is None:
            return "pause", "ochre"
        if left < timedelta():
            return "circle-alert", "red"
        return ("timer", "orange") if left <= SOON else ("", "text-2")

    def _text(self, painter: QPainter, spot: QRect, text: str, font: QFont, tone: str) -> None:
        painter.setFont(font)
        painter.setPen(self._look.colour(tone))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cut)


def _is_fresh(row: Row) -> bool:
    return row.state == State.NEW and not row.sending
