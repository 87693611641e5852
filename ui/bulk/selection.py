"""Which cases of a list are picked, in the order they were."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

MOST = 200
"""How many cases one verb may be used on: what a person can still answer for."""


class Selection(QObject):
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: dict[int, None] = {}

    def __contains__(self, case_id: int) -> bool:
        return case_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> list[int]:
        return list(self._ids)

    def toggle(self, case_id: int) -> None:
        if case_id in self._ids:
            del self._ids[case_id]
            self.changed.emit()
        else:
            self.add([case_id])

    def add(self, case_ids: Iterable[int]) -> None:
        """Pick these too, as far as there is room."""
        before = len(self._ids)
        for case_id in case_ids:
            if len(self._ids) >= MOST:
                break
            self._ids.setdefault(case_id)
        if len(self._ids) != before:
            self.changed.emit()

    def keep(self, case_ids: Iterable[int]) -> None:
        """Let go of what the list no longer holds."""
        here = set(case_ids)
        kept = {case_id: None for case_id in self._ids if case_id in here}
        if len(kept) != len(self._ids):
            self._ids = kept
            self.changed.emit()

    def clear(self) -> None:
        if self._ids:
            self._ids.clear()
            self.changed.emit()
