"""Files of a case: thumbnails that arrive when they arrive, a box with a word when they fail."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ihanoi_desk.client.attachments import Cache
from ihanoi_desk.domain.wire import Attachment
from ui.look.look import Look
from ui.pictures import loading
from ui.pictures.album import name_of
from ui.pictures.poster import poster
from ui.pictures.thumb import RATIO, Thumb, dress
from ui.tasks import Tasks

THUMB = QSize(108, 78)
"""Three of them fit into the narrowest panel."""
SHOWN = 3


class Photos(QWidget):
    """A strip of up to three; the last says how many more there are and leads on to them."""

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
        loading_tasks = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.thumbs: list[Thumb] = []
        for position, attachment in enumerate(attachments[:SHOWN]):
            name = name_of(look, attachment, position + 1, len(attachments))
            thumb = Thumb(look, THUMB, name)
            thumb.clicked.connect(lambda _=False, at=position: open_photo(at))
            row.addWidget(thumb)
            self.thumbs.append(thumb)
            if dress(thumb, look, attachment):
                loading_tasks.append(tasks.spawn(self._fill(thumb, attachment), "thumbnail"))
        if len(attachments) > SHOWN:
            more = look.say("panel.more_photos", n=len(attachments) - SHOWN)
            self.thumbs[-1].set_more(more)
        row.addStretch(1)
        # A strip that is gone must not be drawn on when its picture arrives.
        self.destroyed.connect(lambda: [task.cancel() for task in loading_tasks])

    async def _fill(self, thumb: Thumb, attachment: Attachment) -> None:
        if attachment.is_film:
            image = await poster(self._cache, attachment, THUMB * RATIO)
            if not image.isNull():
                thumb.show_image(image)
            return
        found = await loading.small(lambda: self._cache.thumbnail(attachment), THUMB * RATIO)
        if isinstance(found, loading.Trouble):
            show_trouble(thumb, self._look, found)
        else:
            thumb.show_image(found)


def show_trouble(thumb: Thumb, look: Look, trouble: loading.Trouble) -> None:
    tone = "red" if trouble is loading.Trouble.BROKEN else "text-3"
    word, why = look.say(f"panel.{trouble}_word"), look.say(f"panel.file_{trouble}")
    thumb.show_words("image-off", word, tone, why)
