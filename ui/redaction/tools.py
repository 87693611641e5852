"""The tools over the editor and the counts under it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ihanoi_desk.domain.redactions import Covered
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import icon_label, label
from ui.redaction.editor import Editor


class Tools(QWidget):
    """Choose or draw, delete, undo, look under the ink."""

    def __init__(self, look: Look, editor: Editor) -> None:
        super().__init__(objectName="surface2")
        self._look, self._editor = look, editor
        self._hand = self._tool("navigation", "redaction.hand")
        self._draw = KeyButton(look, "square-dashed", look.say("redaction.draw"), "B")
        self._draw.setCheckable(True)
        self._draw.setChecked(True)
        self._hand.setCheckable(True)
        self._delete = self._tool("trash-2", "redaction.delete")
        self._undo = self._tool("undo-2", "redaction.undo")
        self.original = KeyButton(look, "eye", look.say("photo.original"))
        self.original.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        for button in (self._hand, self._draw, self._delete, self._undo):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.original)
        self._hand.clicked.connect(lambda: self._take(False))
        self._draw.clicked.connect(self._press_draw)
        self._delete.clicked.connect(editor.delete)
        self._undo.clicked.connect(editor.undo)
        self.original.toggled.connect(editor.show_original)
        editor.chosen.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        boxes = self._editor.boxes
        for button in (self._hand, self._draw, self.original):
            button.setEnabled(boxes is not None)
        self._delete.setEnabled(boxes is not None and boxes.chosen is not None)
        self._undo.setEnabled(boxes is not None and boxes.can_undo)

    def _press_draw(self, drawing: bool) -> None:
        """By keyboard a box appears at once; the mouse goes on to draw one."""
        if self._draw.hasFocus() and not drawing:
            self._editor.add_box()
            self._editor.setFocus()
        self._take(True)

    def _take(self, drawing: bool) -> None:
        self._draw.setChecked(drawing)
        self._hand.setChecked(not drawing)
        self._editor.set_drawing(drawing)

    def _tool(self, icon: str, key: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("look", "flat")
        button.setIcon(self._look.icon(icon))
        button.setFixedWidth(34)
        button.setAccessibleName(self._look.say(key))
        button.setToolTip(self._look.say(key))
        return button


class Counts(QWidget):
    """What is covered, and that nothing of the camera goes along."""

    remove_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(objectName="surface2")
        self._look = look
        self._name = label("", "small", "text-2")
        self._covered: dict[Covered, tuple[QLabel, QLabel]] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 6, 5)
        row.setSpacing(5)
        for kind in Covered:
            mark, words = icon_label(look, "circle-check", "green"), label("", "small", "text")
            self._covered[kind] = (mark, words)
            row.addWidget(mark)
            row.addWidget(words)
        self._none = label(look.say("redaction.none"), "small", "text-3")
        row.addWidget(self._none)
        row.addStretch(1)
        self._bare = icon_label(look, "map-pin-off", "text-3")
        self._bare_words = label(look.say("redaction.bare"), "small", "text-3")
        row.addWidget(self._name)
        row.addWidget(self._bare)
        row.addWidget(self._bare_words)
        self._remove = QPushButton()
        self._remove.setProperty("look", "flat")
        self._remove.setIcon(look.icon("x"))
        self._remove.setFixedWidth(30)
        self._remove.clicked.connect(self.remove_asked)
        row.addWidget(self._remove)

    def show_file(self, name: str, own: bool, counts: dict[Covered, int] | None) -> None:
        """`counts` is None for what cannot be covered; `own` files can be taken out again."""
        self._name.setText(name)
        self._remove.setVisible(own)
        text = self._look.say("resolve.remove", name=name)
        self._remove.setAccessibleName(text)
        self._remove.setToolTip(text)
        for kind, (mark, words) in self._covered.items():
            n = (counts or {}).get(kind, 0)
            words.setText(self._look.say(f"redaction.count_{kind}", n=n))
            mark.setVisible(bool(n))
            words.setVisible(bool(n))
        self._none.setVisible(counts is not None and not any(counts.values()))
        for part in (self._bare, self._bare_words):
            part.setVisible(counts is not None)
