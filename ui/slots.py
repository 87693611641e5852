"""Hearing of what goes wrong in Qt's slots, which no task and no caller catches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType


@contextmanager
def failures_of_slots(tell: Callable[[BaseException], None]) -> Iterator[None]:
    """Meanwhile `tell` hears of every exception that leaves a slot; Qt only prints it."""
    before = sys.excepthook

    def hear(
        _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        tell(error)

    sys.excepthook = hear
    try:
        yield
    finally:
        sys.excepthook = before
