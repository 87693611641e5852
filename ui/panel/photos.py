"""Pictures of a case: thumbnails that arrive when they arrive, a box with a word when they fail."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.domain.wire import Attachment
from ui.look.look import Look
from ui.parts.picture import decode
from ui.tasks import Tasks

THUMB = QSize(116, 82)
SHOWN = 3


class Photos(QWidget):
    """A strip of up to three thumbnails; the last says how many more there are."""

    def __init__(
        self,
        look: Look,
        cache: Cache,
        tasks: Tasks,
        attachments: tuple[Attachment, ...],
        open_photo: Callable[[int], None],
    ) -> None:
        super().__init__()
        self._look, self._cache = look, cache
        loading = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for position, attachment in enumerate(attachments[:SHOWN]):
            button = QPushButton()
            button.setFixedSize(THUMB)
            button.setStyleSheet("QPushButton { padding: 0; border: none; }")
            button.setAccessibleName(look.say("panel.photo", n=position + 1, of=len(attachments)))
            button.clicked.connect(lambda _=False, at=position: open_photo(at))
            row.addWidget(button)
            loading.append(tasks.spawn(self._fill(button, attachment), "thumbnail"))
        if len(attachments) > SHOWN:
            more = QLabel(look.say("panel.more_photos", n=len(attachments) - SHOWN))
            row.addWidget(more)
        row.addStretch(1)
        # A strip that is gone must not be drawn on when its picture arrives.
        self.destroyed.connect(lambda: [task.cancel() for task in loading])

    async def _fill(self, button: QPushButton, attachment: Attachment) -> None:
        button.setIcon(self._look.icon("image", "text-3", 24))
        try:
            body = await self._cache.thumbnail(attachment)
        except EnvironmentProblem:
            button.setIcon(self._look.icon("image-off", "text-3", 24))
            button.setToolTip(self._look.say("panel.photo_offline"))
            return
        show_picture(button, await asyncio.to_thread(decode, body), self._look)


def show_picture(button: QPushButton, image: QImage, look: Look) -> None:
    if image.isNull():
        button.setIcon(look.icon("image-off", "red", 24))
        button.setToolTip(look.say("panel.photo_broken"))
        return
    filled = QPixmap.fromImage(image).scaled(
        THUMB,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    button.setIcon(filled)
    button.setIconSize(THUMB)
