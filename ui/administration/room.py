"""What the rooms of administration have in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ihanoi_desk.client.store import Changed
from ihanoi_desk.client.sync import SyncStatus
from ui.workplace import Workplace


class Room(QWidget):
    """What holds is read from this machine or asked for; orders need the connection."""

    left = Signal()
    """Esc: back to where the officer came from."""
    turned = Signal(str)
    """Another room of administration."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(objectName="page")
        self._workplace = workplace
        self._online = False

    def changed(self, change: Changed) -> None:
        if change.catalogue:
            self.refresh()

    def show_status(self, status: SyncStatus) -> None:
        """Without a connection orders stay in place and say so."""
        self._online = status.online
        self._allow()

    def rest(self) -> None:
        """Nothing is read here by itself."""

    def refresh(self) -> None:
        """Draw anew what the catalogue says."""
        raise NotImplementedError

    def _allow(self) -> None:
        """Offer the orders that can be given now."""
        raise NotImplementedError
