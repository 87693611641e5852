"""One picture at full size, the others a key away."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.client.errors import EnvironmentProblem
from ihanoi_desk.domain.wire import Attachment
from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.parts.picture import decode
from ui.parts.sheet import Sheet
from ui.tasks import Tasks


class PhotoViewer(Sheet):
    def __init__(
        self,
        window: QWidget,
        look: Look,
        cache: Cache,
        tasks: Tasks,
        code: str,
        attachments: tuple[Attachment, ...],
        position: int,
    ) -> None:
        super().__init__(window, look, "image", code)
        self.set_size(1200, 700)
        self._cache, self._tasks = cache, tasks
        self._attachments, self._position = attachments, position
        self._picture = QPixmap()
        self._image = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._image.setMinimumSize(1, 1)
        QVBoxLayout(self.body).addWidget(self._image)
        self._caption = label("", "small", "text-2")
        self._before = KeyButton(look, "chevron-left", look.say("photo.previous"), "←")
        self._after = KeyButton(look, "chevron-right", look.say("photo.next"), "→")
        self._before.clicked.connect(lambda: self._go(-1))
        self._after.clicked.connect(lambda: self._go(1))
        self.foot.addWidget(self._caption, 1)
        self.foot.addWidget(self._before)
        self.foot.addWidget(self._after)
        for button in (self._before, self._after):
            button.setEnabled(len(attachments) > 1)
        self._go(0)

    def _go(self, by: int) -> None:
        self._position = (self._position + by) % len(self._attachments)
        attachment = self._attachments[self._position]
        role = self.look.say(f"photo.{attachment.role}")
        self._caption.setText(f"{self._position + 1}/{len(self._attachments)} · {role}")
        self._tasks.spawn(self._load(attachment), "photo")

    async def _load(self, attachment: Attachment) -> None:
        try:
            body = await self._cache.file(attachment)
        except EnvironmentProblem:
            self._image.setText(self.look.say("panel.photo_offline"))
            return
        image = await asyncio.to_thread(decode, body)
        if attachment == self._attachments[self._position]:
            self._picture = QPixmap.fromImage(image)
            self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            self._image.setText(self.look.say("panel.photo_broken"))
            return
        self._image.setPixmap(
            self._picture.scaled(
                self._image.size(),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._picture.isNull():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)
