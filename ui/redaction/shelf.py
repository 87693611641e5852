"""The row of pictures over the editor: before from the citizen, after from the unit, one more."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ihanoi_desk.domain.wire import Attachment
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.pictures.thumb import Thumb

THUMB = QSize(96, 64)
HEIGHT = 104


class Shelf(QScrollArea):
    """`put` draws the row anew; the thumbs are found by the id of their file."""

    def __init__(self, look: Look, add: KeyButton) -> None:
        super().__init__(widgetResizable=True)
        self._look, self._add = look, add
        self.thumbs: dict[str, Thumb] = {}
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._add.setParent(None)

    def put(
        self,
        before: list[tuple[Attachment, Thumb]],
        after: list[tuple[Attachment, Thumb]],
        hint: str,
        choose: Callable[[str], None],
    ) -> None:
        # The button outlives the row it stands in.
        self._add.setParent(None)
        self.thumbs = {}
        box = QWidget(objectName="surface")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        if before:
            side = self._group(self._look.say("redaction.before"), "", before, choose)
            row.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        side = self._group(self._look.say("redaction.after"), hint, after, choose, self._add)
        row.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.setWidget(box)

    def mark(self, file_id: str | None) -> None:
        for known, thumb in self.thumbs.items():
            thumb.setChecked(known == file_id)

    def _group(
        self,
        title: str,
        hint: str,
        files: list[tuple[Attachment, Thumb]],
        choose: Callable[[str], None],
        more: QWidget | None = None,
    ) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(label(title, "smallstrong", "text-2"))
        head.addWidget(label(hint, "small", "text-3"))
        head.addStretch(1)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(8)
        for file, thumb in files:
            thumb.setCheckable(True)
            thumb.clicked.connect(lambda _=False, at=file.id: choose(at))
            self.thumbs[file.id] = thumb
            row.addWidget(thumb)
        if more:
            row.addWidget(more)
        row.addStretch(1)
        column.addLayout(row)
        return box
