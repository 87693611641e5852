"""Paints one found case: shape of its state, code, first words, place and the day it was filed."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ihanoi_desk.domain.calendar import HANOI
from ihanoi_desk.domain.wire import CaseDoc
from ui.look import type as faces
from ui.look.look import Look
from ui.look.states import STATE_MARKS

HEIGHT = 48
PAD = 16
LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class CaseDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look, rect = self._look, option.rect
        doc: CaseDoc = index.data(Qt.ItemDataRole.UserRole + 1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("accent-soft"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), look.colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.colour("line"))
        mark = STATE_MARKS[doc.case.state]
        image = look.pixmap(mark.icon, mark.tone, 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.left() + PAD, rect.top() + 9, image)
        inside = rect.adjusted(PAD + 22, 5, -PAD, -5)
        upper = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        lower = upper.translated(0, upper.height())
        case = doc.case
        words = " ".join((case.title or case.content).split())
        day = f"{case.filed_at.astimezone(HANOI):%d/%m/%Y}"
        state = look.say(f"state.{case.state}")
        self._text(painter, upper, f"{case.code}  {words}", "body", "text")
        self._text(painter, lower, " · ".join((day, state, case.place)), "small", "text-2")

    def _text(self, painter: QPainter, spot: QRect, text: str, face: str, tone: str) -> None:
        painter.setFont(faces.font(face))
        painter.setPen(self._look.colour(tone))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
        painter.drawText(spot, LEFT, cut)
