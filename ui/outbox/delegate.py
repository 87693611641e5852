"""Paints a line of the outbox: what and on which case at the left, its fate at the right."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ihanoi_desk.client.pending import WAITING, Pending
from ihanoi_desk.client.waiting import Reason
from ui.look import type as faces
from ui.look.look import Look
from ui.outbox.entries import Entry
from ui.outbox.words import EntryWords

EntryRole = Qt.ItemDataRole.UserRole + 1
HEADING, LINE = 32, 52
PAD = 12
INDENT = 20
ICON = 16
TONES = {"refused": "red", "waiting": "ochre", "sent": "green", "dropped": "text-2"}
BAR = 90
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class EntryDelegate(QStyledItemDelegate):
    undo_pressed = Signal(object)

    def __init__(self, look: Look, words: EntryWords) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._small = faces.font("small")
        self._medium = faces.font("small")
        self._medium.setWeight(QFont.Weight.Medium)
        self._strong = faces.font("body-strong")
        self._head = faces.font("body-strong")

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        entry: Entry = index.data(EntryRole)
        return QSize(200, LINE if entry.row else HEADING)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: Entry = index.data(EntryRole)
        rect = option.rect
        if entry.row is None:
            self._heading(painter, rect, entry)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._look.colour("accent-soft"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self._look.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._look.colour("hover"))
        self._rule(painter, rect)
        self._line(painter, rect.adjusted(INDENT if entry.fell else 0, 0, 0, 0), entry)

    def _heading(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        painter.fillRect(rect, self._look.colour("surface-2"))
        self._rule(painter, rect)
        name = self._look.say(f"outbox.{entry.section}")
        spot = rect.adjusted(PAD, 0, -PAD, 0)
        used = self._text(painter, spot, name, self._head, TONES[entry.section])
        self._text(
            painter, spot.adjusted(used + 10, 0, 0, 0), str(entry.count), self._small, "text-2"
        )
        if entry.section == "refused":
            words = self._look.say("outbox.you_decide")
            self._text(painter, spot, words, self._small, "text-3", RIGHT)

    def _line(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        words, fate = self._words, self._words.fate(entry)
        ratio = painter.device().devicePixelRatioF()
        tone = fate.tone if entry.section != "refused" else "red"
        image = self._look.pixmap(fate.icon, tone, ICON, ratio)
        painter.drawPixmap(rect.left() + PAD, rect.top() + (rect.height() - ICON) // 2, image)
        inside = rect.adjusted(PAD + ICON + 8, 8, -PAD, -8)
        upper = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        lower = upper.translated(0, upper.height())
        taken = self._right(painter, upper, entry, fate.text, fate.tone)
        free = upper.adjusted(0, 0, -taken - 8, 0)
        used = self._text(painter, free, words.title(entry), self._strong, "text")
        code = free.adjusted(used + 5, 0, 0, 0)
        self._text(painter, code, words.code(entry), self._small, "text-2")
        if entry.why and entry.why.reason is Reason.UPLOADING:
            self._progress(painter, upper, entry.why.percent)
        time = self._text(painter, lower, words.time(entry), self._small, "text-3", RIGHT)
        about = lower.adjusted(0, 0, -time - 8, 0)
        self._text(painter, about, words.about(entry), self._small, "text-2")

    def _right(self, painter: QPainter, spot: QRect, entry: Entry, text: str, tone: str) -> int:
        """The fate, with the way back beside it; how much room both took."""
        taken = 0
        if _can_undo(entry):
            words = self._look.say("toast.undo")
            taken = self._text(painter, spot, words, self._medium, "accent", RIGHT) + 6
        return taken + self._text(
            painter, spot.adjusted(0, 0, -taken, 0), text, self._medium, tone, RIGHT
        )

    def _progress(self, painter: QPainter, spot: QRect, percent: int) -> None:
        bar = QRect(spot.right() - BAR, spot.bottom() - 1, BAR, 3)
        painter.fillRect(bar, self._look.colour("surface-3"))
        bar.setWidth(BAR * percent // 100)
        painter.fillRect(bar, self._look.colour("ochre"))

    def _text(
        self, painter: QPainter, spot: QRect, text: str, font: QFont, tone: str, way: int = LEFT
    ) -> int:
        """Draw on one line, cut where there is no room; the width that was used."""
        painter.setFont(font)
        painter.setPen(self._look.colour(tone))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
        painter.drawText(spot, way, cut)
        return painter.fontMetrics().horizontalAdvance(cut)

    def _rule(self, painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._look.colour("line"))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A click on "Hoàn tác" within the line."""
        entry: Entry = index.data(EntryRole)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            metrics = option.fontMetrics
            width = metrics.horizontalAdvance(self._look.say("toast.undo"))
            rect = option.rect
            link = QRect(rect.right() - PAD - width, rect.top(), width + PAD, LINE // 2)
            if _can_undo(entry) and link.contains(event.position().toPoint()):
                self.undo_pressed.emit(entry)
                return True
        return False


def _can_undo(entry: Entry) -> bool:
    return (
        entry.section == "waiting" and isinstance(entry.row, Pending) and entry.row.state == WAITING
    )
