"""Before beside after: what the citizen sent, and how it looks now, each a key away."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ihanoi_desk.domain.wire import Attachment
from ui.look.look import Look
from ui.parts.labels import label, line
from ui.pictures.album import Album
from ui.pictures.canvas import Canvas

Show = Callable[[Canvas, Attachment], None]
Say = Callable[[Attachment], str]


class Side(QWidget):
    """One of the two; `step` goes to another picture of the same side."""

    def __init__(
        self, look: Look, title: str, files: tuple[Attachment, ...], show: Show, say: Say
    ) -> None:
        super().__init__()
        self._title, self._files, self._show, self._say = title, files, show, say
        self._position = 0
        self.canvas = Canvas(look, title, own_keys=False)
        self._caption = label("", "smallstrong", "text-2")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        column.addWidget(self._caption)
        column.addWidget(self.canvas, 1)

    @property
    def file(self) -> Attachment:
        return self._files[self._position]

    def step(self, by: int) -> None:
        self._position = (self._position + by) % len(self._files)
        number = f" {self._position + 1}/{len(self._files)}" if len(self._files) > 1 else ""
        self._caption.setText(f"{self._title}{number} · {self._say(self.file)}")
        self._show(self.canvas, self.file)


class Compare(QWidget):
    def __init__(self, look: Look, album: Album, show: Show, say: Say) -> None:
        super().__init__()
        self.before = Side(look, look.say("photo.before"), album.before, show, say)
        self.after = Side(look, look.say("photo.after"), album.after, show, say)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.before, 1)
        row.addWidget(line(vertical=True))
        row.addWidget(self.after, 1)

    def begin(self) -> None:
        self.before.step(0)
        self.after.step(0)
