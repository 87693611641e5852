"""How many rows are written at once, so that a click never waits long for the file."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

FIRST = 50
LEAST, MOST = 20, 200
HELD_S = 0.03
"""About so much work is done for one piece while the file is held, in processor time: that a busy
machine takes longer over it is no reason for smaller pieces, which only make more work."""


class Pieces:
    """`size` grows where this machine is fast and shrinks where it is slow."""

    def __init__(self) -> None:
        self.size = FIRST

    @contextmanager
    def timed(self, count: int) -> Iterator[None]:
        """Around the writing of `count` rows."""
        begun = time.thread_time()
        yield
        took = max(time.thread_time() - begun, 0.001)
        # A remainder says little about a whole piece.
        if count == self.size:
            self.size = min(max(int(count * HELD_S / took), LEAST), MOST)
