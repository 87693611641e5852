"""A picture in ever smaller sizes, so that zooming a large one costs what the view shows."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

SMALLEST = 600


@dataclass(frozen=True, slots=True)
class Levels:
    """The first is the picture itself, each other half of the one before it."""

    images: tuple[QImage, ...]

    @classmethod
    def of(cls, image: QImage) -> "Levels | None":
        """None for a null picture. Takes long for a large one: call it in a thread."""
        if image.isNull():
            return None
        images = [image.convertToFormat(QImage.Format.Format_RGB32)]
        while max(images[-1].width(), images[-1].height()) > SMALLEST:
            half = QSize(max(1, images[-1].width() // 2), max(1, images[-1].height() // 2))
            images.append(
                images[-1].scaled(
                    half,
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        return cls(tuple(images))

    @property
    def size(self) -> QSize:
        return self.images[0].size()

    def at(self, scale: float) -> QImage:
        """The smallest that is not coarser than the picture drawn at `scale`."""
        wanted = self.size.width() * scale
        return next((one for one in reversed(self.images) if one.width() >= wanted), self.images[0])
