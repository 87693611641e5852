"""Drawing rectangles over a picture, by mouse and by keyboard."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QMenu, QPushButton

from ihanoi_desk.domain.redactions import Covered, Redaction
from ui.look.look import Look
from ui.pictures.canvas import Canvas
from ui.pictures.levels import Levels
from ui.redaction.boxes import LEAST, Boxes

INK = QColor(17, 20, 24)
"""As the server burns it in; no token, because it is part of the picture."""
ON_INK = QColor("#FFFFFF")
HANDLE = 9
NEW_SHARE = 0.16
STEP_SHARE = 0.01
KINDS = {Qt.Key.Key_1: Covered.FACE, Qt.Key.Key_2: Covered.PLATE, Qt.Key.Key_3: Covered.OTHER}
ICONS = {Covered.FACE: "scan-face", Covered.PLATE: "car-front", Covered.OTHER: "square-dashed"}
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Editor(Canvas):
    """`changed` after every change of the rectangles; `chosen` when another one is chosen.

    B adds one, Space goes to the next, arrows move it, with Shift they size it, Del removes it,
    1 2 3 say what it covers, Ctrl+Z takes the last step back.
    """

    changed = Signal()
    chosen = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.say("redaction.editor"))
        self.boxes: Boxes | None = None
        self.is_drawing, self.shows_original = True, False
        self.kind = Covered.FACE
        self._from: QPointF | None = None
        self._to: QPointF | None = None
        self._grip: tuple[Redaction, QPointF, bool] | None = None
        self._label = QPushButton(self)
        self._label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._label.setIconSize(QSize(13, 13))
        menu = QMenu(self._label)
        for kind in Covered:
            action = menu.addAction(look.icon(ICONS[kind]), look.say(f"redaction.{kind}"))
            action.triggered.connect(lambda _=False, to=kind: self.set_kind(to))
        self._label.setMenu(menu)
        self._label.hide()
        self.zoomed.connect(self._place_label)

    def edit(self, levels: Levels, boxes: Boxes | None) -> None:
        """Show a picture; without `boxes` it is for looking only."""
        self.boxes = boxes
        self._from = self._grip = None
        self.show_levels(levels)
        self._show_chosen()

    def show_words(self, words: str, icon: str, tone: str = "text-3") -> None:
        self.boxes = None
        super().show_words(words, icon, tone)
        self._show_chosen()

    # --- what the tools do ---------------------------------------------------------------------

    def set_drawing(self, drawing: bool) -> None:
        self.is_drawing = drawing
        self.setCursor(Qt.CursorShape.CrossCursor if drawing else Qt.CursorShape.ArrowCursor)

    def show_original(self, on: bool) -> None:
        """Outlines instead of ink, to see what lies under it."""
        self.shows_original = on
        self.update()

    def add_box(self) -> None:
        """A new one in the middle of what is seen."""
        if self.boxes:
            middle = self.to_picture(QPointF(self.width() / 2, self.height() / 2))
            half = NEW_SHARE / 2 * max(self.boxes.width, self.boxes.height) / max(self._near(), 1)
            half = max(half, LEAST)
            ends = (middle.x() - half, middle.y() - half, middle.x() + half, middle.y() + half)
            self.boxes.add(*ends, self.kind)
            self._tell()

    def set_kind(self, kind: Covered) -> None:
        """What the chosen one covers, and those drawn from now on."""
        self.kind = kind
        if self.boxes:
            self.boxes.name(kind)
            self._tell()

    def delete(self) -> None:
        if self.boxes:
            self.boxes.delete()
            self._tell()

    def undo(self) -> None:
        if self.boxes:
            self.boxes.undo()
            self._tell()

    def _tell(self) -> None:
        self._show_chosen()
        self.changed.emit()

    def _near(self) -> float:
        return self.scale / self._fit()

    # --- drawing -------------------------------------------------------------------------------

    def draw_picture(self, painter: QPainter, levels: Levels) -> None:
        super().draw_picture(painter, levels)
        if not self.boxes:
            return
        for number, row in enumerate(self.boxes.rows):
            box = self._on_screen(row)
            if self.shows_original:
                painter.setPen(QPen(INK, 3))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)
                painter.setPen(QPen(ON_INK, 1, Qt.PenStyle.DashLine))
                painter.drawRect(box)
            else:
                painter.fillRect(box, INK)
            if number == self.boxes.chosen:
                self._draw_handles(painter, box)
        if self._from is not None and self._to is not None:
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(QColor(17, 20, 24, 150))
            painter.drawRect(QRectF(self._from, self._to).normalized())

    def _draw_handles(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(self.look.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setPen(QPen(self.look.colour("accent"), 1.5))
        painter.setBrush(ON_INK)
        for x in (box.left(), box.center().x(), box.right()):
            for y in (box.top(), box.center().y(), box.bottom()):
                if QPointF(x, y) != box.center():
                    painter.drawRect(QRectF(x - 4, y - 4, 8, 8))

    def _on_screen(self, row: Redaction) -> QRectF:
        corner = self.frame().topLeft() + QPointF(row.x, row.y) * self.scale
        return QRectF(corner.x(), corner.y(), row.width * self.scale, row.height * self.scale)

    def _show_chosen(self) -> None:
        boxes = self.boxes
        name = self.look.say("redaction.editor")
        if boxes and boxes.chosen is not None:
            kind = boxes.rows[boxes.chosen].kind
            words = self.look.say(f"redaction.{kind}")
            self._label.setText(words)
            self._label.setIcon(self.look.icon(ICONS[kind]))
            self._label.adjustSize()
            place = f"{boxes.chosen + 1}/{len(boxes.rows)}"
            name = f"{name}: {words} {place}"
        self.setAccessibleName(name)
        self._place_label()
        self.chosen.emit()
        self.update()

    def _place_label(self) -> None:
        boxes = self.boxes
        is_shown = bool(boxes and boxes.chosen is not None and self._grip is None)
        self._label.setVisible(is_shown)
        if boxes and boxes.chosen is not None:
            box = self._on_screen(boxes.rows[boxes.chosen])
            x = box.center().x() - self._label.width() / 2
            y = box.bottom() + 8
            if y + self._label.height() > self.height():
                y = max(2.0, box.top() - 8 - self._label.height())
            x = min(max(2.0, x), self.width() - self._label.width() - 2.0)
            self._label.move(round(x), round(y))

    # --- mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        boxes, at = self.boxes, event.position()
        if boxes is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        if self._on_handle(at):
            assert boxes.chosen is not None
            self._hold(boxes, at, True)
        elif boxes.choose_at(*self.to_picture(at).toTuple()):
            self._hold(boxes, at, False)
        elif self.is_drawing:
            self._from = self._to = at
        else:
            super().mousePressEvent(event)
        self._show_chosen()

    def _hold(self, boxes: Boxes, at: QPointF, sizing: bool) -> None:
        assert boxes.chosen is not None
        boxes.begin()
        self._grip = (boxes.rows[boxes.chosen], self.to_picture(at), sizing)

    def _on_handle(self, at: QPointF) -> bool:
        """The lower right corner of the chosen one."""
        if not self.boxes or self.boxes.chosen is None:
            return False
        corner = self._on_screen(self.boxes.rows[self.boxes.chosen]).bottomRight()
        return (corner - at).manhattanLength() <= 2 * HANDLE

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip and self.boxes:
            row, start, sizing = self._grip
            gone = self.to_picture(event.position()) - start
            moved = Boxes(self.boxes.width, self.boxes.height, (row,))
            moved.chosen = 0
            (moved.grow if sizing else moved.shift)(round(gone.x()), round(gone.y()))
            self.boxes.drag(moved.rows[0])
            self.update()
        elif self._from is not None:
            self._to = event.position()
            self.update()
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip and self.boxes:
            self._grip = None
            self.boxes.end()
            self._tell()
        elif self._from is not None and self.boxes:
            start, end = self.to_picture(self._from), self.to_picture(event.position())
            self._from = self._to = None
            self.boxes.add(start.x(), start.y(), end.x(), end.y(), self.kind)
            self._tell()
        else:
            super().mouseReleaseEvent(event)
            self.set_drawing(self.is_drawing)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.boxes is None or not self.is_drawing:
            super().mouseDoubleClickEvent(event)

    # --- keys ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Ctrl+Z and the digits belong to whoever is drawing, whatever the sheet does with them.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.boxes is not None
            and event.key() in (*KINDS, Qt.Key.Key_Z, Qt.Key.Key_B, Qt.Key.Key_Space)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.boxes and self._box_key(self.boxes, event)):
            super().keyPressEvent(event)

    def _box_key(self, boxes: Boxes, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in (Qt.Key.Key_B, Qt.Key.Key_Insert):
            self.add_box()
        elif key == Qt.Key.Key_Z and held & Qt.KeyboardModifier.ControlModifier:
            self.undo()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete()
        elif key == Qt.Key.Key_Space:
            boxes.choose_next()
            self._show_chosen()
        elif key in KINDS:
            self.set_kind(KINDS[key])
        elif key in ARROWS and boxes.chosen is not None:
            step = max(1, round(STEP_SHARE * max(boxes.width, boxes.height) / max(1, self._near())))
            dx, dy = (part * step for part in ARROWS[key])
            sizing = held & Qt.KeyboardModifier.ShiftModifier
            (boxes.grow if sizing else boxes.shift)(dx, dy)
            self._tell()
        else:
            return False
        return True
