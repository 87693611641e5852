"""What lies in a scroll area: as tall as its wrapped words need at the width it has."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget


class Tall(QWidget):
    """Qt asks a scrolled widget only for the least it needs, and guesses that for wrapped words;
    it would then press everything else together."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        layout = self.layout()
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and layout:
            needed = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else 0
            self.setMinimumHeight(max(0, needed))
        return done
