"""Whose turn it is to write: in the order of asking, so that nobody is passed over."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """One at a time. Who works for long looks at `is_awaited` and lets the others go first."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._given = self._served = 0

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for the end of the present turn."""
        return self._given - self._served > 1

    @contextmanager
    def taken(self) -> Iterator[None]:
        with self._changed:
            mine, self._given = self._given, self._given + 1
            self._changed.wait_for(lambda: self._served == mine)
        try:
            yield
        finally:
            with self._changed:
                self._served += 1
                self._changed.notify_all()
