"""What the status line says about the way to the server."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ihanoi_desk.client.waiting import Why


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """`problem` is a key of the catalogue of words; `filling` is (cases read, cases in all).

    `why` is the reason of the action that has waited longest. `is_read_only`: the server no longer
    takes what this version of the desk does.
    """

    online: bool = False
    data_as_of: datetime | None = None
    waiting: int = 0
    refused: int = 0
    why: Why | None = None
    filling: tuple[int, int] | None = None
    problem: str | None = None
    retry_at: datetime | None = None
    is_read_only: bool = False


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
