"""Paints one row of the queue: shapes, one-line texts, time left in colour and words."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap

from ihanoi_desk.client.queues import Row
from ihanoi_desk.domain.cases import State, Urgency
from ihanoi_desk.domain.deadlines import SOON
from ui.look import type as faces
from ui.look.look import Look
from ui.look.states import STATE_MARKS, URGENCY_MARKS
from ui.parts.box import EMPTY, TICKED, paint_box
from ui.queue.model import QueueModel

PAD = 6
ICON = 14
SMALL_ICON = 13
CUTS = 1_024
PICTURES = 40
"""Rows kept as they were painted last: two screens of them, or more where a screen is taller."""
LEFT_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
SMALL = ("category", "aside", "holder")
PALE = ("code", "category", "aside")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a row stands in the list: what of its look is not its own."""

    columns: tuple[tuple[str, int, int], ...]
    """Name, left edge and width of each."""
    width: int
    height: int
    ratio: float
    selected: bool
    picked: bool
    hovered: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a row's picture is made from."""

    row: Row
    standing: Standing
    left: timedelta | None
    category: str
    is_open_elsewhere: bool


class Face:
    """A font, and texts cut to a width in it."""

    def __init__(self, name: str, weight: QFont.Weight | None = None) -> None:
        self.font = faces.font(name)
        if weight is not None:
            self.font.setWeight(weight)
        self._metrics = QFontMetrics(self.font)
        self.cut = lru_cache(CUTS)(self._cut)

    def width(self, text: str) -> int:
        return self._metrics.horizontalAdvance(text)

    def _cut(self, text: str, width: int) -> str:
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


class RowPainter:
    def __init__(self, look: Look, model: QueueModel) -> None:
        self._look, self._model = look, model
        self._plain = Face("body")
        self._bold = Face("body", QFont.Weight.DemiBold)
        self._small = Face("small")
        self._medium = Face("small", QFont.Weight.Medium)
        self._pictures: OrderedDict[Sight, QPixmap] = OrderedDict()

    def sight(self, row: Row, standing: Standing) -> Sight:
        left, category = self._model.time_left(row), self._model.words(row, "category")
        return Sight(row, standing, left, category, row.id in self._model.open_by)

    def kept(self, sight: Sight) -> QPixmap | None:
        """The picture of what was painted before. With a worker beside it, the window waits at
        every call that paints, so what looks the same is not painted again."""
        found = self._pictures.get(sight)
        if found is not None:
            self._pictures.move_to_end(sight)
        return found

    def paint(self, sight: Sight, seen: int) -> QPixmap:
        """Paint it and keep it; `seen` rows have to be kept at the same time."""
        image = self._pictures[sight] = self._paint(sight.row, sight.standing)
        while len(self._pictures) > max(PICTURES, seen):
            self._pictures.popitem(last=False)
        return image

    def _paint(self, row: Row, standing: Standing) -> QPixmap:
        ratio = standing.ratio
        image = QPixmap(round(standing.width * ratio), round(standing.height * ratio))
        image.setDevicePixelRatio(ratio)
        image.fill(self._look.colour("surface"))
        painter = QPainter(image)
        self._ground(painter, QRect(0, 0, standing.width, standing.height), standing)
        for name, x, width in standing.columns:
            cell = QRect(x, 0, width, standing.height)
            self._cell(painter, cell, row, name, standing.picked)
        painter.end()
        return image

    def _ground(self, painter: QPainter, rect: QRect, standing: Standing) -> None:
        """The ground of a whole row and the line under it."""
        if standing.selected or standing.hovered:
            tone = "accent-soft" if standing.selected else "hover"
            painter.fillRect(rect, self._look.colour(tone))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._look.colour("line"))
        if standing.selected:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self._look.colour("accent"))

    def _cell(self, painter: QPainter, rect: QRect, row: Row, column: str, picked: bool) -> None:
        spot = rect.adjusted(PAD, 0, -PAD, 0)
        if column == "check":
            live = row.urgency == Urgency.NORMAL
            paint_box(painter, rect, self._look, TICKED if picked else EMPTY, live)
        elif column == "mark":
            self._marks(painter, rect, row)
        elif column == "left":
            self._left(painter, spot, row)
        else:
            words = self._model.words(row, column)
            if column == "headline":
                spot, words = self._before_headline(painter, spot, row), row.headline
            self._text(painter, spot, words, self._face(row, column), _tone(row, column))

    def _before_headline(self, painter: QPainter, spot: QRect, row: Row) -> QRect:
        """Who has the case open, and what a superior has to decide; what is left of the cell."""
        if row.id in self._model.open_by:
            self._icon(painter, spot, spot.right() - SMALL_ICON, "users", "ochre", SMALL_ICON)
            spot = spot.adjusted(0, 0, -18, 0)
        words = self._model.asks(row)
        if words:
            self._text(painter, spot, words, self._medium, "violet")
            spot = spot.adjusted(self._medium.width(words) + PAD, 0, 0, 0)
        return spot

    def _face(self, row: Row, column: str) -> Face:
        if column in SMALL:
            return self._small
        return self._bold if column == "headline" and _is_fresh(row) else self._plain

    def _marks(self, painter: QPainter, rect: QRect, row: Row) -> None:
        mark, level = STATE_MARKS[State(row.state)], URGENCY_MARKS[Urgency(row.urgency)]
        self._icon(painter, rect, rect.left() + 10, mark.icon, mark.tone, ICON)
        if level:
            self._icon(painter, rect, rect.left() + 29, level.icon, level.tone, ICON)

    def _left(self, painter: QPainter, spot: QRect, row: Row) -> None:
        icon, tone = self._left_look(row)
        if icon:
            self._icon(painter, spot, spot.left(), icon, tone, SMALL_ICON)
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

    def _icon(
        self, painter: QPainter, beside: QRect, x: int, icon: str, tone: str, size: int
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        image = self._look.pixmap(icon, tone, size, ratio)
        painter.drawPixmap(x, beside.top() + (beside.height() - size) // 2, image)

    def _text(self, painter: QPainter, spot: QRect, text: str, face: Face, tone: str) -> None:
        painter.setFont(face.font)
        painter.setPen(self._look.colour(tone))
        painter.drawText(spot, LEFT_MIDDLE, face.cut(text, spot.width()))


def _tone(row: Row, column: str) -> str:
    if column == "holder" and row.holder_name is None:
        return "text-3"
    return "text-2" if column in PALE else "text"


def _is_fresh(row: Row) -> bool:
    return row.state == State.NEW and not row.sending
