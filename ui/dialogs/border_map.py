"""A small map of our own: the position, how far it may err, and the borders around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, log10

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ihanoi_desk.domain.units import Outline, Spot
from ui.look.look import Look
from ui.look.type import font

CLOSEST, FARTHEST = 25.0, 1400.0
"""Metres from the position to the nearer edge of the picture."""
STEP = 1.6
ZOOMS = (("minus", "map.zoom_out", STEP), ("plus", "map.zoom_in", 1 / STEP))
LEAST_HEIGHT = 120
GRID = 12
MARKER = 11
SCALE_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Scene:
    """What the map shows. `names` by code; `spot` is the nearest spot across the border."""

    outlines: Sequence[Outline]
    names: dict[str, str]
    own: str
    accuracy_m: float | None
    spot: Spot | None

    @property
    def distance(self) -> float | None:
        return hypot(*self.spot) if self.spot else None


class BorderMap(QWidget):
    """North is up. + and − come closer and go farther."""

    def __init__(self, look: Look, scene: Scene, caption: str) -> None:
        super().__init__()
        self._look, self._scene = look, scene
        self._reach = _first_reach(scene)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addStretch(1)
        for icon, word, factor in (
            ("minus", "map.zoom_out", STEP),
            ("plus", "map.zoom_in", 1 / STEP),
        ):
            button = QPushButton()
            button.setIcon(look.icon(icon))
            button.setFixedSize(28, 28)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(look.say(word))
            button.clicked.connect(lambda _=False, by=factor: self._zoom(by))
            row.addWidget(button)
        column.addLayout(row)
        column.addStretch(1)
        self._caption = caption

    def _zoom(self, by: float) -> None:
        self._reach = min(FARTHEST, max(CLOSEST, self._reach * by))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("+", "="):
            self._zoom(1 / STEP)
        elif event.text() in ("-", "−"):
            self._zoom(STEP)
        else:
            super().keyPressEvent(event)

    # --- drawing ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect())
        painter.fillRect(self.rect(), self._look.colour("surface-3"))
        paths = {outline.code: self._path(outline) for outline in self._scene.outlines}
        own = self._scene.own
        for code in sorted(paths, key=lambda code: code == own):
            self._draw_unit(painter, paths[code], code == own)
        for code, path in paths.items():
            self._draw_name(painter, path, self._scene.names.get(code, ""), code == own)
        self._draw_position(painter)
        self._draw_scale(painter)
        self._draw_caption(painter)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._look.colour("line"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    @property
    def _scale(self) -> float:
        """Pixels a metre."""
        return min(self.width(), self.height()) / 2 / self._reach

    def _point(self, spot: Spot) -> QPointF:
        scale = self._scale
        return QPointF(self.width() / 2 + spot[0] * scale, self.height() / 2 - spot[1] * scale)

    def _path(self, outline: Outline) -> QPainterPath:
        path = QPainterPath()
        for ring in outline.rings:
            path.addPolygon([self._point(spot) for spot in ring])
            path.closeSubpath()
        return path

    def _draw_unit(self, painter: QPainter, path: QPainterPath, own: bool) -> None:
        look = self._look
        painter.setBrush(look.colour("map-unit" if own else "map-land"))
        painter.setPen(QPen(look.colour("accent" if own else "map-line"), 2 if own else 1))
        painter.drawPath(path)

    def _draw_name(self, painter: QPainter, path: QPainterPath, name: str, own: bool) -> None:
        spot = self._room(path)
        if not name or spot is None:
            return
        painter.setFont(font("body-strong" if own else "body"))
        width = painter.fontMetrics().horizontalAdvance(name)
        left = min(max(6.0, spot.x() - width / 2), self.width() - width - 6.0)
        self._halo(painter, QPointF(left, spot.y() + 4), name, "text" if own else "map-label")

    def _room(self, path: QPainterPath) -> QPointF | None:
        """The middle of what is seen of a unit, clear of the position and of the corners."""
        inside = [
            spot
            for across in range(1, GRID)
            for down in range(2, GRID)
            if path.contains(
                spot := QPointF(self.width() * across / GRID, self.height() * down / GRID)
            )
        ]
        if len(inside) < GRID // 2:
            return None
        x = sum(spot.x() for spot in inside) / len(inside)
        y = sum(spot.y() for spot in inside) / len(inside)
        middle = QPointF(self.width() / 2, self.height() / 2)
        clear = [
            spot
            for spot in inside
            if abs(spot.x() - middle.x()) > self.width() / 6
            or abs(spot.y() - middle.y()) > self.height() / 5
        ]
        return min(clear or inside, key=lambda spot: hypot(spot.x() - x, spot.y() - y))

    def _draw_position(self, painter: QPainter) -> None:
        look, scene = self._look, self._scene
        centre = self._point((0.0, 0.0))
        if scene.accuracy_m:
            radius = scene.accuracy_m * self._scale
            ground = QColor(look.colour("orange"))
            ground.setAlpha(36)
            painter.setBrush(ground)
            painter.setPen(QPen(look.colour("orange"), 1.5, Qt.PenStyle.DashLine))
            painter.drawEllipse(centre, radius, radius)
            said = look.say("map.accuracy", metres=round(scene.accuracy_m))
            painter.setFont(font("small"))
            width = painter.fontMetrics().horizontalAdvance(said)
            under = QPointF(centre.x() - width / 2, centre.y() + max(radius, MARKER) + 15)
            self._halo(painter, under, said, "orange")
        if scene.spot and scene.distance:
            end = self._point(scene.spot)
            painter.setPen(QPen(look.colour("red"), 2))
            painter.drawLine(centre, end)
            said = look.say("map.metres", amount=round(scene.distance))
            painter.setFont(font("caption"))
            self._halo(painter, QPointF(end.x() + 5, end.y() - 5), said, "red")
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.setBrush(look.colour("surface"))
        painter.drawEllipse(centre, MARKER, MARKER)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawEllipse(centre, 5, 5)

    def _draw_scale(self, painter: QPainter) -> None:
        metres = SCALE_WIDTH / self._scale
        power = 10 ** int(log10(metres))
        round_one = max(step * power for step in (1, 2, 5) if step * power <= metres)
        width = round_one * self._scale
        right, bottom = self.width() - 12.0, self.height() - 10.0
        said = self._look.say("map.metres", amount=round(round_one))
        painter.setFont(font("caption"))
        text = painter.fontMetrics().horizontalAdvance(said)
        self._halo(painter, QPointF(right - text, bottom), said, "text-2")
        painter.setPen(QPen(self._look.colour("text-2"), 1.5))
        end = right - text - 6
        painter.drawPolyline(
            [
                QPointF(end - width, bottom - 6),
                QPointF(end - width, bottom),
                QPointF(end, bottom),
                QPointF(end, bottom - 6),
            ]
        )

    def _draw_caption(self, painter: QPainter) -> None:
        look = self._look
        painter.setFont(font("caption"))
        width = painter.fontMetrics().horizontalAdvance(self._caption) + 36
        box = QRectF(8, 8, width, 28)
        painter.setPen(look.colour("line"))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(box, 3, 3)
        painter.drawPixmap(16, 15, look.pixmap("ruler", "text-2", 14, self.devicePixelRatioF()))
        painter.setPen(look.colour("text"))
        painter.drawText(box.adjusted(28, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._caption)

    def _halo(self, painter: QPainter, at: QPointF, text: str, tone: str) -> None:
        """Words that stay readable over lines: in `tone` on an edge of the land's colour."""
        path = QPainterPath()
        path.addText(at, painter.font(), text)
        edge: QColor = self._look.colour("map-land")
        painter.strokePath(path, QPen(edge, 3, j=Qt.PenJoinStyle.RoundJoin))
        painter.fillPath(path, self._look.colour(tone))


def _first_reach(scene: Scene) -> float:
    """So near that the nearest border and the error of the fix both fit."""
    wanted = max(3 * (scene.accuracy_m or 0.0), 1.6 * (scene.distance or 0.0), 60.0)
    return min(wanted, FARTHEST)
