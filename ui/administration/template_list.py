"""The list of ready sentences: for which act, kind and field, from when to when, and the words."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ihanoi_desk.domain.catalogue import ALL, ANY
from ihanoi_desk.domain.wire import StoredTemplate
from ui.look import type as faces
from ui.look.look import Look

HEIGHT, PAD = 48, 16
RowRole = Qt.ItemDataRole.UserRole + 1
LiveRole = Qt.ItemDataRole.UserRole + 2


class TemplateList(QListWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setItemDelegate(_Delegate(look, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def chosen(self) -> StoredTemplate | None:
        item = self.currentItem()
        found: StoredTemplate | None = item.data(RowRole) if item else None
        return found

    def show_rows(
        self,
        rows: Sequence[StoredTemplate],
        today: date,
        categories: Mapping[str, str],
        code: str = "",
    ) -> None:
        """Stand on the row `code`, else on the one that was chosen, else on the first."""
        kept = code or (self.chosen.template.code if self.chosen else "")
        self.clear()
        for row in rows:
            item = QListWidgetItem(f"{self._about(row, categories)}\n{row.template.text_vi}")
            item.setData(RowRole, row)
            item.setData(LiveRole, row.holds_on(today))
            item.setToolTip(row.template.text_vi)
            self.addItem(item)
            if row.template.code == kept:
                self.setCurrentItem(item)
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def _about(self, row: StoredTemplate, categories: Mapping[str, str]) -> str:
        say, template = self._look.say, row.template
        kind = "templates.every_kind" if template.kind == ALL else f"page.{template.kind}"
        every = template.category == ANY
        category = categories.get(template.category, template.category)
        facts = [
            say(f"verb.{template.verb}"),
            say(kind),
            say("templates.every_category") if every else category,
            say("templates.since", day=row.valid_from),
        ]
        if row.valid_to:
            facts.append(say("templates.until", day=row.valid_to))
        return " · ".join(facts)


class _Delegate(QStyledItemDelegate):
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
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("accent-soft"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), look.colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.colour("line"))
        about, _, words = str(index.data()).partition("\n")
        inside = rect.adjusted(PAD, 5, -PAD, -5)
        upper = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        tone = "text" if index.data(LiveRole) else "text-3"
        self._text(painter, upper, " ".join(words.split()), "body", tone)
        self._text(painter, upper.translated(0, upper.height()), about, "small", "text-3")

    def _text(self, painter: QPainter, spot: QRect, text: str, face: str, tone: str) -> None:
        painter.setFont(faces.font(face))
        painter.setPen(self._look.colour(tone))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), cut)
