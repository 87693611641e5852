"""What the status line says about the way to the server."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """`problem` is a key of the catalogue of words; `filling` is (cases read, cases in all)."""

    online: bool = False
    data_as_of: datetime | None = None
    waiting: int = 0
    refused: int = 0
    filling: tuple[int, int] | None = None
    problem: str | None = None
    retry_at: datetime | None = None


class Board:
    """Holds the newest status and tells whoever watches when it became another."""

    def __init__(self) -> None:
        self.status = SyncStatus()
        self._listeners: list[Callable[[SyncStatus], None]] = []

    def watch(self, listener: Callable[[SyncStatus], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def show(self, **facts: Any) -> None:
        status = replace(self.status, **facts)
        if status != self.status:
            self.status = status
            for listener in tuple(self._listeners):
                listener(status)
